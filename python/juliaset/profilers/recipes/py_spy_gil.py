"""py-spy --gil: how much of the time does somebody hold Python's lock?"""  # noqa: D400 - a question

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import SAMPLED_SECONDS, Job
from juliaset.profilers.recipe import Finding, Recipe, at_least, at_most
from juliaset.profilers.recipes import py_spy
from juliaset.profilers.recipes.py_spy import RATE
from juliaset.profilers.requirements import only_cpp
from juliaset.profilers.stacks import read_stacks

WAYS = ("held", "released")
KERNEL_THREAD = "in_a_thread"


def words(job: Job, gil: str, *options: str) -> list[str]:
    """Sample a kernel in a thread of its own, while the main thread only waits."""
    name = f"{gil}{'_gil' if options else ''}.txt"
    target = ["python", *job.target(seconds=SAMPLED_SECONDS, options=("--gil", gil))]
    out = ["-f", "raw", "-o", job.path(name)]
    return ["py-spy", "record", *options, "-r", str(RATE), *out, "--", *target]


def record(job: Job) -> None:
    """Sample each way twice: every sample, and those with the lock."""
    for gil in WAYS:
        job.run(words(job, gil)).succeeded()
        job.run(words(job, gil, "--gil")).succeeded()


def share(job: Job, gil: str) -> float:
    """Give the samples with the lock as a part of all in which the kernel's thread was seen."""
    every = read_stacks(job.text(f"{gil}.txt")).with_frame(lambda frame: "compute" in frame)
    path = job.file(f"{gil}_gil.txt")
    if not every or not path.is_file():
        raise NothingMeasuredError(f"the kernel's thread was not seen with gil={gil}")
    # An empty file is an answer here: nobody was ever seen with the lock.
    text = path.read_text()
    with_lock = (
        read_stacks(text).with_frame(lambda frame: "compute" in frame) if text.strip() else 0
    )
    # Two runs, each a little longer or shorter than the other.
    return min(with_lock / every, 1.0)


def read(job: Job) -> Finding:
    """Compare the two ways: the same kernel, and only the lock differs."""
    held, released = (share(job, gil) for gil in WAYS)
    return Finding(
        lines=(
            f"GIL held during the call: with the lock in {held:.0%} of the samples",
            f"GIL released during the call: in {released:.0%}",
            "only with the lock released can other threads of Python run meanwhile",
        ),
        checks=(
            at_least("share with the lock, held", 0.6, round(held, 3)),
            at_most("share with the lock, released", 0.25, round(released, 3)),
        ),
        shown=("held_gil.txt", "released_gil.txt", "held.txt", "released.txt"),
    )


RECIPE = Recipe(
    name="py_spy_gil",
    package="py-spy",
    question="How much of the time does somebody hold Python's lock?",
    way="samples",
    needs=py_spy.needs,
    record=record,
    read=read,
    blind="who waits for the lock, and for how long",
    permissions=py_spy.RECIPE.permissions,
    kernel="cpp.scalar",
    refuses=only_cpp,
    free="it is py_spy with another filter: the same price",
)
