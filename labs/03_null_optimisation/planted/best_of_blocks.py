# fails with: is timed to the end before the other begins
"""The best of thirty, one program after the other."""


def compare(time_old, time_new):
    """Compare the minima."""
    old = min(time_old() for _ in range(30))
    new = min(time_new() for _ in range(30))
    if abs(new / old - 1) < 0.01:
        return "unresolved"
    return "faster" if new < old else "slower"
