"""Runs one side of a pair under py-spy, and reads the stacks that it saw."""

import tempfile
from pathlib import Path

from pair import script

from juliaset.profilers.requirements import need_program, need_ptrace
from juliaset.profilers.running import run
from juliaset.profilers.stacks import read_stacks

SECONDS = 1.5


def need_py_spy():
    """Raise CannotError without py-spy, or without the right to look into another process."""
    need_program("py-spy")
    need_ptrace()


def sampled(name, side, size, *options):
    """Return the collapsed stacks of that side as text; empty if py-spy saw none."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "stacks.txt")
        target = ["python", script(name), str(size), "--only", side, "--seconds", str(SECONDS)]
        words = ["py-spy", "record", *options, "-r", "200", "-f", "raw", "-o", str(path)]
        run([*words, "--", *target], Path(folder)).succeeded()
        return path.read_text() if path.exists() else ""


def below(text, function):
    """Return the stacks with that Python function in them; the others are the script's start."""
    return "".join(f"{line}\n" for line in text.splitlines() if f"{function} (" in line)


def samples(text):
    """Return the number of samples in the stacks."""
    return read_stacks(text).samples if text.strip() else 0
