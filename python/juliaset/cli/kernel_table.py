"""The table of `juliaset list`."""

from rich.markup import escape
from rich.table import Table

from juliaset.registry import Kernel


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
