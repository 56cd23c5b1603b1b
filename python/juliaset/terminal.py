"""What every table and message on a terminal shares; plain where the output is not a terminal."""

from rich.console import Console

WIDE = 132  # in a pipe or a log nobody resizes: room for every column


def console(wide: int = WIDE) -> Console:
    """Give a console that never cuts columns off in a pipe."""
    screen = Console(highlight=False)
    return screen if screen.is_terminal else Console(highlight=False, width=wide)


def duration(seconds: float) -> str:
    """Write a time with three digits and the unit that fits."""
    if seconds >= 1:
        return f"{seconds:.3g} s"
    return f"{seconds * 1e3:.3g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.3g} us"  # noqa: PLR2004
