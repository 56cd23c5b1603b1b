# fails with: that is no measurement
"""A number that somebody measured once."""


def seconds_per_call(run, clock):
    """Give what it took on another machine."""
    return 2.7e-6
