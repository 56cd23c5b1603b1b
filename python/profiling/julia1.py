"""Computes the book's Julia set with the book's loop, and draws it: python julia1.py [WIDTH].

Other scripts, and python -m timeit, import from it:

    from julia1 import calculate_z_serial_purepython, zs, cs

`zs` and `cs` are made when they are first used: an import of the function alone does not wait for a
million points. An import has no command line, so their width comes from the environment:
JULIASET_WIDTH=100 makes small ones. It is also what WIDTH is if left out.
"""

import time

import numpy as np

from grid import MAX_ITERATIONS, asked, check, lists, usual_width
from juliaset import Problem
from juliaset.images import colours
from juliaset.techniques.python_loops import calculate_z_serial_purepython


def __getattr__(name):
    """Make zs and cs when they are first used."""
    if name not in {"zs", "cs"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    here = globals()
    here["zs"], here["cs"] = lists(usual_width())
    return here[name]


def calc_pure_python(draw_output, desired_width, max_iterations):
    """Lay out the points, time the loop over them, check its sum, and draw it if asked to."""
    points, constants = lists(desired_width)
    start = time.perf_counter()
    output = calculate_z_serial_purepython(max_iterations, points, constants)
    took = time.perf_counter() - start
    print(f"{calculate_z_serial_purepython.__name__} took {took:.3f} seconds")
    check(output, desired_width)
    if draw_output:
        shape = Problem.book(desired_width, max_iterations).shape
        counts = np.array(output, np.int32).reshape(shape)
        colours.save(colours.picture(counts, max_iterations), "julia1.png")
        print("Drawn into julia1.png")


if __name__ == "__main__":
    calc_pure_python(
        draw_output=True, desired_width=asked(__doc__, usual_width()), max_iterations=MAX_ITERATIONS
    )
