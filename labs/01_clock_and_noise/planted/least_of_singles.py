# fails with: run more calls between them
"""The least of many single calls: 0, for most clocks."""


def seconds_per_call(run, clock):
    """Return the least of many readings that are too short for the clock."""

    def single():
        begin = clock()
        run(1)
        return clock() - begin

    run(1)
    return min(single() for _ in range(500))
