"""A small script to be profiled from outside: python -m cProfile prof.py [WIDTH].

In IPython its functions can be loaded without being run, and looked at one by one:

    %run -n prof.py
    %timeit count(100)
    %prun count(100)
    %load_ext line_profiler
    %lprun -f points points(100)
"""

import sys

from julia1_nopil import EDGE, SUMS, calculate_z_serial_purepython, width_from

C = -0.62772 - 0.42193j


def axis(width):
    """Walk from edge to edge in rounded steps, as the book does."""
    steps = []
    x = -EDGE
    while x < EDGE:
        steps.append(x)
        x += (EDGE + EDGE) / width
    return steps


def points(width):
    """Lay out the points of the picture, row by row."""
    xs = axis(width)
    return [complex(x, -y) for y in xs for x in xs]


def count(width):
    """Sum the counts of all points."""
    zs = points(width)
    return sum(calculate_z_serial_purepython(300, zs, [C] * len(zs)))


def main():
    """Count the picture, and check its sum."""
    width = width_from(sys.argv[1:], __doc__) if sys.argv[1:] else 1000
    total = count(width)
    assert total == SUMS[width], "the counts are wrong"
    print(f"width {width}: sum of counts {total}, which is right")


if __name__ == "__main__":
    main()
