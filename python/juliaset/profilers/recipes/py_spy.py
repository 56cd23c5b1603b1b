"""py-spy record: where is the time, seen from outside, in an unchanged program?"""  # noqa: D400 - a question

from juliaset.profilers.recipe import Finding, Job, Recipe, at_least, contains
from juliaset.profilers.requirements import language, need_ptrace
from juliaset.profilers.stacks import read_stacks

RATE = 100
FEWEST = 5
FILES = {"raw": "stacks.txt", "flamegraph": "stacks.svg"}


def words(job: Job, form: str = "raw", *options: str) -> list[str]:
    """Sample a script that py-spy starts itself: that needs no root."""
    target = ["python", *job.repeated()]
    out = ["-o", job.path(FILES[form])]
    return ["py-spy", "record", *options, "-r", str(RATE), "-f", form, *out, "--", *target]


def record(job: Job, *options: str) -> None:
    """Sample twice: stacks to be counted, and a picture to be looked at."""
    for form in FILES:
        job.run(words(job, form, *options))


def read(job: Job) -> Finding:
    """Count samples: most of them must be where the time is known to be."""
    stacks = read_stacks(job.text("stacks.txt"))
    name = job.source if language(job.kernel) == "Python" else "run_kernel.py"
    frame = job.function if job.is_book else f"{name}:"
    share = stacks.share(lambda found: frame in found)
    name = frame.rstrip(":")
    leaf, number = stacks.leaves()[0]
    return Finding(
        lines=(
            f"{stacks.samples} samples, {RATE} a second",
            f"{share:.0%} of them have {name} on the stack",
            f"seen most at the top: {leaf} ({number / stacks.samples:.0%})",
        ),
        checks=(
            at_least("samples", FEWEST, stacks.samples),
            at_least(f"share of {name}", 0.4, round(share, 3)),
            contains("the flame graph", name, name in job.text("stacks.svg")),
        ),
        shown=("stacks.svg", "stacks.txt"),
    )


RECIPE = Recipe(
    name="py_spy",
    question="Where is the time, in a program that was not changed for it?",
    way="samples",
    package="py-spy",
    program="py-spy",
    also_needs=need_ptrace,
    record=record,
    read=read,
    blind="counts of calls; what is over between two samples; C++, without --native",
    permissions="none for a child; root, or ptrace_scope 0, for a process that runs already",
    command=words,
)
