"""The rows that a contest adds: the controls, and what its kernels are compared with."""

from collections.abc import Sequence
from dataclasses import replace

from juliaset.bench.contestants.kernel import SelectedKernel
from juliaset.bench.record import Status


def twins_of(name: str) -> dict[str, str]:
    """Return the ids of two controls, which repeat the row of that name: one is a single sample."""
    return {f"twin of {name}": name, f"second twin of {name}": name}


def with_companions(
    kernels: Sequence[SelectedKernel], companions: Sequence[SelectedKernel]
) -> list[SelectedKernel]:
    """Return the kernels with what they are compared with, each once."""
    named = {each.id for each in kernels}
    first = {each.id: each for each in companions if each.id not in named}
    return [*first.values(), *kernels]


def controls_of(
    kernels: Sequence[SelectedKernel], baseline: SelectedKernel
) -> list[tuple[SelectedKernel, str]]:
    """Return the controls, each with the id of the row that it repeats.

    Two repeat the baseline, because one control is a single sample. The third repeats the row that
    keeps the most units of a core busy at once: a machine can disturb it while a row that waits for
    each of its steps, like the usual baseline, notices nothing.
    """
    quiet = baseline.about
    able = [each for each in kernels if each.about.status == Status.OK and each.uses == 1]
    busy = [each for each in able if each.about.lanes > quiet.lanes and each.id != baseline.id]
    repeated = [("twin of", baseline), ("second twin of", baseline)]
    if busy:
        units = max(each.about.lanes * each.about.vectors_in_flight for each in busy)
        # Of equals the last: kernels are listed in the order of the course.
        busiest = [e for e in busy if e.about.lanes * e.about.vectors_in_flight == units][-1]
        repeated.append(("twin of", busiest))
    else:
        repeated.append(("third twin of", baseline))
    return [
        (replace(row, shown=f"{which} {row.shown or row.kernel}"), row.id)
        for which, row in repeated
    ]
