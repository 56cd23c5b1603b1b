"""What did the processor and the kernel count while this ran?"""  # noqa: D400 - a question

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, contains, equal
from juliaset.profilers.requirements import HARDWARE_EVENTS, need_perf, uncounted_events

SOFTWARE_EVENTS = (
    *("task-clock", "page-faults", "minor-faults", "major-faults"),
    *("context-switches", "cpu-migrations"),
)
EVENTS = (*SOFTWARE_EVENTS, *HARDWARE_EVENTS)
WHY = (
    "a virtual machine does not show its processor's counters, and perf ends with 0 even so; "
    "they are there on a machine of your own, or if the host passes its PMU on"
)
INSTEAD = (
    "there is no recorded run of them, because this was never run where they count; `juliaset "
    "profile cachegrind` simulates caches and branches anywhere"
)


def commands(job: Job) -> Commands:
    """Name the events in one list without spaces, and ask for a form for programs."""
    out = ["-o", job.path("stat.csv")]
    yield ["perf", "stat", "-x,", *out, "-e", ",".join(EVENTS), *job.python()]


def counts_of(job: Job) -> tuple[dict[str, float], list[str]]:
    """Return what was counted, and the names of what was not."""
    counted, uncounted = {}, []
    for line in job.text("stat.csv").splitlines():
        fields = line.split(",")
        if line.startswith("#") or len(fields) < 3:  # noqa: PLR2004 - number, unit, event
            continue
        if fields[0].startswith("<not"):
            uncounted.append(fields[2])
        else:
            counted[fields[2].partition(":")[0]] = float(fields[0])
    if "task-clock" not in counted:
        raise NothingMeasuredError("not even task-clock was counted")
    return counted, uncounted


def read(job: Job) -> Finding:
    """Check software events, which count anywhere; hardware events need the machine itself."""
    counted, uncounted = counts_of(job)
    faults, minor, major, switches, moves = (counted.get(name, 0) for name in SOFTWARE_EVENTS[1:])
    every = len(counted) + len(uncounted) == len(EVENTS)
    return Finding(
        lines=(
            f"task-clock {counted['task-clock'] / 1000:.3g} s of CPU time",
            f"{faults:,.0f} page faults, {switches:,.0f} context switches, {moves:,.0f} migrations",
            hardware(counted, uncounted),
        ),
        checks=(
            equal("page faults: minor + major", minor + major, faults),
            at_least("page faults: one for each page of the data", job.data_pages, faults),
            contains("every event, counted or named as not counted", str(len(EVENTS)), every),
        ),
        shown=("stat.csv",),
        notes=(WHY, INSTEAD) if uncounted else (),
    )


def hardware(counted: dict[str, float], uncounted: list[str]) -> str:
    """Return what the processor counted, or that it did not."""
    if uncounted:
        return f"<not supported> here: {', '.join(uncounted)}"
    each = counted["instructions"] / max(counted["cycles"], 1)
    missed = counted["branch-misses"] / max(counted["branches"], 1)
    return f"{each:.2f} instructions a cycle, {missed:.2%} of the branches mispredicted"


def limit() -> str:
    """Return what this machine does not count."""
    missing = uncounted_events()
    return f"without {', '.join(missing)}" if missing else ""


TOOL = Tool(
    way="counts",
    program="perf",
    thing="perf",
    also_needs=need_perf,
    blind="where in the program; hardware events in a virtual machine",
    permissions="kernel.perf_event_paranoid of 2 or less, or CAP_PERFMON",
    limit=limit,
)
