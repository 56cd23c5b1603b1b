"""What the GIL costs: the same call from T threads of one process, held and released.

S(T) = T * t(1) / t(T), with a picture of its own for every thread. As many processes are the
ceiling: they share the machine, but no GIL. A heartbeat shows for how long another thread could not
run.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from rich.table import Table

from juliaset.bench.contestants.kernel import selected
from juliaset.bench.contestants.together import ProcessesContestant, ThreadsContestant, entry
from juliaset.bench.contests import twins_of
from juliaset.bench.record import GilProbe, Record, Together
from juliaset.bench.rounds import Entry
from juliaset.bench.rules import Rules
from juliaset.bench.running import Progress, Say, run
from juliaset.bench.screen import watching
from juliaset.bench.selection import check_threads
from juliaset.bench.shared_problem import shared_problem
from juliaset.bench.stats import with_interval
from juliaset.bench.summary import against, contended
from juliaset.bench.table import prose
from juliaset.kernel_type import DEFAULT_FLAVOUR, Kernel
from juliaset.problem import Problem
from juliaset.registry import get_kernel
from juliaset.system.cores import usable_cores
from juliaset.system.processes import printable
from juliaset.terminal import Column, console, first_fitting, plain

# A sample is one call: a second one would give the GIL away in between. No row is slow: they differ
# by what is measured, and all must be in the same rounds.
_STALLS = "stalls: the longest that another thread had to wait, with the GIL held / released"
RULES = Rules(budget_s=20.0, processes=5, rounds=3, sample_s=0.0, slow_s=1e9)


def contest_of_threads(  # noqa: PLR0913
    name: str,
    problem: Problem,
    numbers: Sequence[int] = (),
    rules: Rules = RULES,
    say: Say = lambda _: None,
    progress: Progress = lambda _record, _what: None,
) -> Record:
    """Run a contest of numbers of threads, each with the GIL held, released, and as processes.

    The kernel is one in C++. The record has a row for each setting, and the answer in `probes.gil`.
    """
    kernel, numbers = _checked(name, numbers)
    threads = 1 if kernel.supports_threads else None
    released = replace(selected(kernel, DEFAULT_FLAVOUR), gil="released", threads=threads)
    ways = {"held": replace(released, gil="held"), "released": released}
    with shared_problem(problem) as (folder, about):
        rows = {
            (gil, number): entry(each, number, folder, ThreadsContestant)
            for number in sorted({1, *numbers})
            for gil, each in ways.items()
        }
        for number in numbers:
            rows["processes", number] = entry(released, number, folder, ProcessesContestant)
        baseline = rows["released", 1].variant
        twins = twins_of(baseline.id)
        controls = [entry(released, 1, folder, ThreadsContestant) for _ in twins]
        for control, twin in zip(controls, twins, strict=True):
            control.variant.id = twin
        record = run(
            [*rows.values(), *controls],
            rules,
            baseline=baseline.id,
            twins=twins,
            problem=about,
            progress=progress,
            say=say,
        )
    found = [_together(record, rows, number) for number in numbers]
    record.probes.gil = GilProbe(kernel.name, [row for row in found if row is not None])
    return record


def _checked(name: str, numbers: Sequence[int]) -> tuple[Kernel, list[int]]:
    """Return the kernel of that name, and the numbers in order or the usual ones."""
    kernel = get_kernel(name)
    if not kernel.flavours:
        raise ValueError(f"--kernel is {name!r}; allowed: cpp.*, which can hold the GIL or not")
    check_threads(numbers)
    return kernel, sorted(set(numbers)) or sorted({1, 2, usable_cores()})


def announced(name: str, numbers: Sequence[int], rules: Rules) -> str:
    """Return what is about to be measured, and for how long."""
    _, numbers = _checked(name, numbers)
    threads = f"{', '.join(map(str, numbers))} thread{'s' * (numbers != [1])}"
    what = f"Measuring {printable(name)} on {threads}"
    return f"{what}; no round begins after {rules.budget_s:.0f} s."


def _together(record: Record, rows: dict[tuple[str, int], Entry], number: int) -> Together | None:
    """Return what that many do together; None if a row of it has no time."""
    measured: dict[str, Any] = {}
    for way in ("held", "released", "processes"):
        alone = rows["held" if way == "held" else "released", 1].variant
        row = rows[way, number].variant
        if row is alone and row.timed:
            measured[way] = 1.0
            continue
        found = against(record, alone, row)
        if found is None:
            return None
        measured[way] = found.ratio
        if found.interval is not None:
            measured[f"{way}_interval"] = found.interval.low, found.interval.high
    for gil in ("held", "released"):
        measured[f"stall_{gil}_ms"] = _stall_ms(rows[gil, number])
    return Together(threads=number, **measured)


def _stall_ms(entry: Entry) -> float:
    contestant = entry.contestant
    assert isinstance(contestant, ThreadsContestant)  # noqa: S101 - made above
    return median(contestant.stalls_ns) / 1e6


def measure_and_show(name: str, problem: Problem, numbers: Sequence[int]) -> Record:
    """Measure, and print the table and its meaning."""
    screen = console()

    def say(text: str) -> None:
        prose(screen, text, style="yellow")

    prose(screen, announced(name, numbers, RULES))
    with watching(screen, RULES) as progress:
        record = contest_of_threads(name, problem, numbers, say=say, progress=progress)
    probe = record.probes.gil
    if probe is None or not probe.rows:
        screen.print("It was over before every setting had a time.")
        return record
    name = printable(probe.kernel)
    prose(screen, f"{name} from T threads at once: how many times the work of one thread they do")
    screen.print(gil_table(probe, screen.width))
    prose(screen, _STALLS, style="dim")
    screen.print()
    prose(screen, meaning(probe.rows))
    if contended(record):
        screen.print("The machine was busy, so these numbers are unreliable: measure again.")
    return record


def gil_table(probe: GilProbe, width: int) -> Table:
    """Return speed-ups, with their intervals if they fit, and stalls: held / released."""

    def speed_ups(*, intervals: bool) -> list[Column]:
        found = {
            "GIL held": [(row.held, row.held_interval) for row in probe.rows],
            "released": [(row.released, row.released_interval) for row in probe.rows],
            "processes": [(row.processes, row.processes_interval) for row in probe.rows],
        }
        texts = {name: [with_interval(*each) for each in cells] for name, cells in found.items()}
        return [
            plain(name, cells if intervals else [cell.partition(" ")[0] for cell in cells])
            for name, cells in texts.items()
        ]

    threads = plain("T", [str(row.threads) for row in probe.rows], left=True)
    stalls = plain(
        "stalls (ms)",
        [f"{row.stall_held_ms:.1f} / {row.stall_released_ms:.1f}" for row in probe.rows],
        leaves=1,
    )
    forms = [[threads, *speed_ups(intervals=each), stalls] for each in (True, False)]
    return first_fitting(forms, width)


def meaning(rows: Sequence[Together]) -> str:
    """Return a sentence that says what the table means."""
    several = [row for row in rows if row.threads > 1]
    most = max(several, key=lambda row: row.released, default=None)
    if most is None:
        return "One thread alone shows no difference; ask for more, like --threads 1,2."
    return (
        f"{most.threads} threads that hold the GIL do {most.held:.2f} times the work of one, and "
        f"another thread waits up to {most.stall_held_ms:.0f} ms. If they release it, they do "
        f"{most.released:.2f} times the work, and another thread waits up to "
        f"{most.stall_released_ms:.0f} ms. {most.threads} processes do {most.processes:.2f} times "
        f"the work on this machine."
    )
