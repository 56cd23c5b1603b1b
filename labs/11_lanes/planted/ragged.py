# fails with: lanes beyond the edge
"""The tiles at the edges are taken to be smaller."""


def utilisation(counts, limit, lanes, rows):
    """Count only the lanes that have a pixel."""
    looks = counts + (counts < limit)
    height, width = looks.shape
    taken = 0
    for top in range(0, height, rows):
        for left in range(0, width, lanes):
            tile = looks[top : top + rows, left : left + lanes]
            taken += int(tile.max()) * tile.size
    return int(looks.sum()) / taken
