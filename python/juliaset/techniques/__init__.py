"""The list of kernels, in the order in which the course meets them: one file, one line each."""

from importlib import import_module

# Files of this folder; CMake reads the list too, and compiles bindings/cython/<name>.pyx for each
# line that begins with cython_. The C++ kernels have theirs in julia/kernels/kernels.cmake.
FILES = (
    "python_loops",
    "python_expanded",
    "python_threads",
    "python_multiprocessing",
    "dask_distributed",
    "numpy_masked",
    "numpy_compacting",
    "numba_njit",
    "numba_parallel",
    "cython_lists",
    "cython_memoryview",
    "cython_prange",
    "c_ctypes",
    "c_cffi",
    "cpp",
)

for file in FILES:
    import_module(f"juliaset.techniques.{file}")
