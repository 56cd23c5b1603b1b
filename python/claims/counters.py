"""Count events instead of measuring time.

Valgrind's simulated CPU counts the same on a busy machine; perf stat counts what this one can.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import NamedTuple

from claims.claim import NotHereError
from claims.tools import run, succeed, tool

# The simulated caches do not depend on this machine's: 32 KiB, then 8 MiB.
CACHE = ["--D1=32768,8,64", "--I1=32768,8,64", "--LL=8388608,16,64"]
HARDWARE = (
    *("cycles", "instructions", "cache-references"),
    *("cache-misses", "branches", "branch-misses"),
)
SOFTWARE = ("task-clock", "faults", "minor-faults", "cs", "migrations")


def cachegrind(
    command: Sequence[str | Path], *, env: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Run a program on cachegrind's CPU and return its totals by the names of its events."""
    with TemporaryDirectory() as name:
        out = Path(name) / "counts"
        options = ["--tool=cachegrind", "--cache-sim=yes", "--branch-sim=yes", *CACHE]
        succeed(
            [tool("valgrind"), *options, f"--cachegrind-out-file={out}", *command],
            env={"PYTHONDONTWRITEBYTECODE": "1"} | dict(env or {}),
        )
        lines = out.read_text(encoding="utf-8").splitlines()
    fields = {line.partition(":")[0]: line.partition(":")[2].split() for line in lines[:20]}
    fields |= {"summary": lines[-1].partition(":")[2].split()}
    return dict(zip(fields["events"], map(int, fields["summary"]), strict=True))


def instructions_of(snippet: str, *, setup: str = "", env: Mapping[str, str] | None = None) -> int:
    """Return the instructions that a snippet of Python adds to those of its setup alone."""
    texts = (dedent(setup), dedent(setup) + "\n" + dedent(snippet))
    base, whole = (cachegrind([sys.executable, "-c", text], env=env)["Ir"] for text in texts)
    return whole - base


def last_level_references(counts: Mapping[str, int]) -> int:
    """Return the accesses that missed the first level: what the last level is asked for."""
    return counts["I1mr"] + counts["D1mr"] + counts["D1mw"]


def last_level_misses(counts: Mapping[str, int]) -> int:
    """Return the accesses that had to go to memory."""
    return counts["ILmr"] + counts["DLmr"] + counts["DLmw"]


class Event(NamedTuple):
    """One event as perf stat wrote it; no value where the machine has no counter for it."""

    value: float | None
    unit: str


def perf_stat(command: Sequence[str | Path], events: Sequence[str]) -> dict[str, Event]:
    """Return the events of a program that runs to its end."""
    done = run([tool("perf"), "stat", "-x,", "-e", ",".join(events), *command])
    found = {}
    for line in done.stderr.splitlines():
        fields = line.split(",")
        if len(fields) > 2 and (name := fields[2].partition(":")[0]) in events:
            known = not fields[0].startswith("<")
            found[name] = Event(float(fields[0]) if known else None, fields[1])
    if set(found) != set(events):
        raise NotHereError(f"perf stat does not count here: {done.stderr.strip()[-200:]}")
    return found


def software_event(command: Sequence[str | Path], event: str) -> float:
    """Return one event that the kernel itself counts, in a virtual machine too."""
    value = perf_stat(command, [event])[event].value
    if value is None:
        raise NotHereError(f"perf stat has no {event} here")
    return value


def hardware_support(event: str) -> str:
    """Return what perf stat answers for a hardware event on this machine."""
    value = perf_stat(["true"], [event])[event].value
    return "<not supported>" if value is None else "supported"
