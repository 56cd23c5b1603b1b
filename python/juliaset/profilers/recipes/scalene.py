"""Scalene: which line takes time, split into Python, native code and waiting?"""  # noqa: D400 - a question

import re
from typing import Any

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import SAMPLED_SECONDS, Job
from juliaset.profilers.recipe import Finding, Overhead, Recipe, at_least, contains
from juliaset.profilers.requirements import language, need_tool

PAGE = "scalene-profile.html"


def words(job: Job) -> list[str]:
    """`run` came with 2.0, and arguments of the script stand behind three dashes."""
    script, *arguments = job.target(seconds=SAMPLED_SECONDS)
    out = ["-o", job.path("scalene.json")]
    return ["scalene", "run", "--cpu-only", *out, script, "---", *arguments]


def record(job: Job) -> None:
    """Profile; the page that stands alone is written where scalene stands."""
    job.run(words(job)).succeeded()
    page = ["scalene", "view", "--standalone", job.path("scalene.json")]
    job.run(page)
    made = job.scripts / PAGE
    if made.is_file():
        made.replace(job.file(PAGE))


def lines_of(job: Job) -> list[dict[str, Any]]:
    """Give the lines that were seen; a program that is too short leaves none."""
    files = job.json("scalene.json").get("files", {})
    lines = [
        line | {"file": file}
        for file, content in files.items()
        for line in content["lines"]
        if line["n_cpu_percent_python"] + line["n_cpu_percent_c"] > 0
    ]
    if not lines:
        raise NothingMeasuredError("no line was seen: too short a run for its samples")
    return lines


def unescaped(text: str) -> str:
    """Undo what Scalene does for its page: < stands as a backslash, u003c."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def read(job: Job) -> Finding:
    """Hold the split against what the kernel is made of."""
    lines = lines_of(job)
    python = sum(line["n_cpu_percent_python"] for line in lines)
    native = sum(line["n_cpu_percent_c"] for line in lines)
    top = max(lines, key=lambda line: line["n_cpu_percent_python"] + line["n_cpu_percent_c"])
    file = top["file"].rpartition("/")[2]
    expected = job.source if language(job.row) == "Python" else "run_kernel.py"
    share = top["n_cpu_percent_python"] + top["n_cpu_percent_c"]
    if job.is_book:
        check = at_least("per cent of CPU in Python", 20, round(python, 1))
    else:
        compiled = language(job.row) != "Python"
        check = (
            at_least("per cent of CPU in native code", 20, round(native, 1))
            if compiled
            else at_least("per cent of CPU seen", 20, round(python + native, 1))
        )
    page = job.file(PAGE)
    return Finding(
        lines=(
            f"{python:.0f} % of the CPU time in Python, {native:.0f} % in native code",
            f"most in {file}:{top['lineno']}, {share:.0f} %",
            f"`{unescaped(top['line']).strip()}`",
        ),
        checks=(
            check,
            contains("the file seen most", expected, file == expected),
            contains(
                "the page", "profile", page.is_file() and "scalene" in page.read_text().lower()
            ),
        ),
        shown=("scalene.json", PAGE),
    )


RECIPE = Recipe(
    name="scalene",
    package="scalene",
    question="Which line takes time, split into Python, native code and waiting?",
    way="samples",
    needs=lambda: need_tool("scalene"),
    record=record,
    read=read,
    blind="counts of calls; which C++ function; programs of less than a second",
    width=500,
    overhead=Overhead(100, 500, words),
)
