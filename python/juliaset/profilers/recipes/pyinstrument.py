"""pyinstrument: which chain of calls takes the time, as a tree that can be read at once?"""  # noqa: D400 - a question

from typing import Any

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import SAMPLED_SECONDS, Job
from juliaset.profilers.recipe import Finding, Overhead, Recipe, at_least, contains
from juliaset.profilers.requirements import language, need_tool


def words(job: Job, form: str = "json") -> list[str]:
    """Ask for the form that programs can read."""
    out = ["-r", form, "-o", job.path(f"tree.{form}")]
    return ["pyinstrument", *out, *job.target(seconds=SAMPLED_SECONDS)]


def record(job: Job) -> None:
    """Run it twice: for programs, and for people."""
    job.run(words(job)).succeeded()
    job.run(words(job, "html")).succeeded()


def frames(frame: dict[str, Any]) -> list[dict[str, Any]]:
    """Give a frame and all below it."""
    return [frame, *(inner for child in frame["children"] for inner in frames(child))]


def name_of(job: Job) -> str:
    """Give the function in which the time is known to be."""
    if job.is_book:
        return "calculate_z_serial_purepython"
    return "<lambda>" if language(job.row) == "C++" else "repeat"


def read(job: Job) -> Finding:
    """Find the known function in the tree, with its part of the time."""
    tree = job.json("tree.json")
    if not tree.get("sample_count") or not tree.get("root_frame"):
        raise NothingMeasuredError("there is no sample in it: too short a run")
    every = frames(tree["root_frame"])
    found = [frame for frame in every if name_of(job) in frame["function"]]
    seconds = max((frame["time"] for frame in found), default=0.0)
    share = seconds / max(tree["duration"], 1e-9)
    page = job.text("tree.html")
    return Finding(
        lines=(
            f"{tree['sample_count']} samples in {tree['duration']:.3g} s",
            f"{name_of(job)}: {seconds:.3g} s, {share:.0%} of the time",
            f"{len(every)} frames in the tree, {tree['cpu_time']:.3g} s of CPU time",
        ),
        checks=(
            contains("the function in the tree", name_of(job), bool(found)),
            at_least("its share of the time", 0.3, round(share, 3)),
            contains("the function in the page", name_of(job), name_of(job).strip("<>") in page),
        ),
        shown=("tree.html", "tree.json"),
    )


RECIPE = Recipe(
    name="pyinstrument",
    package="pyinstrument",
    question="Which chain of calls takes the time?",
    way="samples",
    needs=lambda: need_tool("pyinstrument"),
    record=record,
    read=read,
    blind="lines; C++; counts of calls; other threads",
    width=500,
    overhead=Overhead(100, 500, words),
)
