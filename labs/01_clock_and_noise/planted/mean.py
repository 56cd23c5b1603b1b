# fails with: A mean takes that in
"""Samples of the right size, and their mean."""

from statistics import mean


def seconds_per_call(run, clock):
    """Return the mean of twenty samples, those with an interruption among them."""

    def sample(calls):
        begin = clock()
        run(calls)
        return clock() - begin

    run(1)
    calls, tick = 1, float("inf")
    while (taken := sample(calls)) < 100 * tick:
        tick = min(tick, taken or tick)
        calls *= 2
    return mean(sample(calls) for _ in range(20)) / calls
