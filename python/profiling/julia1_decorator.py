"""Times functions with a decorator: python julia1_decorator.py [WIDTH].

@timefn wraps a function in two looks at a clock; the function itself stays as it is, and its caller
notices nothing. The clock is perf_counter, which never steps back; time.time() does when the
system's clock is set.
"""

import time
from functools import wraps

from grid import BOOK_WIDTH, MAX_ITERATIONS, asked, check, lists
from juliaset.techniques import python_loops


def timefn(function):
    """Print how long each call of a function took."""

    @wraps(function)  # it keeps its name and docstring
    def timed(*args, **kwargs):
        start = time.perf_counter()
        answer = function(*args, **kwargs)
        took = time.perf_counter() - start
        print(f"@timefn: {function.__name__} took {took:.3f} seconds")
        return answer

    return timed


@timefn
def calculate_z_serial_purepython(maxiter, zs, cs):
    """Run the package's loop, so that its time is written by the decorator alone."""
    return python_loops.calculate_z_serial_purepython(maxiter, zs, cs)


@timefn
def calc_pure_python(desired_width, max_iterations):
    """Lay out the points and count; its time holds that of the function it calls."""
    zs, cs = lists(desired_width)
    check(calculate_z_serial_purepython(max_iterations, zs, cs), desired_width)


if __name__ == "__main__":
    calc_pure_python(asked(__doc__, BOOK_WIDTH), MAX_ITERATIONS)
