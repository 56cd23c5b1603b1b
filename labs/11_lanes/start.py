"""The useful share of a vector kernel's work, from the counts alone, without a clock."""


def utilisation(counts, limit, lanes, rows):
    """Return the share of useful lane steps, in tiles of `lanes` columns x `rows` rows."""
    looks = counts + (counts < limit)
    tiles = looks.size / (lanes * rows)
    # TODO: how long does one tile run? And what do the lanes do that lie beyond the edge?
    taken = tiles * looks.mean() * lanes * rows
    return looks.sum() / taken
