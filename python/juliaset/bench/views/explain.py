"""Explains one kernel: its source, its difference from the rung below, its gain, its limit."""

from dataclasses import dataclass

from juliaset import _native
from juliaset.bench.contests import contest_of_kernels
from juliaset.bench.core_limit import Roof
from juliaset.bench.record import Record, State, Variant
from juliaset.bench.rules import Rules
from juliaset.bench.screen import watching
from juliaset.bench.selection import REFERENCE, Choice, select
from juliaset.bench.summary import Summary, contended, summaries
from juliaset.bench.table import prose
from juliaset.bench.views.source import heading, show_change, show_source
from juliaset.kernel_type import UnavailableError
from juliaset.problem import Problem
from juliaset.registry import get_kernel
from juliaset.terminal import console, duration

# Above that many cycles an iteration it is not the arithmetic that takes the time.
_INTERPRETED = 100
_PROVES = (
    "It is faster than any kernel that takes every step: it proves counts instead. What is left is "
    "following balls, filling what they decide, packing, and the steps of pixels near the edge."
)
_FEWER = (
    "That is less: it does with narrower or fused operations what takes seven in doubles that "
    "round like Python's, or it does not take every step."
)


def explain(name: str, width: int, max_iterations: int, rules: Rules) -> Record:
    """Print all four; return the contest that measured the last two."""
    kernel = get_kernel(name)
    below = get_kernel(kernel.below) if kernel.below else None
    screen = console()
    heading(screen, f"{kernel.name}: {kernel.summary}")
    show_source(screen, kernel, below)
    show_change(screen, kernel, below)
    if kernel.reason:
        raise UnavailableError(f"{kernel.name} cannot be measured here: {kernel.reason}")
    heading(screen, "What that gains, measured now")
    compared_with = below.name if below is not None and below.available else REFERENCE
    rows = select(Choice([kernel.name]))
    with watching(screen, rules) as progress:
        record = contest_of_kernels(
            rows,
            Problem.book(width, max_iterations),
            rules,
            baseline=compared_with,
            reference=False,
            progress=progress,
            say=lambda text: prose(screen, text, style="yellow"),
        ).record
    summary = next(s for s in summaries(record) if s.variant.id == rows[0].id)
    for line in _gain(summary, record.contest.baseline):
        prose(screen, line)
    if record.contest.state == State.INTERRUPTED:
        return record
    if contended(record):
        prose(screen, "The machine was busy, so these numbers are unreliable: measure again.")
    heading(screen, "What limits it now")
    for line in limit(summary, record):
        prose(screen, line)
    return record


def _gain(summary: Summary, baseline: str) -> list[str]:
    row = summary.variant
    if not row.timed or summary.median_ns is None:
        return [f"It has no time: {row.status}. {row.reason}"]
    lines = [f"{row.id} takes {duration(summary.median_ns / 1e9)}."]
    found = summary.against_baseline
    if found is not None:
        ratio = f"{found.text} times as fast: {found.verdict}"
        lines.append(f"Compared with {baseline} it is {ratio}.")
    return lines


@dataclass(frozen=True)
class Pace:
    """The cycles of one vector's step on one core: taken, and what latency and ports would take."""

    taken: float
    latency: float
    throughput: float
    lanes: int
    roof: Roof


def pace_of(summary: Summary, record: Record) -> Pace | None:
    """Return how far the row is below the roof of its own instruction set, if both are known."""
    bound, row = record.contest.bound, summary.variant
    if summary.ns_per_iteration is None or bound is None:
        return None
    roof = bound.roof(row.isa or _native.INSTRUCTION_SETS[0])
    if roof is None or roof.ports is None:
        return None
    taken = summary.ns_per_iteration * row.threads * bound.ghz * row.lanes
    return Pace(taken, roof.in_flight[0].bare_cycles, roof.ports, row.lanes, roof)


def limit(summary: Summary, record: Record) -> list[str]:
    """Return where the time goes, from what was measured."""
    if summary.ns_per_iteration is None:
        return ["That is unknown: it has no time."]
    pace = pace_of(summary, record)
    if pace is None:
        why = record.contest.no_bound or "its roof was not measured"
        return [f"Its cycles are unknown, because {why}."]
    of_what = f"a vector of {pace.lanes}" if pace.lanes > 1 else "one pixel"
    measured = (
        f"An iteration of {of_what} takes {pace.taken:.1f} cycles of each core that it uses. "
        f"The arithmetic alone would take {pace.latency:.1f} if each step waits for the one before "
        f"(latency), and {pace.throughput:.1f} if independent ones keep the ports full."
    )
    return [measured, _reason(pace, summary.variant)]


def _reason(pace: Pace, row: Variant) -> str:
    if row.toolchain == "numpy":
        return (
            "Each operation of the step reads whole arrays and writes another: the time goes into "
            "moving numbers through caches and memory, and into steps of pixels that are done."
        )
    if pace.taken < 0.95 * pace.throughput:
        return _PROVES if row.steps == "some" else _FEWER
    if pace.taken > _INTERPRETED:
        return (
            "So it is not the arithmetic: the time goes into an interpreter that looks at each "
            "operation every time and makes an object of every number."
        )
    if pace.taken > 1.6 * pace.latency:
        return (
            "That is more than waiting explains: the test, lanes that wait for the slowest one of "
            "their vector, and calls or checks around each step take the rest."
        )
    if pace.taken > 0.95 * pace.latency:
        return (
            "So it waits: each step needs the one before, and the units between are idle. More "
            "independent pixels at a time would fill them: vectors, or several of them in flight."
        )
    return (
        f"So part of the latency is hidden. It reaches {pace.throughput / pace.taken:.0%} of what "
        f"the ports can do. The rest is the test at each step, lanes that wait for the slowest one "
        f"of their tile, and registers that run out. Fewer tests, fewer idle lanes, more cores or "
        f"fewer iterations would help."
    )
