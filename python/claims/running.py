"""Run the tools that decide claims: children, scratch folders, counted and timed work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

from claims.claims import NotHereError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SCRIPTS = Path(__file__).resolve().parents[1] / "profiling"
REPOSITORY = Path(__file__).resolve().parents[2]
OVERLAP = Path(__file__).resolve().parent / "overlap.py"
PATIENCE_S = 240


def tool(name: str) -> str:
    """Return the path of a program, of this environment first; say so where there is none."""
    beside = Path(sysconfig.get_path("scripts")) / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        raise NotHereError(f"{name} is not installed here")
    return found


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variables of a child: those of this process, and none that change Python."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    scripts = sysconfig.get_path("scripts")
    kept["PATH"] = f"{scripts}{os.pathsep}{kept.get('PATH', '')}"
    return kept | {"PYTHONHASHSEED": "0", "MPLBACKEND": "agg"} | dict(extra or {})


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and return what it printed, whatever its exit code."""
    return subprocess.run(  # noqa: S603 - the commands are this package's own
        [str(part) for part in command],
        cwd=cwd,
        env=environment(env),
        input=stdin,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=PATIENCE_S,
        check=False,
    )


def succeed(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
) -> str:
    """Run a program that must end well and return what it printed to stdout."""
    done = run(command, cwd=cwd, env=env, stdin=stdin)
    if done.returncode:
        raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def python(code: str, *arguments: str, env: Mapping[str, str] | None = None) -> str:
    """Run a snippet in a fresh Python and return what it printed, without the last newline."""
    return succeed([sys.executable, "-c", dedent(code), *arguments], env=env).rstrip("\n")


def for_python_311() -> None:
    """Leave an experiment whose verdict was given for 3.11 to that version."""
    if sys.version_info[:2] != (3, 11):
        raise NotHereError("this verdict is about Python 3.11, and it moves with the version")


@contextmanager
def folder(**files: str) -> Iterator[Path]:
    """Make a folder that vanishes, with a Python script for each keyword."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        for stem, text in files.items():
            (path / f"{stem}.py").write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        yield path


def last_line(text: str) -> str:
    """Return the last line with something in it: where Python names an error."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def line_with(text: str, part: str) -> str:
    """Return the first line that contains `part`, with its spaces squeezed."""
    for line in text.splitlines():
        if part in line:
            return " ".join(line.split())
    return ""
