"""What the terminal shows: tables for people, plain where nobody looks."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from juliaset.ladder import Ladder, Row
from juliaset.registry import Kernel

WIDE = 132  # in a pipe or a log nobody resizes: room for every column


def console(wide: int = WIDE) -> Console:
    """Give a console that never cuts columns off in a pipe."""
    screen = Console(highlight=False)
    return screen if screen.is_terminal else Console(highlight=False, width=wide)


def kernel_table(rows: list[Kernel], best: str) -> Table:
    """List the kernels."""
    table = Table(box=None, pad_edge=False)
    table.add_column("kernel", no_wrap=True)
    for heading in ("exact", "threads"):
        table.add_column(heading)
    table.add_column("what it is")
    for kernel in rows:
        name = f"{kernel.name} [bold](best)[/bold]" if kernel.name == best else kernel.name
        about = escape(kernel.summary)
        if not kernel.available:
            about = f"[yellow]unavailable: {escape(kernel.reason)}[/yellow]"
        exact = "yes" if kernel.exact else "no"
        table.add_row(name, exact, "yes" if kernel.supports_threads else "", about)
    return table


def headline(ladder: Ladder) -> str:
    """Say which picture was computed."""
    problem = ladder.problem
    return (
        f"The Julia set of c = {problem.c:.6g}, {problem.width} x {problem.height} pixels, "
        f"limit {problem.max_iterations}: {ladder.iterations:,} iterations"
    )


def ladder_table(ladder: Ladder) -> Table:
    """Show the ladder, slowest rung first, as the course climbs it."""
    table = Table(box=None, pad_edge=False)
    table.add_column("kernel", no_wrap=True)
    for heading in ("time", "speed-up", "ns/iteration", "cores", "runs"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("counts")
    for row in ladder.rows:
        table.add_row(row.name, *_cells(row, ladder))
    return table


def _cells(row: Row, ladder: Ladder) -> tuple[str, ...]:
    if row.status == "unavailable":
        return ("", "", "", "", "", f"[yellow]skipped: {escape(row.reason)}[/yellow]")
    if row.status != "ok":
        # A kernel that is not exact has no time.
        reason = escape(row.reason.splitlines()[0])
        return ("", "", "", "", "", f"[red]{row.status.upper()}: {reason}[/red]")
    return (
        duration(row.seconds),
        f"{ladder.baseline.seconds / row.seconds:,.1f} x" if ladder.baseline.wall else "",
        f"{row.seconds * 1e9 / ladder.iterations:.3g}" if ladder.iterations else "",
        f"{row.cores:.1f}",
        str(len(row.wall)),
        verdict(row),
    )


def verdict(row: Row) -> str:
    """Say how the counts compare with Python's."""
    if row.kernel.exact:
        return "exact"
    if row.differing:
        return f"[yellow]{row.differing:,} pixels differ[/yellow]"
    return "[yellow]no pixel differs here; not exact everywhere[/yellow]"


def duration(seconds: float) -> str:
    """Write a time with three digits and the unit that fits."""
    if seconds >= 1:
        return f"{seconds:.3g} s"
    return f"{seconds * 1e3:.3g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.3g} us"  # noqa: PLR2004
