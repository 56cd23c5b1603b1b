"""The process of Cython: it translates a submission behind the walls.

Python finds its library before they stand; another program that is Python could not list it.
"""

import json
import sys
from pathlib import Path

from Cython.Compiler.Main import setuptools_main

from juliaset.grader.sandbox.program import enter_sandbox


def main() -> None:
    """Translate a .pyx to C, as ordered."""
    order = json.loads(Path(sys.argv[1]).read_text())
    enter_sandbox(order, processes=False)
    sys.argv = order["command"]
    setuptools_main()  # type: ignore[no-untyped-call]  # Cython has no types
