from Cython.Build import cythonize
from setuptools import setup

setup(
    packages=["mixed"],
    ext_modules=cythonize("mixed/by_hand.pyx", language_level=3),
)
