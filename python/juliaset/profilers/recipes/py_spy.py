"""py-spy record: where is the time, seen from outside, in a program that nobody has changed?"""  # noqa: D400 - a question

from juliaset.profilers.job import SAMPLED_SECONDS, Job
from juliaset.profilers.recipe import Finding, Overhead, Recipe, at_least, contains
from juliaset.profilers.requirements import language, need_ptrace, need_tool
from juliaset.profilers.stacks import read_stacks

RATE = 100
FEWEST = 5


def needs() -> None:
    """Ask for the program, and for the right to look into another process."""
    need_tool("py-spy")
    need_ptrace()


def words(job: Job, form: str = "raw", *options: str) -> list[str]:
    """Sample a script that py-spy starts itself: that needs no root."""
    ending = {"raw": "txt", "flamegraph": "svg"}[form]
    target = ["python", *job.target(seconds=SAMPLED_SECONDS)]
    out = ["-o", job.path(f"stacks.{ending}")]
    return ["py-spy", "record", *options, "-r", str(RATE), "-f", form, *out, "--", *target]


def record(job: Job) -> None:
    """Sample twice: stacks to be counted, and a picture to be looked at."""
    job.run(words(job)).succeeded()
    job.run(words(job, "flamegraph")).succeeded()


def function_of(job: Job) -> str:
    """Give what the frames of interest have in their text."""
    if job.is_book:
        return "calculate_z_serial_purepython"
    return f"/{job.source}:" if language(job.row) == "Python" else "run_kernel.py"


def read(job: Job) -> Finding:
    """Count samples: most of them must be where the time is known to be."""
    stacks = read_stacks(job.text("stacks.txt"))
    name = function_of(job)
    share = stacks.share(lambda frame: name in frame)
    leaf, number = stacks.leaves()[0]
    picture = job.text("stacks.svg")
    return Finding(
        lines=(
            f"{stacks.samples} samples, {RATE} a second",
            f"{share:.0%} of them have {name.strip('/:')} on the stack",
            f"seen most at the top: {leaf} ({number / stacks.samples:.0%})",
        ),
        checks=(
            at_least("samples", FEWEST, stacks.samples),
            at_least(f"share of {name.strip('/:')}", 0.4, round(share, 3)),
            contains("the flame graph", name.strip("/:"), name.strip("/:") in picture),
        ),
        shown=("stacks.svg", "stacks.txt"),
    )


RECIPE = Recipe(
    name="py_spy",
    package="py-spy",
    question="Where is the time, in a program that nobody has changed?",
    way="samples",
    needs=needs,
    record=record,
    read=read,
    blind="counts of calls; what is over between two samples; C++, without --native",
    permissions="none for a child; root, or ptrace_scope 0, for a process that runs already",
    overhead=Overhead(100, 500, words),
)
