"""A user's own kernels, tried on a small problem before anything is measured.

A mistake in one is on the screen within seconds, not at the end of a contest.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from juliaset.bench.any_problem import AnyProblem
from juliaset.bench.contestants.child import EndedError
from juliaset.bench.contestants.kernel import KernelContestant, SelectedKernel
from juliaset.bench.record import BROKEN, Status
from juliaset.bench.shared_problem import shared_problem
from juliaset.system.cores import core_numbers
from juliaset.system.processes import printable

# The first call of Python may compile, as numba does.
_LONGEST_S = {"python": 30.0, "cpp": 10.0}


class NoneRunsError(Exception):
    """All requested kernels are the user's own, and none of them works."""


def tried_out(
    kernels: Sequence[SelectedKernel],
    problem: AnyProblem,
    timeout: float,
    say: Callable[[str], None],
) -> list[SelectedKernel]:
    """Call each of the user's kernels once; return all kernels, those that do not work as broken.

    Args:
        kernels: Those of the problem: C++ is compiled already, or has failed.
        problem: What the contest will compute; the tryout has a small one.
        timeout: How many seconds a sample may take.
        say: Called with what is wrong with a kernel, as soon as it is known.

    Raises:
        NoneRunsError: There is nothing left to measure.
    """
    if not any(each.is_own for each in kernels):
        return list(kernels)
    tried, part = [], problem.small()
    # A kernel of a problem that has no small size may take as long as in the contest.
    longest_s = None if part.extent != problem.extent else timeout
    with shared_problem(part) as (folder, _), ExitStack() as stack:
        contestants = [_contestant(each, folder, timeout, longest_s) for each in kernels]
        for contestant in filter(None, contestants):
            stack.callback(contestant.close)
        for place, kernel in enumerate(kernels):
            _begin_ahead(contestants, place)
            one = _tried(kernel, contestants[place])
            if one.about.status in BROKEN:
                # What it says of places is about the small problem.
                on = f", tried on {part.extent}" if contestants[place] else ""
                say(f"{one.id}: {one.about.status}{on}\n{one.about.reason}")
            if one.is_own and one.about.note:
                say(f"{one.id}: {one.about.note}.")
            tried.append(one)
    if all(each.about.status in BROKEN for each in tried):
        rows = ", ".join(f"{each.id} ({each.about.status})" for each in tried)
        raise NoneRunsError(f"nothing was measured, because no kernel asked for works: {rows}")
    return tried


def working_baseline(
    kernels: Sequence[SelectedKernel],
    problem: AnyProblem,
    timeout: float,
    say: Callable[[str], None],
) -> str:
    """Return the id of the usual baseline or, if it does not work, of the first kernel that does.

    kernels: what `tried_out()` returns. A baseline that is not among them is tried now.
    """
    usual = problem.usual_baseline
    asked = next((each for each in kernels if each.id == usual), None)
    working = [each.id for each in kernels if each.about.status == Status.OK]
    works = usual in working if asked else _works(problem.row(usual), problem, timeout, say)
    if works or not working:
        return usual
    say(f"{usual} does not work, so the others are compared with {working[0]}.")
    return working[0]


def _works(
    kernel: SelectedKernel, problem: AnyProblem, timeout: float, say: Callable[[str], None]
) -> bool:
    try:
        (tried,) = tried_out(problem.compiled([kernel], say), problem, timeout, say)
    except NoneRunsError:
        return False
    return tried.about.status == Status.OK


def _contestant(
    kernel: SelectedKernel, folder: Path, timeout: float, longest_s: float | None
) -> KernelContestant | None:
    """Return a kernel as it is called; None if it is not the user's own, or is broken already."""
    if not kernel.is_own or kernel.about.status != Status.OK:
        return None
    longest_s = longest_s or _LONGEST_S["cpp" if kernel.flavour else "python"]
    return KernelContestant(kernel.order(folder), kernel.variant(), min(timeout, longest_s))


def _begin_ahead(contestants: Sequence[KernelContestant | None], place: int) -> None:
    """Start the process of that place and of the next ones: as many at once as there are cores."""
    ahead = len(core_numbers())
    for each in contestants[0 if place == 0 else place + ahead - 1 : place + ahead]:
        if each is not None:
            with suppress(EndedError):  # open() reports it
                each.begin()


def _tried(kernel: SelectedKernel, contestant: KernelContestant | None) -> SelectedKernel:
    if contestant is None:
        return kernel
    try:
        contestant.open()
        contestant.sample(1)
    except EndedError as end:
        about = structs.replace(kernel.about, status=end.status, reason=printable(end.reason))
        return replace(kernel, about=about)
    finally:
        contestant.close()
    return kernel
