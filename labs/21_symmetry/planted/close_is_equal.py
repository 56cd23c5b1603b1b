# fails with: to the last bit
"""Numbers are the same if they agree to eight digits."""

import numpy as np


def counts(xs, ys, count):
    """Return the counts, a row for each of ys; count(re, im) counts the steps of points."""
    columns = {round(x, 8): i for i, x in enumerate(xs.tolist())}
    rows = {round(y, 8): j for j, y in enumerate(ys.tolist())}
    counted, copied = [], []
    for j, y in enumerate(ys.tolist()):
        for i, x in enumerate(xs.tolist()):
            image = rows.get(round(-y, 8)), columns.get(round(-x, 8))
            if None not in image and image < (j, i):
                copied.append((j, i, *image))
            else:
                counted.append((j, i))
    out = np.empty((len(ys), len(xs)), np.int32)
    j, i = np.array(counted).T
    out[j, i] = count(xs[i], ys[j])
    if copied:
        j, i, image_j, image_i = np.array(copied).T
        out[j, i] = out[image_j, image_i]
    return out
