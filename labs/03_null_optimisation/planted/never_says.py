# fails with: never wrong, and of no use
"""A method that says nothing is never wrong."""


def compare(time_old, time_new):
    """Find no difference, ever."""
    return "unresolved"
