"""Builds julia1_cython.pyx twice: python setup_cython.py build_ext --inplace.

Once with -O0 and once with -O3 -march=native; everything else is equal. `python julia_compare.py`
then shows two rows more, cython.setup@O0 and cython.setup@O3_native.

-ffp-contract=off belongs to both: -march=native may otherwise fuse a multiplication and an addition
into one rounding, and some points would get another count than Python gives them.
"""

import sys
from pathlib import Path

from Cython.Build import cythonize
from setuptools import Extension, setup

SOURCE = "julia1_cython.pyx"
FLAGS = {"O0": ["-O0"], "O3_native": ["-O3", "-march=native"]}


def extensions():
    """Let Cython write C once for each module: the module's name is part of what it writes."""
    made = []
    for name, flags in FLAGS.items():
        [extension] = cythonize(
            [Extension(f"{Path(SOURCE).stem}_{name}", [SOURCE])],
            build_dir=f"build/{name}",
            compiler_directives={"language_level": 3, "boundscheck": False, "wraparound": False},
        )
        # Not before: cythonize remembers a source's flags, and would add them to the second module.
        extension.extra_compile_args = [*flags, "-ffp-contract=off"]
        made.append(extension)
    return made


if __name__ == "__main__":
    if not Path(SOURCE).is_file():
        sys.exit(f"There is no {SOURCE} here; run this in python/profiling")
    setup(name="julia1_cython", py_modules=[], ext_modules=extensions())
