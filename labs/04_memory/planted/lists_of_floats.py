# fails with: of the start's peak
"""The list of points holds two floats for each, and the list of constants is gone."""


def histogram(xs, ys, c, limit):
    """Return the histogram from shorter lists: smaller, but still one entry per point."""
    re, im = [], []
    for y in ys:
        for x in xs:
            re.append(x)
            im.append(y)
    found = [0] * (limit + 1)
    for x, y in zip(re, im, strict=True):
        found[steps(complex(x, y), c, limit)] += 1
    return found


def steps(z, c, limit):
    """Count the steps of one point."""
    n = 0
    while n < limit and abs(z) < 2:
        z = z * z + c
        n += 1
    return n
