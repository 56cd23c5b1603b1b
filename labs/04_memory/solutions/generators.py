"""The same three stages, each a generator: a value is made when the next stage asks for it."""

from collections import Counter


def histogram(xs, ys, c, limit):
    """Return a list of limit + 1 numbers: the n-th is how many of the points take n steps."""
    zs = (complex(x, y) for y in ys for x in xs)
    output = (steps(z, c, limit) for z in zs)
    found = Counter(output)
    return [found[n] for n in range(limit + 1)]


def steps(z, c, limit):
    """Count the steps of one point."""
    n = 0
    while n < limit and abs(z) < 2:
        z = z * z + c
        n += 1
    return n
