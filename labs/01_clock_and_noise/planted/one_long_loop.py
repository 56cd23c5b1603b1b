# fails with: So few may all have been disturbed
"""One loop of a second or more: whatever disturbs it is divided among the calls."""


def seconds_per_call(run, clock):
    """Return the mean of one long sample."""
    run(1)
    calls = 1
    while True:
        begin = clock()
        run(calls)
        taken = clock() - begin
        if taken >= 1:
            return taken / calls
        calls *= 2
