"""Runs the juliaset command in this process, and checks the rules for every command line."""

import io
import re
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from juliaset.cli import main

# What a value that isn't a number looks like; the inputs do not contain these words.
NOT_FINITE = re.compile(r"(?<![\w.])[+-]?(nan|inf|infinity)(?![\w.])", re.IGNORECASE)
LONGEST_LINE = 2_500
USAGE = 2


class Said(NamedTuple):
    """What a command has printed, and its exit code."""

    code: int
    out: str
    err: str


def command(*words: str) -> Said:
    """Run juliaset with these words."""
    kept = sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in kept)
    sys.stdout, sys.stderr = out, err
    try:
        with pytest.raises(SystemExit) as ended:
            main(list(words))
    finally:
        sys.stdout, sys.stderr = kept
    return Said(int(ended.value.code or 0), _text(out), _text(err))


def _text(screen: io.TextIOWrapper) -> str:
    screen.seek(0)
    return screen.read()


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the contents of all files in a folder, by their names."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def check(said: Said, *, refused: bool | None = None) -> None:
    """Check that a command worked, or refused its input in one line with exit code 2.

    refused: whether it must have been refused; None if either is right.
    """
    assert "Traceback" not in said.err, said.err
    assert said.code in {0, 1, 2, 3, 4}, said
    assert refused in {None, said.code == USAGE}, said
    if said.code == USAGE:
        assert said.err.count("\n") == 1, said.err
        assert said.out == "", said.out
        line = said.err.removesuffix("\n")
        assert line.startswith("juliaset: "), line
        assert line.isprintable(), repr(line)
        assert len(line) <= LONGEST_LINE, len(line)
    else:
        unsafe = {c for c in said.out + said.err if not (c.isprintable() or c == "\n")}
        assert not unsafe, unsafe
        assert not NOT_FINITE.search(said.out), NOT_FINITE.search(said.out)
