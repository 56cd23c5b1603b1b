# fails with: never wrong, and of no use
"""Whoever says nothing errs in nothing."""


def compare(time_old, time_new):
    """Say nothing."""
    return "unresolved"
