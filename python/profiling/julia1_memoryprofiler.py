"""Which line takes the memory: python -m memory_profiler julia1_memoryprofiler.py [WIDTH].

Two lines do, those that append to zs and cs: each point is a complex object of 32 bytes and a
pointer to it, in both lists. Occurrences are exact. Memory is that of the whole process, in pages
of the system: an increment may be booked on a neighbour, the trend of Mem usage can be trusted.

Only calc_pure_python is decorated. If the loop that it calls were decorated too, the increments of
this table would be wrong: julia1_memoryprofiler_nested.py shows how.

memory_profiler asks the system for the size of the process after every line, which makes a line
some hundred times slower. With it the width is 200, and less would fit into memory that the
process has already. `mprof run` only looks every tenth of a second: there it is 1000.
"""

from grid import BOOK_WIDTH, MAX_ITERATIONS, asked, check, profile
from juliaset.problem import BOOK_C, BOOK_EDGE
from juliaset.techniques.python_loops import calculate_z_serial_purepython

EVERY_LINE = hasattr(profile, "code_map")  # memory_profiler's, with its table of lines


@profile
def calc_pure_python(desired_width, max_iterations):
    """Lay out the points in two lists, count, and check the sum."""
    step = (BOOK_EDGE + BOOK_EDGE) / desired_width
    xs, ys = [], []
    x = -BOOK_EDGE
    while x < BOOK_EDGE:
        xs.append(x)
        x += step
    y = BOOK_EDGE
    while y > -BOOK_EDGE:
        ys.append(y)
        y -= step
    zs, cs = [], []
    for y in ys:
        for x in xs:
            zs.append(complex(x, y))
            cs.append(complex(BOOK_C.real, BOOK_C.imag))
    output = calculate_z_serial_purepython(max_iterations, zs, cs)
    check(output, desired_width)


if __name__ == "__main__":
    calc_pure_python(asked(__doc__, 200 if EVERY_LINE else BOOK_WIDTH), MAX_ITERATIONS)
