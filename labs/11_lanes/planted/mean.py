# fails with: not until the average one
"""A tile runs as long as its average pixel."""


def utilisation(counts, limit, lanes, rows):
    """Take the mean where the maximum belongs."""
    looks = counts + (counts < limit)
    height, width = looks.shape
    taken = 0.0
    for top in range(0, height, rows):
        for left in range(0, width, lanes):
            taken += looks[top : top + rows, left : left + lanes].mean() * lanes * rows
    return looks.sum() / taken
