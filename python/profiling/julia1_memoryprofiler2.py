"""The same picture without zs and cs: python -m memory_profiler julia1_memoryprofiler2.py [WIDTH].

A point is needed for one turn of the loop, so it is made there and forgotten. What stays is the
output: one pointer a point, and objects for the counts above 256 (Python keeps the smaller ones).
Compare the highest Mem usage with that of julia1_memoryprofiler.py at the same width, or let
`mprof run` watch both at 1000.

Here the loop itself is the decorated function, and the only one. Each of its lines is measured, so
the width under memory_profiler is 50, of which 83,654 steps are made.
"""

from grid import BOOK_WIDTH, MAX_ITERATIONS, asked, check, profile
from juliaset import Problem

EVERY_LINE = hasattr(profile, "code_map")  # memory_profiler's, with its table of lines


@profile
def calculate_z_serial_purepython(maxiter, xs, ys, c):
    """Count for each point how often z = z*z + c can be done before abs(z) reaches 2."""
    output = []
    for y in ys:
        for x in xs:
            n = 0
            z = complex(x, y)
            while abs(z) < 2 and n < maxiter:
                z = z * z + c
                n += 1
            output.append(n)
    return output


def calc_pure_python(desired_width, max_iterations):
    """Make the two axes, count, and check the sum."""
    problem = Problem.book(desired_width, max_iterations)
    output = calculate_z_serial_purepython(
        max_iterations, problem.xs.tolist(), problem.ys.tolist(), problem.c
    )
    check(output, desired_width)


if __name__ == "__main__":
    calc_pure_python(asked(__doc__, 50 if EVERY_LINE else BOOK_WIDTH), MAX_ITERATIONS)
