# fails with: would slip in between
"""Like timeit: samples of a fifth of a second, whatever the clock and the machine are like."""


def seconds_per_call(run, clock):
    """Return the least of five samples that are too long for a busy machine."""

    def sample(calls):
        begin = clock()
        run(calls)
        return clock() - begin

    run(1)
    calls = 1
    while sample(calls) < 0.2:
        calls *= 2
    return min(sample(calls) for _ in range(5)) / calls
