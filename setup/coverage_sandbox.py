"""Measure the process of a submission: it gets no environment, and may open no file.

The grader's process opens a file for it, and puts TRACER before its program. That writes each step
from one line of the sandbox to another into the file, as soon as it has been taken once, because
such a process ends by being killed.

python setup/coverage_sandbox.py <folder of these files> <data file to write>
"""

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any
from uuid import uuid4

from coverage import CoverageData

PACKAGE = Path(__file__).parent.parent / "python"
MARK = "juliaset.grader.sandbox"  # in the program of such a process
TRACER = """
def _measured():
    import os, sys
    taken, last = set(), {{}}
    def step(frame, line):
        name = frame.f_code.co_filename.rpartition("/juliaset/")[2]
        arc = f"{{name}} {{last.get(frame, -frame.f_code.co_firstlineno)}} {{line}}\\n"
        last[frame] = line
        if arc not in taken:
            taken.add(arc)
            try:
                os.write({file}, arc.encode())
            except OSError:
                pass
    def inside(frame, event, _):
        if event == "line":
            step(frame, frame.f_lineno)
        elif event == "return":
            step(frame, -frame.f_code.co_firstlineno)
            del last[frame]
        return inside
    def entered(frame, event, _):
        return inside if "/juliaset/grader/" in frame.f_code.co_filename else None
    sys.settrace(entered)
_measured()
"""
start = subprocess.Popen.__init__


def _place_of_program(words: list[Any]) -> int | None:
    """Return which word of a command is the program of such a process; None if there is none."""
    for place, word in enumerate(words):
        if MARK in str(word) and words[place - 1] == "-c":
            return place
    return None


def measure_in(folder: Path) -> None:
    """Let this process measure the submissions that it starts, each with a file in the folder."""

    def started(process: subprocess.Popen[Any], command: Any, *others: Any, **options: Any) -> None:  # noqa: ANN401
        words = [*command] if isinstance(command, list | tuple) else []
        place = _place_of_program(words)
        if place is None:
            start(process, command, *others, **options)
            return
        file = os.open(folder / f"{uuid4().hex}.arcs", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            words[place] = TRACER.format(file=file) + words[place]
            options["pass_fds"] = (*options.get("pass_fds", ()), file)
            start(process, words, *others, **options)
        finally:
            os.close(file)

    setattr(subprocess.Popen, "__init__", started)  # noqa: B010 - typed, it could not be set


def collect(folder: Path, data: Path) -> None:
    """Write what was measured as a data file of coverage.py."""
    arcs: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for path in folder.glob("*.arcs"):
        for line in path.read_text().splitlines():
            name, before, after = line.rsplit(" ", 2)
            arcs[str(PACKAGE / "juliaset" / name)].add((int(before), int(after)))
    measured = CoverageData(str(data))
    measured.add_arcs(arcs)
    measured.write()


if __name__ == "__main__":
    collect(Path(sys.argv[1]), Path(sys.argv[2]))
