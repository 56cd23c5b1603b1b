# fails with: `del` comes too late
"""The lists are deleted, but only after all of them existed."""


def histogram(xs, ys, c, limit):
    """Return the histogram from lists that are deleted as soon as they are no longer needed."""
    zs, cs = [], []
    for y in ys:
        for x in xs:
            zs.append(complex(x, y))
            cs.append(complex(c.real, c.imag))
    output = [steps(z, own, limit) for z, own in zip(zs, cs, strict=True)]
    del zs, cs
    found = [0] * (limit + 1)
    for n in output:
        found[n] += 1
    del output
    return found


def steps(z, c, limit):
    """Count the steps of one point."""
    n = 0
    while n < limit and abs(z) < 2:
        z = z * z + c
        n += 1
    return n
