"""Compares every kernel on the book's problem: python julia_compare.py, with --help for more.

What profiling/setup_cython.py has built takes part, in rows of its own.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

try:
    import juliaset._native  # noqa: F401 - cli asks for it late
    from juliaset.cli.ladder import compare
except ImportError as missing:
    sys.exit(
        f"This Python ({sys.executable}) cannot import juliaset ({missing}). Type `make setup` in "
        f"the checkout and then `source .venv/bin/activate`, and try again."
    )

PROFILING = Path(__file__).resolve().parent / "profiling"
# Modules of one .pyx and two sets of flags.
BUILT = {
    "cython.setup@O0": "julia1_cython_O0",
    "cython.setup@O3_native": "julia1_cython_O3_native",
}
HOW = "python setup_cython.py build_ext --inplace, in python/profiling, builds them"


def add_built() -> None:
    """Put the learner's own build at the end of the list; without one, say how to get it."""
    from juliaset.registry import kernel, kernels  # noqa: PLC0415 - --help need not wait for them
    from juliaset.techniques.lists import (  # noqa: PLC0415
        BYTES_PER_PIXEL,
        counts_from_list,
        lists_from_axes,
    )

    kernels()  # ours come first
    sys.path.append(str(PROFILING))
    found = [(name, module) for name, module in BUILT.items() if find_spec(module) is not None]
    if not found:
        print(f"No rows {' and '.join(BUILT)}: {HOW}")
    for name, module in found:
        register = kernel(
            name,
            below="cython.lists",
            prepare=lists_from_axes,
            finish=counts_from_list,
            bytes_per_pixel=BYTES_PER_PIXEL,
        )
        register(import_module(module).calculate_z_serial_purepython)


if __name__ == "__main__":
    if not {"-h", "--help"} & set(sys.argv):
        add_built()
    compare()
