"""Kernels in Python, Cython and C++ for one problem; problem.py says which."""
