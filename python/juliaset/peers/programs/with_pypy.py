"""PyPy: another interpreter for the same Python, which compiles the loops that run often."""

import sys

AHEAD = False
INTERPRETER = "pypy3"
TOLD = "nothing: the book's loops and abs(z) < 2 as they are"
VERSION = f"PyPy {'.'.join(map(str, getattr(sys, 'pypy_version_info', (0,))[:3]))}"


def make(problem):
    """Return the call; it compiles itself while it runs."""
    xs, ys, c, limit, counts = problem.xs, problem.ys, problem.c, problem.limit, problem.counts

    def run():
        place = 0
        for y in ys:
            for x in xs:
                z = complex(x, y)
                n = 0
                while n < limit and abs(z) < 2:
                    z = z * z + c
                    n += 1
                counts[place] = n
                place += 1

    return run
