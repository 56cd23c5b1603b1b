"""Has this function become slower since the last time?"""  # noqa: D400 - a question

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, contains, equal

FEWEST_ROUNDS = 5


def commands(job: Job) -> Commands:
    """Run only timed tests, without this project's settings; all skipped would end with 0 too."""
    file = f"--benchmark-json={job.path('benchmark.json')}"
    plain = ["-c", "/dev/null", "--rootdir", ".", "-p", "no:cacheprovider"]
    options = [*plain, "--benchmark-only", f"--benchmark-min-rounds={FEWEST_ROUNDS}", "-v", file]
    setting = ["env", f"JULIASET_KERNEL={job.kernel.name}", f"JULIASET_WIDTH={job.width}"]
    test = job.own_program("benchmark_kernel.py")
    job.keep("pytest.txt", (yield [*setting, "python", "-m", "pytest", *options, test]).out)


def read(job: Job) -> Finding:
    """Refuse an empty list of benchmarks, whatever the exit code."""
    benchmarks = job.json("benchmark.json")["benchmarks"]
    if not benchmarks:
        raise NothingMeasuredError("no test was timed")
    stats = benchmarks[0]["stats"]
    return Finding(
        lines=(
            f"min {stats['min']:.3g} s, median {stats['median']:.3g} s, max {stats['max']:.3g} s",
            f"{stats['rounds']} rounds of {stats['iterations']} calls",
            f"spread between the quartiles: {stats['iqr'] / stats['median']:.1%} of the median",
        ),
        checks=(
            equal("tests that were timed", 1, len(benchmarks)),
            at_least("rounds", FEWEST_ROUNDS, stats["rounds"]),
            at_least("median, not below the minimum", stats["min"], stats["median"], " s"),
            contains("the counts were right", "1 passed", "1 passed" in job.text("pytest.txt")),
        ),
        shown=("pytest.txt", "benchmark.json"),
    )


TOOL = Tool(
    way="times",
    package="pytest_benchmark",
    blind="lines and functions within what is timed: it times the whole call",
    width=300,
    widths=(200, 400),
    free="it times whole calls from outside: nothing runs within them",
)
