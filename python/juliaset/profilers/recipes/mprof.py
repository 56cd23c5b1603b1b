"""How does the memory of the whole process change over time?"""  # noqa: D400 - a question

import re

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, contains

PNG = b"\x89PNG\r\n\x1a\n"
SAMPLE = re.compile(r"^MEM ([\d.]+) ([\d.]+)$", re.MULTILINE)


def commands(job: Job) -> Commands:
    """Sample every 20 ms, because the default of 100 would see little of a second, and draw.

    Without -o and a screen, mprof plot ends with 0 and leaves no file.
    """
    data = job.path("memory.dat")
    job.file("memory.dat").unlink(missing_ok=True)  # mprof run appends
    yield ["mprof", "run", "--interval", "0.02", "-o", data, "python", *job.repeated(1)]
    yield ["mprof", "plot", "-o", job.path("memory.png"), data]


def read(job: Job) -> Finding:
    """Leave out the first sample: it is of a process that has only begun."""
    found = [(float(mib), float(at)) for mib, at in SAMPLE.findall(job.text("memory.dat"))][1:]
    if not found:
        raise NothingMeasuredError("memory.dat has no sample but the first: too short a run")
    peak, at = max(found)
    start, end = found[0][1], found[-1][1]
    picture = job.file("memory.png")
    drawn = picture.is_file() and picture.read_bytes().startswith(PNG)
    return Finding(
        lines=(
            f"peak {peak:.0f} MiB, {at - start:.2f} s after the first sample",
            f"{len(found)} samples over {end - start:.2f} s",
            f"the data alone needs {job.data_mib:.3g} MiB; the rest is Python and its imports",
        ),
        checks=(
            at_least("the peak", job.data_mib, peak, " MiB"),
            at_least("samples", 2, len(found)),
            contains("the drawing", "a PNG file", drawn),
        ),
        shown=("memory.png", "memory.dat"),
    )


TOOL = Tool(
    way="samples",
    package="memory_profiler",
    newest_python=(3, 15),  # it imports a function of asyncio that 3.16 removes
    program="mprof",
    blind="which line or object; what comes and goes between two samples",
    width=500,
)
