"""Kernels in NumPy, Cython and C++ for the spreading of heat; problem.py says which."""
