"""Try seconds_per_call() on this machine, with its own clock and with two coarse ones."""

import time
from functools import partial

from start import seconds_per_call

TICKS = (1e-9, 1e-3, 1 / 64)


def run(times):
    """Do some hundred nanoseconds of work, that often."""
    for _ in range(times):
        sum(range(20))


def coarse(tick):
    """Read a clock that shows whole ticks only."""
    return time.perf_counter() // tick * tick


print("The third clock ticks every 16 ms: its samples are long, so it may take a minute or more.")
for tick in TICKS:
    found = seconds_per_call(run, partial(coarse, tick))
    print(f"a tick of {1e3 * tick:9.6f} ms: {1e9 * found:.0f} ns a call")
