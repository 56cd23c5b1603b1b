"""How long does one call take? The least of many samples, each of a hundred ticks of the clock."""

TICKS = 100
SAMPLES = 20


def seconds_per_call(run, clock):
    """Return the seconds of one warm call that nothing disturbs; run(n) does n calls."""

    def sample(calls):
        begin = clock()
        run(calls)
        return clock() - begin

    run(1)  # cold
    calls, tick = 1, float("inf")
    while (taken := sample(calls)) < TICKS * tick:
        # Whatever is shown above 0 is a tick or more, and an interruption only adds to it.
        tick = min(tick, taken or tick)
        calls *= 2
    return min(sample(calls) for _ in range(SAMPLES)) / calls
