"""Is the new program faster than the old one? Its author believes so."""

from statistics import mean

RUNS = 30


def compare(time_old, time_new):
    """Return "faster", "slower" or "unresolved"; each call runs one program once."""
    # TODO: in what order should they run, and when is a difference more than chance?
    old = mean(time_old() for _ in range(RUNS))
    new = mean(time_new() for _ in range(RUNS))
    if abs(new / old - 1) < 0.01:
        return "unresolved"
    return "faster" if new < old else "slower"
