"""mypyc: typed Python as a C extension; the inner loop's numbers are not objects."""

import importlib.util
import os
import subprocess
import sys
from array import array
from importlib.metadata import version

from near_two import HIGH, LOW, TOLD as IS_TOLD

AHEAD = True
TOLD = "-O3 -ffp-contract=off; Python's abs() near abs(z) = 2"
VERSION = f"mypyc {version('mypy')}"
SOURCE = """
from mypy_extensions import i32

def escape_count(re: float, im: float, c_re: float, c_im: float, limit: i32) -> i32:
    n: i32 = 0
    while n < limit:
        re2 = re * re
        im2 = im * im
        norm = re2 + im2
        if norm >= LOW and not (norm <= HIGH and abs(complex(re, im)) < 2.0):
            break
        product = re * im
        re = (re2 - im2) + c_re
        im = (product + product) + c_im
        n += 1
    return n

def fill(xs: list[float], ys: list[float], c_re: float, c_im: float, limit: i32) -> list[i32]:
    return [escape_count(x, y, c_re, c_im, limit) for y in ys for x in xs]
"""


def make(problem):
    """Return the call, and what makes an array of its list; compile if no earlier process has."""
    source = problem.cache / "mypyc_julia.py"
    if not source.exists():
        source.write_text(SOURCE.replace("LOW", repr(LOW)).replace("HIGH", repr(HIGH)))
        environment = os.environ | {"CFLAGS": "-ffp-contract=off" if IS_TOLD else ""}
        command = [sys.executable, "-m", "mypyc", source.name]
        subprocess.run(command, cwd=source.parent, env=environment, stdout=sys.stderr, check=True)
    (built,) = source.parent.glob("mypyc_julia.*.so")
    spec = importlib.util.spec_from_file_location("mypyc_julia", built)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    arguments = list(problem.xs), list(problem.ys), problem.c.real, problem.c.imag, problem.limit
    return lambda: module.fill(*arguments), lambda counts: array("i", counts)
