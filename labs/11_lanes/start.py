"""The share of a vector kernel's work that is of use, from the counts alone: no clock."""


def utilisation(counts, limit, lanes, rows):
    """Give the share of lane steps of use, in tiles of `lanes` columns x `rows` rows."""
    looks = counts + (counts < limit)
    tiles = looks.size / (lanes * rows)
    # TODO: how long does one tile run? And what do the lanes do that lie beyond the edge?
    taken = tiles * looks.mean() * lanes * rows
    return looks.sum() / taken
