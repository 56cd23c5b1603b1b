"""A kernel of a user's problem in the process of its row, opened from the problem's file."""

from types import ModuleType

from juliaset.bench.contestants.posed import Judgement, Posed
from juliaset.kernel_type import Call
from juliaset.problems.instance import ProblemError, views_of
from juliaset.problems.own_problem import OwnProblem
from juliaset.problems.problem_kernels import Prepare
from juliaset.problems.right_output import Array


class OwnSolver:
    """A kernel of a user's problem, with the inputs that it is given."""

    values = "values"

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
