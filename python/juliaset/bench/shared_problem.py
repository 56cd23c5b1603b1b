"""The problem of a contest, in a folder that the process of each row reads."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from juliaset.bench.any_problem import AnyProblem
from juliaset.bench.picture import as_problem
from juliaset.bench.record_problem import JuliaSet, OwnProblem
from juliaset.problem import Problem
from juliaset.system.work_folder import work_folder


@contextmanager
def shared_problem(problem: AnyProblem | Problem) -> Iterator[tuple[Path, JuliaSet | OwnProblem]]:
    """Yield a folder with what workers read of the problem, and what a record says of it."""
    with tempfile.TemporaryDirectory(dir=work_folder()) as name:
        folder = Path(name)
        yield folder, as_problem(problem).pose(folder)
