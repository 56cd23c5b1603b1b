# fails with: Run it once before you begin
"""A thousand calls at once, the first one among them."""


def seconds_per_call(run, clock):
    """Return the mean of a sample with the cold call in it."""
    begin = clock()
    run(1000)
    return (clock() - begin) / 1000
