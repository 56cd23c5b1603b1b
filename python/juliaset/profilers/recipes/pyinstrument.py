"""Which chain of calls takes the time?"""  # noqa: D400 - a question

from typing import Any

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, contains


def commands(job: Job) -> Commands:
    """Run it twice: for programs, and for people."""
    for form in ("json", "html"):
        yield ["pyinstrument", "-r", form, "-o", job.path(f"tree.{form}"), *job.repeated()]


def frames(frame: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a frame and all below it."""
    return [frame, *(inner for child in frame["children"] for inner in frames(child))]


def read(job: Job) -> Finding:
    """Find the known function in the tree, with its part of the time."""
    tree = job.json("tree.json")
    if not tree.get("sample_count") or not tree.get("root_frame"):
        raise NothingMeasuredError("there is no sample in it: too short a run")
    every = frames(tree["root_frame"])
    name = job.function
    found = [frame for frame in every if name in frame["function"]]
    seconds = max((frame["time"] for frame in found), default=0.0)
    share = seconds / max(tree["duration"], 1e-9)
    in_page = name.strip("<>") in job.text("tree.html")
    return Finding(
        lines=(
            f"{tree['sample_count']} samples in {tree['duration']:.3g} s",
            f"{name}: {seconds:.3g} s, {share:.0%} of the time",
            f"{len(every)} frames in the tree, {tree['cpu_time']:.3g} s of CPU time",
        ),
        checks=(
            contains("the function in the tree", name, bool(found)),
            at_least("its share of the time", 0.3, round(share, 3)),
            contains("the function in the page", name, in_page),
        ),
        shown=("tree.html", "tree.json"),
    )


TOOL = Tool(
    way="samples",
    package="pyinstrument",
    program="pyinstrument",
    blind="lines; C++; counts of calls; other threads",
    width=500,
)
