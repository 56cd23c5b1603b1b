"""Run random commands for some minutes, and end many of them at random moments.

    python tools/soak.py --minutes 15 --seed 7

After each command nothing of it may be left: no process, no shared memory, no temporary file. Its
exit code is one that the documentation has, it prints no traceback, and each file that it was to
write is whole or not there. Only what is killed by SIGKILL may leave temporary files, which the
next command that needs some removes.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from leftovers import orphaned, processes, shared_memory
from soak_commands import Drawn, drawn, wrong_with

ROOT = Path(__file__).parents[1]
SETTLES_S = 10.0
MOST_AT_ONCE = 4
MOST_MINUTES = 100_000
CLEAN = "from juliaset.system.work_folder import work_folder; work_folder()"


class Soak:
    """The folder of all commands, what was run, and what was found."""

    def __init__(self, place: Path, seed: int) -> None:
        """Make the folders."""
        self.place = place
        self.temporary = place / "tmp"
        self.temporary.mkdir()
        self.random = Random(seed)  # noqa: S311 - no secret
        self.environment = os.environ | {
            "TMPDIR": str(self.temporary),
            "JULIASET_TEST_LOCK": str(place / "lock"),
            "JULIASET_MY_LABS": str(place / "my_labs"),
            "COLUMNS": "80",
        }
        self.commands: Counter[str] = Counter()
        self.signals: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.found: list[str] = []

    def round(self) -> None:
        """Run some commands at once, and look for what is wrong afterwards."""
        shared = shared_memory()
        number = self.random.choice([1, 1, 2, 3, MOST_AT_ONCE])
        running = [drawn(self.random, self.place / f"work{k}") for k in range(number)]
        for each in running:
            each.start(self.environment)
        while not all(each.step() for each in running):
            time.sleep(0.01)
        for each in running:
            self.commands[each.command.name] += 1
            self.signals[each.disturbance] += 1
            self.codes["before it began" if each.early else str(each.code)] += 1
            self.note(each, wrong_with(each))
        killed = any(each.disturbance == "SIGKILL" for each in running)
        for what in settled(self.place, self.temporary, shared, killed=killed, clean=self.clean):
            self.note(running[0], [what])
        for each in running:
            shutil.rmtree(each.folder, ignore_errors=True)

    def clean(self) -> None:
        """Run what the next command does that needs temporary files."""
        subprocess.run(  # noqa: S603
            [sys.executable, "-P", "-c", CLEAN], env=self.environment, check=True
        )

    def note(self, each: Drawn, wrong: list[str]) -> None:
        """Print and keep what is wrong."""
        for what in wrong:
            line = f"{each}: {what}"
            self.found.append(line)
            print(f"  {line}", flush=True)


def left(place: Path, temporary: Path, shared: frozenset[str]) -> list[str]:
    """Return what is left of commands that have ended."""
    return [
        *(f"a process is left: {line}" for line in processes(place).values()),
        *(f"{name} is left in shared memory" for name in orphaned(shared_memory() - shared)),
        *(f"{path.name} is left in TMPDIR" for path in temporary.iterdir()),
    ]


def settled(
    place: Path,
    temporary: Path,
    shared: frozenset[str],
    *,
    killed: bool,
    clean: Callable[[], None] | None = None,
) -> list[str]:
    """Return what is left after some time; killed: the next command may remove files first."""
    deadline = time.monotonic() + SETTLES_S
    while found := left(place, temporary, shared):
        if killed and clean is not None and not processes(place):
            clean()
            killed = False
        elif time.monotonic() > deadline:
            break
        else:
            time.sleep(0.05)
    return found


def parsed() -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(description="Run random commands, and disturb them.")
    parser.add_argument("--minutes", type=_minutes, default=15.0)
    parser.add_argument("--seed", type=int, default=Random().randrange(1 << 32))  # noqa: S311
    return parser.parse_args()


def _minutes(word: str) -> float:
    """Read the length of a soak, in which something must have been run."""
    minutes = float(word)
    if not 0 < minutes < MOST_MINUTES:
        raise argparse.ArgumentTypeError(
            f"{word} minutes; allowed: more than 0, below {MOST_MINUTES:,}"
        )
    return minutes


def main() -> int:
    """Return 1 if something is wrong."""
    options = parsed()
    print(f"seed {options.seed}, {options.minutes:g} minutes", flush=True)
    end = time.monotonic() + 60 * options.minutes
    with tempfile.TemporaryDirectory(prefix="juliaset-soak-") as name:
        soak = Soak(Path(name), options.seed)
        while time.monotonic() < end:
            soak.round()
    for title, counts in (
        ("commands", soak.commands),
        ("disturbed by", soak.signals),
        ("exit codes", soak.codes),
    ):
        rows = ", ".join(f"{number} x {what}" for what, number in counts.most_common())
        print(f"{counts.total()} {title}: {rows}")
    print(f"{len(soak.found)} findings." if soak.found else "Nothing is wrong.")
    return int(bool(soak.found))


if __name__ == "__main__":
    sys.exit(main())
