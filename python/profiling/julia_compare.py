"""Compares kernels on the book's problem: python julia_compare.py, with --help for more.

It starts the script of the folder above. After `python setup_cython.py build_ext --inplace` the
table shows what was built as two rows of their own.
"""

import runpy
from pathlib import Path

if __name__ == "__main__":
    runpy.run_path(str(Path(__file__).parents[1] / "julia_compare.py"), run_name="__main__")
