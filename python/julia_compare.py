"""Compares every kernel on the book's problem: python julia_compare.py, with --help for more."""

import sys

try:
    import juliaset._native  # noqa: F401 - cli asks for it late
    from juliaset.cli import compare
except ImportError as missing:
    sys.exit(
        f"This Python ({sys.executable}) cannot import juliaset ({missing}). Type `make setup` in "
        f"the checkout and then `source .venv/bin/activate`, and try again."
    )

if __name__ == "__main__":
    compare()
