"""What the GIL costs: the same call from T threads of one process, held, released and absent.

S(T) = T * t(1) / t(T), with a picture of its own for every thread. The same number of processes is
the ceiling: they share the machine, but no GIL. A heartbeat shows how long another thread could not
run. Without a GIL the calls are those that would hold it.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any, get_args

from juliaset.bench.contestants.kernel import check_threads
from juliaset.bench.contestants.picture_kernel import PictureKernel, selected
from juliaset.bench.contestants.together import ProcessesContestant, ThreadsContestant, entry
from juliaset.bench.controls import twins_of
from juliaset.bench.picture import Picture
from juliaset.bench.record import GilProbe, Record, Together
from juliaset.bench.rounds import Entry
from juliaset.bench.rules import Rules
from juliaset.bench.running import Progress, Say, run
from juliaset.bench.screen import watching
from juliaset.bench.shared_problem import shared_problem
from juliaset.bench.summary import against, contended
from juliaset.bench.table import prose
from juliaset.bench.views.gil_table import gil_table, legend, meaning
from juliaset.kernel_type import DEFAULT_FLAVOUR, Gil, Kernel
from juliaset.problem import Problem
from juliaset.registry import get_kernel
from juliaset.system.cores import usable_cores
from juliaset.system.gil import NO_ABSENCE, gil_setting, is_free_threaded
from juliaset.system.processes import printable
from juliaset.terminal import console

# A sample is one call: a second one would give the GIL away in between. No row is slow: they differ
# by what is measured, and all must be in the same rounds.
RULES = Rules(budget_s=20.0, processes=5, rounds=3, sample_s=0.0, slow_s=1e9)


def contest_of_threads(  # noqa: PLR0913
    name: str,
    problem: Problem,
    numbers: Sequence[int] = (),
    rules: Rules = RULES,
    say: Say = lambda _: None,
    progress: Progress = lambda _record, _what: None,
) -> Record:
    """Run a contest of numbers of threads: with the GIL held, released, absent, and as processes.

    Without a GIL nothing is measured unless this Python is free-threaded. The kernel is one in C++.
    The record has a row for each setting, and the answer in `probes.gil`.
    """
    kernel, numbers = _checked(name, numbers)
    threads = 1 if kernel.supports_threads else None
    released = replace(selected(kernel, DEFAULT_FLAVOUR), gil="released", threads=threads)
    held = replace(released, gil="held")
    ways = {"held": held, "released": released} | ({"absent": held} if is_free_threaded() else {})
    with shared_problem(Picture(problem)) as (folder, about):
        rows = {
            (way, number): _row(way, each, number, folder)
            for number in sorted({1, *numbers})
            for way, each in ways.items()
        }
        for number in numbers:
            rows["processes", number] = _row("processes", released, number, folder)
        baseline = rows["released", 1].variant
        twins = twins_of(baseline.id)
        controls = [_row("released", released, 1, folder) for _ in twins]
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
    record.probes.gil = GilProbe(
        kernel.name,
        [row for row in found if row is not None],
        no_absent="" if "absent" in ways else NO_ABSENCE,
    )
    return record


def _row(way: str, kernel: PictureKernel, number: int, folder: Path) -> Entry:
    """Return the row of that many threads or processes, each with a picture of its own."""
    row = entry(
        kernel, number, folder, ProcessesContestant if way == "processes" else ThreadsContestant
    )
    row.variant.environment = gil_setting(present=way != "absent")
    if way == "absent":
        row.variant.id = row.variant.id.replace("/held", "") + " without a GIL"
        row.variant.gil = "absent"
    return row


def _checked(name: str, numbers: Sequence[int]) -> tuple[Kernel, list[int]]:
    """Return the kernel of that name, and the numbers in order or the usual ones."""
    kernel = get_kernel(name)
    if set(kernel.gils) != set(get_args(Gil)):
        allowed = "cpp.* and c.ctypes, which can hold the GIL or not"
        raise ValueError(f"--kernel is {name!r}; allowed: {allowed}")
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
    for way in (way for way, of in rows if of == number):
        alone = rows["released" if way == "processes" else way, 1].variant
        row = rows[way, number].variant
        if row is alone and row.timed:
            measured[way] = 1.0
        elif found := against(record, alone, row):
            measured[way] = found.ratio
            if found.interval is not None:
                measured[f"{way}_interval"] = found.interval.low, found.interval.high
        else:
            return None
        if way != "processes":
            measured[f"stall_{way}_ms"] = _stall_ms(rows[way, number])
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
    prose(screen, legend(probe), style="dim")
    screen.print()
    prose(screen, meaning(probe.rows))
    if contended(record):
        screen.print("The machine was busy, so these numbers are unreliable: measure again.")
    return record
