"""Misleads memory_profiler: python -m memory_profiler julia1_memoryprofiler_nested.py [WIDTH].

Both functions are decorated, and one calls the other. In the table of calc_pure_python the line of
the call then shows an increment as large as the whole process. It is not what the call took.

memory_profiler computes an increment as the memory now, less the memory that it noted at the line
before. It remembers one "line before" for all decorated functions: when the inner one has returned,
that is a line number of the inner function. The table of the outer one knows nothing at that
number, so the memory before counts as zero.

Decorate the outer function only, as julia1_memoryprofiler.py does, and the line shows what it took.
"""

from grid import MAX_ITERATIONS, asked, check, lists, profile

WIDTH = 50  # every line of the loop is measured


@profile
def calculate_z_serial_purepython(maxiter, zs, cs):
    """Count for each point how often z = z*z + c can be done before abs(z) reaches 2."""
    output = [0] * len(zs)
    for i in range(len(zs)):
        n = 0
        z = zs[i]
        c = cs[i]
        while abs(z) < 2 and n < maxiter:
            z = z * z + c
            n += 1
        output[i] = n
    return output


@profile
def calc_pure_python(desired_width, max_iterations):
    """Lay out the points, count, and check the sum."""
    zs, cs = lists(desired_width)
    output = calculate_z_serial_purepython(max_iterations, zs, cs)
    check(output, desired_width)


if __name__ == "__main__":
    calc_pure_python(asked(__doc__, WIDTH), MAX_ITERATIONS)
