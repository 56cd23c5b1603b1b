"""Where is the time, in a program that was not changed for it?"""  # noqa: D400 - a question

from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, contains
from juliaset.profilers.requirements import language, need_ptrace
from juliaset.profilers.stacks import read_stacks

RATE = 100
FEWEST = 5


def commands(job: Job, *options: str) -> Commands:
    """Sample twice: stacks to be counted, and a picture to be looked at.

    py-spy starts the script itself, which needs no root.
    """
    for form, name in {"raw": "stacks.txt", "flamegraph": "stacks.svg"}.items():
        out = ["-f", form, "-o", job.path(name)]
        start = ["py-spy", "record", *options, "-r", str(RATE)]
        yield [*start, *out, "--", "python", *job.repeated()]


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


TOOL = Tool(
    way="samples",
    package="py-spy",
    program="py-spy",
    also_needs=need_ptrace,
    blind="counts of calls; what is over between two samples; C++, without --native",
    permissions="none for a child; root, or ptrace_scope 0, for a process that runs already",
)
