"""Compares every kernel on the book's problem: python julia_compare.py, with --help for more.

It runs the script of the folder above. After `python setup_cython.py build_ext --inplace`
it shows what was built as two rows of its own.
"""

import runpy
from pathlib import Path

if __name__ == "__main__":
    runpy.run_path(str(Path(__file__).parents[1] / "julia_compare.py"), run_name="__main__")
