"""The table of `juliaset list`: every kernel, and what it shows."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from juliaset.kernel_type import Kernel
from juliaset.terminal import Column, fitted, plain


def kernel_table(known: Sequence[Kernel], best: str, width: int) -> Table:
    """Return a table of the kernels, for a console of that width; `best` is the name of one."""
    sources = [kernel.source for kernel in known]
    texts = [
        _about(kernel, best, again=kernel.isa != "" and kernel.source in sources[:place])
        for place, kernel in enumerate(known)
    ]
    columns = [
        plain("kernel", [kernel.name for kernel in known], left=True),
        plain("exact", ["yes" if kernel.exact else "no" for kernel in known], 1, left=True),
        plain("threads", ["yes" * kernel.supports_threads for kernel in known], 2, left=True),
        Column("what it is", texts, wraps=True),
    ]
    return fitted(columns, width)


def _about(kernel: Kernel, best: str, *, again: bool) -> Text:
    """Return what a kernel is; `again`: whether the table has its source already."""
    if not kernel.available:
        return Text(f"unavailable: {kernel.reason}", "yellow")
    text = f"The same with the vectors of {kernel.isa}." if again else kernel.summary
    return Text.assemble(("best here: ", "bold"), text) if kernel.name == best else Text(text)
