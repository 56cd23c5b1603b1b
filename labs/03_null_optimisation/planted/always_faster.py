# fails with: It timed nothing
"""What the author believes."""


def compare(time_old, time_new):
    """Return the author's belief."""
    return "faster"
