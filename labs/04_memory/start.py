"""How many points of a picture take how many steps: a histogram, from lists of all points."""


def histogram(xs, ys, c, limit):
    """Return a list of limit + 1 numbers: the n-th is how many of the points take n steps.

    A point's steps are those of z = z*z + c while abs(z) < 2, `limit` at most.
    """
    zs, cs = [], []
    for y in ys:
        for x in xs:
            zs.append(complex(x, y))
            cs.append(complex(c.real, c.imag))
    output = [0] * len(zs)
    for i in range(len(zs)):
        output[i] = steps(zs[i], cs[i], limit)
    # TODO: which of these lists does the histogram need, and for how long does it need one entry?
    found = [0] * (limit + 1)
    for n in output:
        found[n] += 1
    return found


def steps(z, c, limit):
    """Count the steps of one point."""
    n = 0
    while n < limit and abs(z) < 2:
        z = z * z + c
        n += 1
    return n
