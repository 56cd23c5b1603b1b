"""Which function of any library takes the time, the kernel's included?"""  # noqa: D400 - a question

import re
from collections import defaultdict

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, contains
from juliaset.profilers.requirements import language, need_perf

ROW = re.compile(r"^ +([\d.]+)% +(\S+) +\[.\] (\S.*?)(?:  .*)?$", re.MULTILINE)
LINE = re.compile(r"\w+\.(?:cpp|hpp|pyx|c):\d+")
COUNT = re.compile(r"^# Samples: ([\d.]+)([KM]?) ", re.MULTILINE)
SCALE = {"": 1, "K": 1000, "M": 1_000_000}
FEWEST = 20


def commands(job: Job) -> Commands:
    """Sample, and let perf print its tables; perf.data itself is of no use elsewhere.

    -g walks the frame pointers; the clock works without hardware counters.
    """
    data = job.path("perf.data")
    options = ["-q", "-g", "-F", "499", "-e", "cpu-clock", "-o", data]
    yield ["perf", "record", *options, "python", *job.repeated()]
    report = ["perf", "report", "--stdio", "--no-children", "-i", data, "-g", "none", "--sort"]
    job.keep("report.txt", (yield [*report, "dso,symbol"]).out)
    if library(job):
        job.keep("lines.txt", (yield [*report, "dso,symbol,srcline"]).out)


def library(job: Job) -> str:
    """Return the beginning of the library in which most of the time must be; empty if unknown."""
    name = job.source.removesuffix(".pyx")
    return {"C++": "libjuliaset_", "C": "libjuliaset_c_", "Cython": name}.get(
        language(job.kernel), ""
    )


def read(job: Job) -> Finding:
    """Sum up the libraries; find the hottest function by its name."""
    text = job.text("report.txt")
    rows = [(float(share), dso, symbol) for share, dso, symbol in ROW.findall(text)]
    found = COUNT.search(text)
    if not rows or not found:
        raise NothingMeasuredError("there is no sample in the report")
    samples = int(float(found[1]) * SCALE[found[2]])
    share, dso, symbol = rows[0]
    libraries: defaultdict[str, float] = defaultdict(float)
    for part, name, _ in rows:
        libraries[name] += part
    checks = [at_least("samples", FEWEST, samples)]
    if job.is_book:
        interpreter = sum(p for p, _, name in rows if name.startswith(("_Py", "Py", "complex_")))
        checks.append(at_least("per cent in functions of the interpreter", 20, interpreter))
    elif wanted := library(job):
        own = sum(part for part, name, _ in rows if wanted in name)
        lines = [line for line in job.text("lines.txt").splitlines() if wanted in line]
        named = dso.startswith(wanted) and "0x" not in symbol
        checks += [
            at_least(f"per cent in {wanted}*", 30, round(own, 1)),
            contains("the function's name", symbol, named),
            contains("its lines", "file:line", any(map(LINE.search, lines))),
        ]
    largest = sorted(libraries, key=lambda name: -libraries[name])[:3]
    return Finding(
        lines=(
            f"{symbol} of {dso}: {share:.0f} %",
            "by library: " + ", ".join(f"{name} {libraries[name]:.0f} %" for name in largest),
            f"{samples:,} samples of the clock; Python 3.12 names its functions too (-X perf)",
        ),
        checks=tuple(checks),
        shown=("report.txt", "lines.txt"),
    )


TOOL = Tool(
    way="samples",
    program="perf",
    thing="perf",
    also_needs=need_perf,
    blind="Python's functions before 3.12; stacks of code without frame pointers",
    permissions="kernel.perf_event_paranoid of 2 or less; 1 to see the kernel's own functions",
    width=500,
)
