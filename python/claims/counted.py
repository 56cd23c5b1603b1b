"""Count instead of time: valgrind's simulated CPU gives the same numbers on a busy machine."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent
from typing import TYPE_CHECKING

from claims.running import succeed, tool

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# A cache of its own, so that the counts do not depend on this machine's: 32 KiB, then 8 MiB.
CACHE = ["--D1=32768,8,64", "--I1=32768,8,64", "--LL=8388608,16,64"]


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


def counts_of(
    snippet: str, *, setup: str = "", env: Mapping[str, str] | None = None
) -> dict[str, int]:
    """Return what a snippet of Python adds to the counts of its setup alone."""
    base = cachegrind(_python(dedent(setup)), env=env)
    whole = cachegrind(_python(dedent(setup) + "\n" + dedent(snippet)), env=env)
    return {event: whole[event] - base[event] for event in whole}


def _python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def last_level_references(counts: Mapping[str, int]) -> int:
    """Return the accesses that missed the first level: what the last level is asked for."""
    return counts["I1mr"] + counts["D1mr"] + counts["D1mw"]


def last_level_misses(counts: Mapping[str, int]) -> int:
    """Return the accesses that had to go to memory."""
    return counts["ILmr"] + counts["DLmr"] + counts["DLmw"]
