"""Which line takes time, split into Python, native code and waiting?"""  # noqa: D400 - a question

import re
import sys
from typing import Any

from juliaset.profilers.book import SCRIPTS
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, contains
from juliaset.profilers.requirements import language

PAGE = "scalene-profile.html"
PYTHON, NATIVE = "n_cpu_percent_python", "n_cpu_percent_c"
# Native is what passes between a signal and Python's handler. With 3.11 a loop in pure Python has
# most of its time in Python, as it should; with 3.12 and 3.13 most of it counts as native.
SPLITS = sys.version_info < (3, 12)
UNSPLIT = "with Python 3.12 and later it counts most of Python's own time as native: add the two"


def commands(job: Job) -> Commands:
    """Profile; Scalene writes a self-contained page into the current folder.

    `run` came with 2.0, and arguments of the script come after three dashes.
    """
    script, *arguments = job.repeated()
    out = job.path("scalene.json")
    yield ["scalene", "run", "--cpu-only", "-o", out, script, "---", *arguments]
    yield ["scalene", "view", "--standalone", out]
    if (SCRIPTS / PAGE).is_file():
        (SCRIPTS / PAGE).replace(job.file(PAGE))


def lines_of(job: Job) -> list[dict[str, Any]]:
    """Return the lines that were seen; a program that is too short leaves none."""
    lines = [
        line | {"file": file.rpartition("/")[2], "share": line[PYTHON] + line[NATIVE]}
        for file, content in job.json("scalene.json").get("files", {}).items()
        for line in content["lines"]
        if line[PYTHON] + line[NATIVE] > 0
    ]
    if not lines:
        raise NothingMeasuredError("no line was seen: too short a run for its samples")
    return lines


def unescaped(text: str) -> str:
    """Undo what Scalene does for its page: it writes < as a backslash and u003c."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def read(job: Job) -> Finding:
    """Compare the split with the language of the kernel."""
    lines = lines_of(job)
    python, native = (sum(line[part] for line in lines) for part in (PYTHON, NATIVE))
    top = max(lines, key=lambda line: line["share"])
    is_python = language(job.kernel) == "Python"
    source = job.source if is_python else "run_kernel.py"
    place, percent = ("in native code", native) if not is_python else ("seen", python + native)
    if job.is_book and SPLITS:
        place, percent = "in Python", python
    page = job.file(PAGE)
    return Finding(
        lines=(
            f"{python:.0f} % of the CPU time in Python, {native:.0f} % in native code",
            f"most in {top['file']}:{top['lineno']}, {top['share']:.0f} %",
            f"`{unescaped(top['line']).strip()}`",
        ),
        checks=(
            at_least(f"per cent of CPU {place}", 20, round(percent, 1)),
            contains("the file seen most", source, top["file"] == source),
            contains(
                "the page", "profile", page.is_file() and "scalene" in page.read_text().lower()
            ),
        ),
        shown=("scalene.json", PAGE),
        notes=() if SPLITS or not is_python else (UNSPLIT,),
    )


TOOL = Tool(
    way="samples",
    package="scalene",
    program="scalene",
    blind="counts of calls; which C++ function; programs of less than a second",
    width=500,
)
