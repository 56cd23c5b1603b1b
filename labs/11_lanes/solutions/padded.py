"""The useful share of a vector kernel's work, for all tiles at once."""

import numpy as np


def utilisation(counts, limit, lanes, rows):
    """Return the share of useful lane steps, in tiles of `lanes` columns x `rows` rows."""
    looks = counts + (counts < limit)
    height, width = looks.shape
    # Pixels that need no look fill up the tiles at the edges.
    padded = np.pad(looks, ((0, -height % rows), (0, -width % lanes)))
    tiles = padded.reshape(padded.shape[0] // rows, rows, padded.shape[1] // lanes, lanes)
    return looks.sum() / (tiles.max(axis=(1, 3)).sum() * lanes * rows)
