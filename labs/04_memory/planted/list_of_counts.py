# fails with: of the start's peak
"""A generator turned into a list again: one pair of brackets, and everything exists at once."""


def histogram(xs, ys, c, limit):
    """Return the histogram from a list of counts."""
    output = [steps(complex(x, y), c, limit) for y in ys for x in xs]
    return [output.count(n) for n in range(limit + 1)]


def steps(z, c, limit):
    """Count the steps of one point."""
    n = 0
    while n < limit and abs(z) < 2:
        z = z * z + c
        n += 1
    return n
