# fails with: run more calls between them
"""Many single calls, each between two readings, and their mean."""

from statistics import mean


def seconds_per_call(run, clock):
    """Return the mean of many readings that are too short for the clock."""

    def single():
        begin = clock()
        run(1)
        return clock() - begin

    run(1)
    return mean(single() for _ in range(500))
