import a_framework_of_gigabytes
from another_one import nn as neural

__version__ = "1.2.3"

DEVICE = a_framework_of_gigabytes.device("gpu:0")
