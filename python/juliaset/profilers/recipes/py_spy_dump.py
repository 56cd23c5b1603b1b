"""What is this process doing right now?"""  # noqa: D400 - a question

import time
from dataclasses import replace

from juliaset.profilers.book import SCRIPTS
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, at_least, contains
from juliaset.profilers.recipes import py_spy
from juliaset.profilers.running import run, started

RUNS_FOR = 20  # seconds: it is ended as soon as its loop was seen
TIMEOUT_S = 20.0


def commands(job: Job) -> Commands:
    """Start the program, look until its loop is on the stack, and end it."""
    words = ["python", *job.repeated(RUNS_FOR)]
    job.show(words, ending=" &")
    with started(words, SCRIPTS) as process:
        dump = ["py-spy", "dump", "--json", "--pid", str(process.pid)]
        end = time.monotonic() + TIMEOUT_S
        while process.poll() is None and time.monotonic() < end:
            if job.function in run(dump, SCRIPTS).out:
                job.keep("dump.json", (yield dump).out)
                return
            time.sleep(0.05)
    raise NothingMeasuredError("the process ended before its loop was seen: a larger --width")


def read(job: Job) -> Finding:
    """Check where the process is; one look does not show how long it stays there."""
    threads = job.json("dump.json")
    frames = [frame for thread in threads for frame in thread["frames"]]
    if not frames:
        raise NothingMeasuredError("there is no frame in it")
    top = frames[0]
    names = [frame["name"] for frame in frames]
    found = any(job.function in name for name in names)
    return Finding(
        lines=(
            f"{len(threads)} thread, {len(frames)} frames",
            f"at {top['name']}, {top['short_filename']}:{top['line']}",
            "called by " + ", ".join(names[1:4]),
        ),
        checks=(
            contains("the function on the stack", job.function, found),
            at_least("the line that it executes", 1, top["line"]),
        ),
        shown=("dump.json",),
    )


TOOL = replace(
    py_spy.TOOL,
    blind="everything but this moment",
    permissions="root, or ptrace_scope 0: it looks into a process that runs already",
    widths=(),
    free="one look stops the process for some milliseconds",
)
