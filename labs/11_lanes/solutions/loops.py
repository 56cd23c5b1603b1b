"""The useful share of a vector kernel's work, tile by tile."""


def utilisation(counts, limit, lanes, rows):
    """Return the share of useful lane steps, in tiles of `lanes` columns x `rows` rows."""
    looks = counts + (counts < limit)
    height, width = looks.shape
    taken = 0
    for top in range(0, height, rows):
        for left in range(0, width, lanes):
            # A slice ends where the picture does, but all lanes of the tile run.
            slowest = looks[top : top + rows, left : left + lanes].max()
            taken += int(slowest) * lanes * rows
    return int(looks.sum()) / taken
