int entry(int index);
