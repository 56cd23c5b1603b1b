"""Would the other order of the tests be faster? kernprof -l -v julia1_lineprofiler3.py [WIDTH].

`n < maxiter` costs less than `abs(z) < 2`, and `and` looks at its right half only if the left one
is true. So should the cheap test come first? It gains nothing. Of 34,219,980 calls of abs() the new
order saves 100,321, the last one of each point that never escapes (one in 341), and asks
`n < maxiter` 899,679 times more, once for each point that does. A null result.

Under kernprof both orders show the same hits, and two profiled runs of one file differ by more than
the orders do. So without a profiler the script lets the harness of this project compare the two, in
rounds of random order, and prints its verdict: unresolved, or a percent or two to either side.
"""

from functools import partial

from grid import MAX_ITERATIONS, asked, count, lists, profile, profiled
from juliaset.bench import contest
from juliaset.techniques import python_loops

WIDTH = 1000  # half a minute under kernprof
CONTEST_WIDTH = 200  # small, so that there are many rounds


@profile
def calculate_z_serial_purepython(maxiter, zs, cs):
    """Count for each point how often z = z*z + c can be done before abs(z) reaches 2."""
    output = [0] * len(zs)
    for i in range(len(zs)):
        n = 0
        z = zs[i]
        c = cs[i]
        while n < maxiter and abs(z) < 2:
            z = z * z + c
            n += 1
        output[i] = n
    return output


def compare_orders(width):
    """Compare both orders, and two controls of the first that show what chance does."""
    zs, cs = lists(width)
    print(f"Both orders at width {width}, for ten seconds:")
    book = partial(python_loops.calculate_z_serial_purepython, MAX_ITERATIONS, zs, cs)
    swapped = partial(calculate_z_serial_purepython, MAX_ITERATIONS, zs, cs)
    right = book()
    orders = {"abs(z) first": book, "n first": swapped}
    print(contest(orders, check=lambda counts: counts == right))


if __name__ == "__main__":
    asked_width = asked(__doc__, WIDTH)
    count(calculate_z_serial_purepython, asked_width)
    if not profiled:
        compare_orders(min(asked_width, CONTEST_WIDTH))
