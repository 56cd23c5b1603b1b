"""A contest of the kernels of a problem, of which it knows nothing but its interface."""

from collections.abc import Sequence

from juliaset.bench.any_problem import AnyProblem
from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.controls import controls_of, with_companions
from juliaset.bench.record import Record
from juliaset.bench.rules import Rules
from juliaset.bench.running import Progress, Say, run
from juliaset.bench.shared_problem import shared_problem
from juliaset.system.cores import timing_core


def contest_of_problem(  # noqa: PLR0913
    kernels: Sequence[SelectedKernel],
    problem: AnyProblem,
    rules: Rules,
    *,
    baseline: str = "",
    timeout: float = 60.0,
    progress: Progress = lambda _record, _what: None,
    say: Say = lambda _: None,
    reference: bool = True,
) -> Record:
    """Compare kernels as `juliaset.bench.contests.contest_of_kernels` does; return the record."""
    compared_with = problem.row(baseline or problem.usual_baseline)
    cores = timing_core().cores
    with shared_problem(problem) as (folder, about):
        wanted = reference and problem.with_reference(about)
        companions = [problem.row(problem.reference)] if problem.reference and wanted else []
        rows = problem.compiled(with_companions(kernels, [*companions, compared_with]), say)
        compared_with = next(each for each in rows if each.id == compared_with.id)
        controls = controls_of(rows, compared_with)
        timeout = problem.patience(timeout, about)
        return run(
            [
                each.entry(folder, timeout, cores)
                for each in [*rows, *(twin for twin, _ in controls)]
            ],
            rules,
            baseline=compared_with.id,
            twins={twin.id: name for twin, name in controls},
            reference=next((each.id for each in rows if each.id == problem.reference), None),
            problem=about,
            progress=progress,
            say=say,
        )
