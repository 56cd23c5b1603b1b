"""perf record: which function of any library takes the time, the kernel's included?"""  # noqa: D400 - a question

import re

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import SAMPLED_SECONDS, Job
from juliaset.profilers.recipe import Finding, Overhead, Recipe, at_least, contains
from juliaset.profilers.requirements import language, need_perf

ROW = re.compile(r"^ +([\d.]+)% +(\S+) +\[.\] (\S.*?)(?:  .*)?$", re.MULTILINE)
LINE = re.compile(r"\w+\.(?:cpp|hpp|pyx|c):\d+")
COUNT = re.compile(r"^# Samples: ([\d.]+)([KM]?) ", re.MULTILINE)
SCALE = {"": 1, "K": 1000, "M": 1_000_000}
FEWEST = 20


def words(job: Job) -> list[str]:
    """-g walks the frame pointers; the clock serves where there are no hardware counters."""
    target = ["python", *job.target(seconds=SAMPLED_SECONDS)]
    options = ["-q", "-g", "-F", "499", "-e", "cpu-clock", "-o", job.path("perf.data")]
    return ["perf", "record", *options, *target]


def record(job: Job) -> None:
    """Sample, and let perf print its tables; perf.data itself is of no use elsewhere."""
    job.run(words(job)).succeeded()
    report = ["perf", "report", "--stdio", "--no-children", "-i", job.path("perf.data")]
    table = job.run([*report, "-g", "none", "--sort", "dso,symbol"]).succeeded()
    job.keep("report.txt", table.out)
    if expected(job):
        lines = job.run([*report, "-g", "none", "--sort", "dso,symbol,srcline"]).succeeded()
        job.keep("lines.txt", lines.out)


def expected(job: Job) -> str:
    """Give the library in which most of the time is known to be."""
    if job.is_book or language(job.row) in {"Python", "Numba"}:
        return ""
    return "libjulia_" if language(job.row) == "C++" else job.source.removesuffix(".pyx")


def read(job: Job) -> Finding:
    """Sum up the libraries; find the hottest function by its name."""
    text = job.text("report.txt")
    rows = [(float(share), dso, symbol) for share, dso, symbol in ROW.findall(text)]
    found = COUNT.search(text)
    if not rows or not found:
        raise NothingMeasuredError("there is no sample in the report")
    samples = int(float(found[1]) * SCALE[found[2]])
    share, dso, symbol = rows[0]
    libraries: dict[str, float] = {}
    for part, library, _ in rows:
        libraries[library] = libraries.get(library, 0.0) + part
    first = sorted(libraries, key=lambda name: -libraries[name])[:3]
    checks = [at_least("samples", FEWEST, samples)]
    if job.is_book:
        interpreter = sum(p for p, _, name in rows if name.startswith(("_Py", "Py", "complex_")))
        checks.append(at_least("per cent in functions of the interpreter", 20, interpreter))
    elif wanted := expected(job):
        own = sum(part for part, library, _ in rows if wanted in library)
        checks.append(at_least(f"per cent in {wanted}*", 30, round(own, 1)))
        lines = [line for line in job.text("lines.txt").splitlines() if wanted in line]
        checks += [
            contains("the function's name", symbol, dso.startswith(wanted) and "0x" not in symbol),
            contains("its lines", "file:line", any(map(LINE.search, lines))),
        ]
    return Finding(
        lines=(
            f"{symbol} of {dso}: {share:.0f} %",
            "by library: " + ", ".join(f"{name} {libraries[name]:.0f} %" for name in first),
            f"{samples:,} samples of the clock; Python 3.12 names its functions too (-X perf)",
        ),
        checks=tuple(checks),
        shown=("report.txt", "lines.txt"),
    )


RECIPE = Recipe(
    name="perf_record",
    program="perf",
    question="Which function of any library takes the time, the kernel's included?",
    way="samples",
    needs=need_perf,
    record=record,
    read=read,
    blind="Python's functions before 3.12; stacks of code without frame pointers",
    permissions="kernel.perf_event_paranoid of 2 or less; 1 to see the kernel's own functions",
    width=500,
    overhead=Overhead(100, 500, words),
)
