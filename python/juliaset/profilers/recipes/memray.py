"""Which call allocated what is held at the peak, C++ included?"""  # noqa: D400 - a question

import json
from typing import Any

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, contains
from juliaset.profilers.requirements import language

ARENAS = "small objects show as arenas of 1 MiB (--trace-python-allocators shows each, slowly)"
ARENA_MIB = 1  # at most so much of an earlier arena is still free, and not allocated again
LARGEST = 20


def commands(job: Job) -> Commands:
    """Record with the C stack of each allocation, sum up, and draw a page that loads nothing."""
    data = job.path("memray.bin")
    yield ["memray", "run", "-q", "--native", "-f", "-o", data, *job.target()]
    yield ["memray", "stats", "--json", "-f", "-o", job.path("stats.json"), data]
    yield ["memray", "flamegraph", "--no-web", "-f", "-o", job.path("memray.html"), data]
    job.keep("frames.json", json.dumps(at_peak(job)))


def at_peak(job: Job) -> list[dict[str, Any]]:
    """Return the largest allocations at the peak, and all of C++, with their stacks."""
    from memray import FileReader  # noqa: PLC0415 - it may be missing

    kept = []
    with FileReader(job.file("memray.bin")) as reader:
        found = reader.get_high_watermark_allocation_records(merge_threads=True)
        for at, one in enumerate(sorted(found, key=lambda one: -one.size)):
            stack = one.hybrid_stack_trace()
            if at < LARGEST or any(file.endswith((".cpp", ".hpp")) for _, file, _ in stack):
                frames = [f"{name} ({file}:{line})" for name, file, line in stack]
                kept.append({"size": one.size, "count": one.n_allocations, "stack": frames})
    return kept


def shortened(frame: str) -> str:
    """Reduce a frame to its function and the name of its file."""
    name, _, place = frame.rpartition(" (")
    return f"{name[:60]} ({place.rpartition('/')[2]}"


def read(job: Job) -> Finding:
    """Compare the peak with what the data must take."""
    stats = job.json("stats.json")
    peak, number = stats["metadata"]["peak_memory"] / 2**20, stats["total_num_allocations"]
    records = job.json("frames.json")
    if not number or not records:
        raise NothingMeasuredError("not a single allocation was recorded")
    stack = records[0]["stack"] or ["unknown"]
    frames = [str(frame) for one in records for frame in one["stack"]]
    every = " ".join(frames)
    name = "calc_pure_python" if job.is_book else "run_kernel.py"
    cpp = [frame for frame in frames if ".cpp:" in frame]
    own = [frame for frame in cpp if f"/{job.source}:" in frame] or cpp
    compiled = language(job.kernel) == "C++"
    note = "a kernel allocates nothing in its loop: the C++ that is shown is around it"
    return Finding(
        lines=(
            f"peak {peak:.1f} MiB, {number:,} allocations",
            f"largest at the peak: {records[0]['size'] / 2**20:.1f} MiB, by {shortened(stack[0])}",
            # Small objects come from pymalloc's arenas, which are allocations of their own.
            f"C++ that allocated: {shortened(own[0])}" if compiled and own else ARENAS,
        ),
        checks=(
            at_least("the peak", max(job.data_mib - ARENA_MIB, 0), peak, " MiB"),
            contains("the caller", name, name in every),
            contains("C++ functions by name", "*.cpp", bool(cpp))
            if compiled
            else contains("native frames", "a C function", ".c:" in every),
            contains("the page", "memray", "memray" in job.text("memray.html").lower()),
        ),
        shown=("memray.html", "stats.json"),
        notes=(note,) if compiled else (),
    )


TOOL = Tool(
    way="deterministic",
    package="memray",
    program="memray",
    blind="time; memory that is mapped but not touched counts in full; small objects one by one",
    width=300,
)
