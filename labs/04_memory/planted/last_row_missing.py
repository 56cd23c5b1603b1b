# fails with: one row is missing or there twice
"""The last row is left out."""


def histogram(xs, ys, c, limit):
    """Return the histogram of all rows but the last."""
    found = [0] * (limit + 1)
    for y in ys[:-1]:
        for x in xs:
            found[steps(complex(x, y), c, limit)] += 1
    return found


def steps(z, c, limit):
    """Count the steps of one point."""
    n = 0
    while n < limit and abs(z) < 2:
        z = z * z + c
        n += 1
    return n
