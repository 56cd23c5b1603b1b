"""perf stat: run it, and read what it could and could not count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.claims import NotHereError
from claims.running import run, tool

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HARDWARE = (
    "cycles",
    "instructions",
    "cache-references",
    "cache-misses",
    "branches",
    "branch-misses",
)
SOFTWARE = ("task-clock", "faults", "minor-faults", "cs", "migrations")


@dataclass(frozen=True)
class Counted:
    """One event as perf stat wrote it; no value where the machine has no counter for it."""

    value: float | None
    unit: str


def perf_stat(command: Sequence[str | Path], events: Sequence[str]) -> dict[str, Counted]:
    """Return the events of a program that runs to its end."""
    done = run([tool("perf"), "stat", "-x,", "-e", ",".join(events), *command])
    found = {}
    for line in done.stderr.splitlines():
        fields = line.split(",")
        if len(fields) > 2 and (name := fields[2].partition(":")[0]) in events:
            known = not fields[0].startswith("<")
            found[name] = Counted(float(fields[0]) if known else None, fields[1])
    if set(found) != set(events):
        raise NotHereError(f"perf stat does not count here: {done.stderr.strip()[-200:]}")
    return found


def software(command: Sequence[str | Path], event: str) -> float:
    """Return one event that the kernel itself counts, in a virtual machine too."""
    value = perf_stat(command, [event])[event].value
    if value is None:
        raise NotHereError(f"perf stat has no {event} here")
    return value


def counters_word(event: str) -> str:
    """Say what perf stat answers for a hardware event on this machine."""
    value = perf_stat(["true"], [event])[event].value
    return "<not supported>" if value is None else "supported"
