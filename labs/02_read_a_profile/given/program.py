"""How much of a picture never escapes: a glance at some points first, then all of them.

python program.py WIDTH
"""

import sys

EDGE = 1.8
C = -0.62772 - 0.42193j
LIMIT = 300
EVERY = 3


def axis(width):
    """Return `width` numbers that begin at -EDGE."""
    return [EDGE * (2 * k - width) / width for k in range(width)]


def steps(z):
    """Count the steps of z = z*z + C while abs(z) < 2."""
    n = 0
    while n < LIMIT and abs(z) < 2:
        z = z * z + C
        n += 1
    return n


def row(xs, y):
    """Count the points of a row that are still there at the limit."""
    staying = 0
    for x in xs:
        if steps(complex(x, y)) == LIMIT:
            staying += 1
    return staying


def glance(numbers):
    """Look at every third point of every third row."""
    few = numbers[::EVERY]
    staying = 0
    for y in few:
        staying += row(few, y)
    return staying / len(few) ** 2


def survey(numbers):
    """Look at all points."""
    staying = 0
    for y in numbers:
        staying += row(numbers, y)
    return staying / len(numbers) ** 2


def main():
    """Print both shares."""
    if len(sys.argv) != 2 or not sys.argv[1].isdecimal():
        raise SystemExit(__doc__)
    numbers = axis(int(sys.argv[1]))
    print(f"at a glance {glance(numbers):.2%} of the points never escape")
    print(f"it is really {survey(numbers):.2%}")


if __name__ == "__main__":
    main()
