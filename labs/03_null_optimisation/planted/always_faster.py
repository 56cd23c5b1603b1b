# fails with: It timed nothing
"""An author's belief."""


def compare(time_old, time_new):
    """Believe."""
    return "faster"
