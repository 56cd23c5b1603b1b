"""Compares kernels on the book's problem: python julia_compare.py, with --help for more.

It is `juliaset bench --quick`, with rows for what profiling/setup_cython.py has built.
"""

import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

PROFILING = Path(__file__).resolve().parent / "profiling"
# Modules of one .pyx and two sets of flags.
BUILT = {
    "cython.setup@O0": "julia1_cython_O0",
    "cython.setup@O3_native": "julia1_cython_O3_native",
}
HOW = "python setup_cython.py build_ext --inplace, in python/profiling, builds them"


def register() -> None:
    """Register the learner's own builds; a worker does so, whose crash is only a row's."""
    from juliaset.registry import kernel  # noqa: PLC0415
    from juliaset.techniques.lists import (  # noqa: PLC0415
        BYTES_PER_PIXEL,
        counts_from_list,
        lists_from_axes,
    )

    sys.path.append(str(PROFILING))
    for name, module in BUILT.items():
        register = kernel(
            name,
            below="cython.lists",
            prepare=lists_from_axes,
            finish=counts_from_list,
            bytes_per_pixel=BYTES_PER_PIXEL,
        )
        register(calls_into(module))


def calls_into(module: str) -> Callable[..., object]:
    """Return a function that calls the build, which is imported at the first call."""
    imported = cache(import_module)

    def calculate(*arguments: object) -> object:
        return imported(module).calculate_z_serial_purepython(*arguments)

    return calculate


def offer_rows() -> None:
    """Let --kernel find the builds; without one, say how to get it."""
    from juliaset.bench.contestants.picture_kernel import PictureKernel  # noqa: PLC0415
    from juliaset.bench.record import Variant  # noqa: PLC0415
    from juliaset.bench.selection import offer  # noqa: PLC0415

    sys.path.append(str(PROFILING))
    found = [name for name, module in BUILT.items() if find_spec(module) is not None]
    if not found:
        print(f"No rows {' and '.join(BUILT)}: {HOW}", file=sys.stderr)
    for name in found:
        row = Variant(id=name, kernel=name, toolchain="cython", exactness="exact", steps="every")
        offer(PictureKernel(row, file=str(Path(__file__).resolve())))


def main() -> None:
    """Run the contest."""
    try:
        import juliaset._native  # noqa: F401, PLC0415 - the command line imports it late
        from juliaset import cli  # noqa: PLC0415
    except ImportError as missing:
        sys.exit(
            f"This Python ({sys.executable}) cannot import juliaset ({missing}). Type `make setup` "
            f"in the checkout and then `source .venv/bin/activate`, and try again."
        )
    if not {"-h", "--help"} & set(sys.argv):
        offer_rows()
    cli.main(["bench", "--quick", *sys.argv[1:]])


if __name__ == "__main__":
    main()
else:
    register()
