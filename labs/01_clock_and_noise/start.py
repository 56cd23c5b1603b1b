"""How long does one call take? The clock is coarse, and the machine does other things, too."""


def seconds_per_call(run, clock):
    """Return the seconds of one warm call that nothing disturbs; run(n) does n calls."""
    # TODO: what can this clock tell apart? Which calls should not count, and how do you notice?
    begin = clock()
    run(1)
    return clock() - begin
