"""Counts one pixel of each pair z and -z: the image of each pixel in the flat array, or none."""

import numpy as np


def counts(xs, ys, count):
    """Return the counts, a row for each of ys; count(re, im) counts the steps of points."""
    re, im = np.meshgrid(xs, ys)
    column, row = places(xs), places(ys)
    image = row[:, np.newaxis] * len(xs) + column
    there = (row[:, np.newaxis] >= 0) & (column >= 0)
    number = np.arange(re.size).reshape(re.shape)
    known = there & (image < number)
    out = np.empty(re.shape, np.int32)
    out[~known] = count(re[~known], im[~known])
    out[known] = out.ravel()[image[known]]
    return out


def places(axis):
    """Return where in an axis the negative of each number is; -1 where it is not, to the bit."""
    order = np.argsort(axis)
    found = np.searchsorted(axis, -axis, sorter=order)
    place = order[np.minimum(found, len(axis) - 1)]
    return np.where(axis[place] == -axis, place, -1)
