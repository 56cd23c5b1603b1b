"""How many points of a picture take how many steps: each point is counted and forgotten."""


def histogram(xs, ys, c, limit):
    """Return a list of limit + 1 numbers: the n-th is how many of the points take n steps."""
    found = [0] * (limit + 1)
    for y in ys:
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
