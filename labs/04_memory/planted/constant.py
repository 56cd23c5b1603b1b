# fails with: The entries sum to 0
"""Next to no memory, and no answer."""


def histogram(xs, ys, c, limit):
    """Return zeros."""
    return [0] * (limit + 1)
