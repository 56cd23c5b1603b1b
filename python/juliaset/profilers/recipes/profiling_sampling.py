"""Where is the time, as Python's own sampler sees it from outside?"""  # noqa: D400 - a question

from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, contains
from juliaset.profilers.requirements import language
from juliaset.profilers.stacks import read_stacks

RATE = 1000
FEWEST = 50


def commands(job: Job) -> Commands:
    """Sample twice: stacks to be counted, and a picture to be looked at.

    It starts the script itself, which needs no root. Its stacks have `file:function:line`.
    """
    for form, name in {"--collapsed": "stacks.txt", "--flamegraph": "stacks.html"}.items():
        start = ["python", "-m", "profiling.sampling", "run", "-r", str(RATE), form]
        yield [*start, "-o", job.path(name), *job.repeated()]


def read(job: Job) -> Finding:
    """Count samples: most of them must be where the time is known to be."""
    stacks = read_stacks(job.text("stacks.txt"))
    kernel = job.source if language(job.kernel) == "Python" else "run_kernel.py"
    name = job.function if job.is_book else kernel
    share = stacks.share(lambda frame: name in frame)
    leaf, number = stacks.leaves()[0]
    return Finding(
        lines=(
            f"{stacks.samples} samples, up to {RATE} a second",
            f"{share:.0%} of them have {name} on the stack",
            f"seen most at the top: {leaf} ({number / stacks.samples:.0%})",
        ),
        checks=(
            at_least("samples", FEWEST, stacks.samples),
            at_least(f"share of {name}", 0.4, round(share, 3)),
            contains("the flame graph", name, name in job.text("stacks.html")),
        ),
        shown=("stacks.html", "stacks.txt"),
    )


TOOL = Tool(
    way="samples",
    oldest_python=(3, 15),
    blind="counts of calls; what is over between two samples; functions of C++",
    permissions="none for a child; root, or ptrace_scope 0, for a process that runs already",
)
