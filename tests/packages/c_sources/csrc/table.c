#include "table.h"

int entry(int index) { return index * 7; }
