"""What does the whole process take: clock, CPU, memory, page faults?"""  # noqa: D400 - a question

import re
from functools import partial

from juliaset.profilers.errors import CannotError, NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, at_most, equal
from juliaset.profilers.running import program
from juliaset.system.cores import usable_cores
from juliaset.system.packages import how_to_get

CLOCK_STEP = 0.02  # it writes hundredths of a second, twice


def need_gnu_time() -> None:
    """Raise CannotError for the shell's own `time`, which has no --verbose."""
    if not program("time").startswith("/"):
        raise CannotError("there is only the shell's own time", how_to_get("time"))


def commands(job: Job) -> Commands:
    """Write the answer into a file, so that the script's own output stays apart."""
    yield ["/usr/bin/time", "--verbose", "-o", job.path("time.txt"), *job.python()]


def number(text: str, label: str) -> float:
    """Read one line of it; hours, minutes and seconds become seconds."""
    found = re.search(rf"^\s*{re.escape(label)}.*: ([\d:.]+)%?$", text, re.MULTILINE)
    if not found:
        raise NothingMeasuredError(f"there is no line {label!r}: is it GNU time?")
    seconds = 0.0
    for part in found[1].split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def read(job: Job) -> Finding:
    """Compare CPU time with the clock, and memory with what the data must take."""
    line = partial(number, job.text("time.txt"))
    user, system, wall = line("User time"), line("System time"), line("Elapsed (wall clock)")
    resident = line("Maximum resident set size") / 1024
    minor, major = line("Minor (reclaiming"), line("Major (requiring")
    most, least = (wall + CLOCK_STEP) * usable_cores(), job.data_mib
    return Finding(
        lines=(
            f"{wall:.2f} s real, {user:.2f} s user, {system:.2f} s system",
            f"{resident:.0f} MiB at most (the data alone needs {least:.3g} MiB)",
            f"{minor:,.0f} minor and {major:,.0f} major page faults",
        ),
        checks=(
            equal("exit status of the script", 0, line("Exit status")),
            at_most("user + system on all cores", most, user + system),
            at_least("resident memory", least, resident, " MiB"),
            at_least("minor faults, one for each new page of 4 KiB", job.data_pages, minor),
        ),
        shown=("time.txt",),
    )


TOOL = Tool(
    way="counts",
    program="time",
    thing="time",
    also_needs=need_gnu_time,
    blind="everything within the process; start and imports are part of its numbers",
)
