# fails with: The entries sum to 0
"""Next to no memory, and no answer."""


def histogram(xs, ys, c, limit):
    """Give zeros."""
    return [0] * (limit + 1)
