"""perf stat: what did the processor and the kernel count while this ran?"""  # noqa: D400 - a question

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Finding, Overhead, Recipe, at_least, contains, equal
from juliaset.profilers.requirements import HARDWARE_EVENTS, need_perf, uncounted_events

SOFTWARE_EVENTS = (
    *("task-clock", "page-faults", "minor-faults", "major-faults"),
    *("context-switches", "cpu-migrations"),
)
NOT = "<not"
WHY = (
    "a virtual machine does not show its processor's counters, and perf ends with 0 all the same; "
    "they are there on a machine of your own, or where the host passes its PMU on"
)
INSTEAD = (
    "there is no recorded run of them, for this was never run where they count; `juliaset profile "
    "cachegrind` simulates caches and branches anywhere"
)


def words(job: Job) -> list[str]:
    """One list without spaces, and a form for programs."""
    events = ",".join([*SOFTWARE_EVENTS, *HARDWARE_EVENTS])
    return ["perf", "stat", "-x,", "-o", job.path("stat.csv"), "-e", events, *job.python()]


def record(job: Job) -> None:
    """Count; exit code 0 says nothing about whether anything was counted."""
    job.run(words(job)).succeeded()


def counts_of(job: Job) -> tuple[dict[str, float], list[str]]:
    """Give what was counted, and name what was not."""
    counted, uncounted = {}, []
    for line in job.text("stat.csv").splitlines():
        fields = line.split(",")
        if line.startswith("#") or len(fields) < 3:  # noqa: PLR2004 - number, unit, event
            continue
        if fields[0].startswith(NOT):
            uncounted.append(fields[2])
        else:
            counted[fields[2].partition(":")[0]] = float(fields[0])
    if "task-clock" not in counted:
        raise NothingMeasuredError("not even task-clock was counted")
    return counted, uncounted


def read(job: Job) -> Finding:
    """Software events are counted anywhere, hardware events only on the machine itself."""
    counted, uncounted = counts_of(job)
    faults = counted.get("page-faults", 0)
    switches, moves = counted.get("context-switches", 0), counted.get("cpu-migrations", 0)
    parts = counted.get("minor-faults", 0) + counted.get("major-faults", 0)
    return Finding(
        lines=(
            f"task-clock {counted['task-clock'] / 1000:.3g} s of CPU time",
            f"{faults:,.0f} page faults, {switches:,.0f} context switches, {moves:,.0f} migrations",
            hardware(counted, uncounted),
        ),
        checks=(
            equal("page faults: minor + major", parts, faults),
            at_least("page faults: one for each page of the data", pages(job), faults),
            contains(
                "every event, counted or named as not counted",
                str(len(SOFTWARE_EVENTS) + len(HARDWARE_EVENTS)),
                len(counted) + len(uncounted) == len(SOFTWARE_EVENTS) + len(HARDWARE_EVENTS),
            ),
        ),
        shown=("stat.csv",),
        notes=substitute(uncounted),
    )


def pages(job: Job) -> float:
    """Give the pages of 4 KiB that the data alone touches."""
    return job.least_mib * 256


def hardware(counted: dict[str, float], uncounted: list[str]) -> str:
    """Say what the processor counted, or that it did not."""
    if uncounted:
        return f"<not supported> here: {', '.join(uncounted)}"
    each = counted["instructions"] / max(counted["cycles"], 1)
    missed = counted["branch-misses"] / max(counted["branches"], 1)
    return f"{each:.2f} instructions a cycle, {missed:.2%} of the branches mispredicted"


def limit() -> str:
    """Name what this machine does not count."""
    missing = uncounted_events()
    return f"without {', '.join(missing)}" if missing else ""


def substitute(uncounted: list[str]) -> tuple[str, ...]:
    """Say why, what would help, and what to look at meanwhile."""
    if not uncounted:
        return ()
    return (WHY, INSTEAD)


RECIPE = Recipe(
    name="perf_stat",
    program="perf",
    question="What did the processor and the kernel count while this ran?",
    way="counts",
    needs=need_perf,
    record=record,
    read=read,
    blind="where in the program; hardware events in a virtual machine",
    permissions="kernel.perf_event_paranoid of 2 or less, or CAP_PERFMON",
    limit=limit,
    overhead=Overhead(100, 500, words),
)
