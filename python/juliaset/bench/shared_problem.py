"""The problem of a contest, in a folder that the process of each row reads."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from juliaset.bench.any_problem import AnyProblem
from juliaset.bench.record_problem import Solved
from juliaset.system.work_folder import work_folder


@contextmanager
def shared_problem(problem: AnyProblem) -> Iterator[tuple[Path, Solved]]:
    """Yield a folder with what workers read of the problem, and what a record says of it."""
    with tempfile.TemporaryDirectory(dir=work_folder()) as name:
        folder = Path(name)
        yield folder, problem.pose(folder)
