"""The share of a vector kernel's work that is of use, tile by tile."""


def utilisation(counts, limit, lanes, rows):
    """Give the share of lane steps of use, in tiles of `lanes` columns x `rows` rows."""
    looks = counts + (counts < limit)
    height, width = looks.shape
    taken = 0
    for top in range(0, height, rows):
        for left in range(0, width, lanes):
            # A slice ends where the picture does; the tile's lanes run all the same.
            slowest = looks[top : top + rows, left : left + lanes].max()
            taken += int(slowest) * lanes * rows
    return int(looks.sum()) / taken
