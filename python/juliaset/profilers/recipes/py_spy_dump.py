"""py-spy dump: what is this process doing right now?"""  # noqa: D400 - a question

import time

from juliaset.profilers.book import SCRIPTS
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Finding, Recipe, at_least, contains
from juliaset.profilers.recipes import py_spy
from juliaset.profilers.requirements import language
from juliaset.profilers.running import started

RUNS_FOR = "20"  # seconds: it is ended as soon as it was looked at
PATIENCE_S = 20.0


def name_of(job: Job) -> str:
    """Give the function to be found."""
    if job.is_book:
        return "calculate_z_serial_purepython"
    return "<lambda>" if language(job.row) != "Python" else "repeat"


def record(job: Job) -> None:
    """Start the program, look until its loop is on the stack, and end it."""
    words = ["python", *job.target(seconds=RUNS_FOR)]
    job.show(words, behind=" &")
    with started(words, SCRIPTS) as process:
        dump = ["py-spy", "dump", "--json", "--pid", str(process.pid)]
        end = time.monotonic() + PATIENCE_S
        while process.poll() is None and time.monotonic() < end:
            ran = job.run(dump) if len(job.commands) == 1 else job.run_again(dump)
            if ran.code == 0 and name_of(job) in ran.out:
                job.keep("dump.json", ran.out)
                return
            time.sleep(0.05)
    raise NothingMeasuredError("the process ended before anybody saw its loop: a larger --width")


def read(job: Job) -> Finding:
    """One look is no profile: it says where the process is, not how long it stays there."""
    threads = job.json("dump.json")
    frames = [frame for thread in threads for frame in thread["frames"]]
    if not frames:
        raise NothingMeasuredError("there is no frame in it")
    top = frames[0]
    names = [frame["name"] for frame in frames]
    return Finding(
        lines=(
            f"{len(threads)} thread, {len(frames)} frames",
            f"at {top['name']}, {top['short_filename']}:{top['line']}",
            "called by " + ", ".join(names[1:4]),
        ),
        checks=(
            contains(
                "the function on the stack",
                name_of(job),
                any(name_of(job) in name for name in names),
            ),
            at_least("the line where it stands", 1, top["line"]),
        ),
        shown=("dump.json",),
    )


RECIPE = Recipe(
    name="py_spy_dump",
    package="py-spy",
    question="What is this process doing right now?",
    way="samples",
    needs=py_spy.needs,
    record=record,
    read=read,
    blind="everything but this moment",
    permissions="root, or ptrace_scope 0: it looks into a process that runs already",
    free="one look stops the process for some milliseconds",
)
