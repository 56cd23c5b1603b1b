# fails with: The look that says "outside" is missing
"""Steps instead of looks."""

import numpy as np


def utilisation(counts, limit, lanes, rows):
    """Forget that a pixel that escapes is looked at once more."""
    height, width = counts.shape
    padded = np.pad(counts, ((0, -height % rows), (0, -width % lanes)))
    tiles = padded.reshape(padded.shape[0] // rows, rows, padded.shape[1] // lanes, lanes)
    return counts.sum() / (tiles.max(axis=(1, 3)).sum() * lanes * rows)
