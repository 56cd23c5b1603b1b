"""A kernel of a user's problem in the process of its row, opened from the problem's file."""

from pathlib import Path
from types import ModuleType
from typing import Any

from juliaset.bench.contestants.posed import SMALL, Posed, load_posed
from juliaset.bench.contestants.solver import Judgement
from juliaset.bench.contestants.user_file import import_file
from juliaset.kernel_type import Call, UnavailableError
from juliaset.problems.arguments import views_of
from juliaset.problems.own_problem import OwnProblem
from juliaset.problems.problem_error import ProblemError
from juliaset.problems.problem_kernels import Prepare, of_c_function
from juliaset.problems.right_output import Array


class OwnSolver:
    """A kernel of a user's problem, with the inputs that it is given."""

    values = "values"
    has_roof = False

    def __init__(
        self, prepare: Prepare, posed: Posed, small: Posed | None, last: tuple[int, ...]
    ) -> None:
        """Keep what makes its calls; `last` is the number of threads, if it takes one."""
        self._prepare = prepare
        self._posed = posed
        self._small = small or posed
        self._last = last
        self.warms_up_in_full = small is None

    def warm_up(self) -> None:
        """Call it for the small problem, or for the whole one if there is no small one."""
        self._call(self._small, self._small.new_output()).run()

    def bind(self, out: Array) -> Call:
        """Return the call that is timed."""
        return self._call(self._posed, out)

    def _call(self, posed: Posed, out: Array) -> Call:
        return Call(self._prepare(*views_of(posed.inputs, out), *self._last))

    def judge(self, out: Array) -> Judgement:
        """Compare the output, within the tolerance of the problem."""
        found = self._posed.compare(out)
        return Judgement(not found.wrong, found.differing, found.largest, found.wrong)


def open_solver(order: dict[str, Any], posed: Posed) -> OwnSolver:
    """Return the kernel of an order, from the file that defines its problem."""
    kernel = problem_in(import_file(Path(order["file"]))).kernels[order["kernel"]]
    if reason := kernel.missing():
        raise UnavailableError(reason)
    small = Path(order["problem"], SMALL)
    last = (int(order["threads"]),) if kernel.supports_threads else ()
    # What the contest has compiled, each row opens.
    library = order["library"]
    opened = of_c_function(Path(library), kernel.cpp.symbol) if kernel.cpp and library else None
    prepare = opened or kernel.open()
    return OwnSolver(prepare, posed, load_posed(small) if small.exists() else None, last)


def problem_in(module: ModuleType) -> OwnProblem:
    """Return the one problem of a module, or raise ProblemError."""
    found = {id(each): each for each in vars(module).values() if isinstance(each, OwnProblem)}
    if len(found) != 1:
        names = ", ".join(each.name for each in found.values())
        has = f"{len(found)} problems ({names})" if found else "no problem"
        raise ProblemError(f"it has {has}; allowed: one OwnProblem, at its top level")
    (problem,) = found.values()
    if not problem.kernels:
        allowed = f"at least one function with @{_called(module, problem)}.kernel(NAME)"
        raise ProblemError(f"the problem {problem.name!r} has no kernel; allowed: {allowed}")
    return problem


def _called(module: ModuleType, problem: OwnProblem) -> str:
    return next(name for name, each in vars(module).items() if each is problem)
