"""The table of `juliaset list --problem`: the kernels of a user's problem, and what each shows."""

from rich.table import Table
from rich.text import Text

from juliaset.bench.problem_file import FileKernel, ProblemFile
from juliaset.bench.record import Status
from juliaset.system.processes import printable
from juliaset.terminal import Column, fitted, plain


def problem_table(problem: ProblemFile, width: int) -> Table:
    """Return a table of the kernels, for a console of that width."""
    known = problem.kernels
    columns = [
        plain("kernel", [each.id for each in known], left=True),
        plain("threads", ["yes" * each.supports_threads for each in known], 1, left=True),
        Column("what it is", [_about(each) for each in known], wraps=True),
    ]
    return fitted(columns, width)


def _about(kernel: FileKernel) -> Text:
    if kernel.about.status == Status.UNAVAILABLE:
        return Text(printable(f"unavailable: {kernel.about.reason}"), "yellow")
    return Text(printable(kernel.summary))
