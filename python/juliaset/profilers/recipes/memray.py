"""memray: which call allocated what is held at the peak, C++ included?"""  # noqa: D400 - a question

import json
from typing import Any

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Finding, Overhead, Recipe, at_least, contains
from juliaset.profilers.requirements import language, need_tool

ARENAS = "small objects show as arenas of 1 MiB (--trace-python-allocators shows each, slowly)"
LARGEST = 20


def is_cpp(file: str) -> bool:
    """Whether a frame's file is one of C++."""
    return file.endswith((".cpp", ".hpp"))


def words(job: Job) -> list[str]:
    """--native unwinds the C stack of each allocation; -f writes over an old file."""
    return ["memray", "run", "-q", "--native", "-f", "-o", job.path("memray.bin"), *job.target()]


def record(job: Job) -> None:
    """Record, sum up, and draw without loading anything from the net."""
    job.run(words(job)).succeeded()
    data = job.path("memray.bin")
    job.run(["memray", "stats", "--json", "-f", "-o", job.path("stats.json"), data]).succeeded()
    page = ["memray", "flamegraph", "--no-web", "-f", "-o", job.path("memray.html"), data]
    job.run(page).succeeded()
    job.keep("frames.json", json.dumps(at_peak(job)))


def at_peak(job: Job) -> list[dict[str, Any]]:
    """Give what was held at the peak, with its stack of Python and C++."""
    from memray import FileReader  # noqa: PLC0415 - it may be missing

    kept: list[dict[str, Any]] = []
    with FileReader(job.file("memray.bin")) as reader:
        records = sorted(
            reader.get_high_watermark_allocation_records(merge_threads=True),
            key=lambda one: -one.size,
        )
        kept += [
            {
                "size": one.size,
                "count": one.n_allocations,
                "stack": [
                    f"{name} ({file}:{line})" for name, file, line in one.hybrid_stack_trace()
                ],
            }
            for at, one in enumerate(records)
            if at < LARGEST or any(is_cpp(frame[1]) for frame in one.hybrid_stack_trace())
        ]
    return kept


def every_frame(frames: list[dict[str, Any]]) -> list[str]:
    """Give the frames of all stacks, one after another."""
    return [str(frame) for one in frames for frame in one["stack"]]


def shortened(frame: str) -> str:
    """Leave a frame its function and its file's name."""
    name, _, place = frame.rpartition(" (")
    return f"{name[:60]} ({place.rpartition('/')[2]}"


def read(job: Job) -> Finding:
    """Hold the peak against what the data must take."""
    stats = job.json("stats.json")
    peak, number = stats["metadata"]["peak_memory"], stats["total_num_allocations"]
    frames = job.json("frames.json")
    if not number or not frames:
        raise NothingMeasuredError("not a single allocation was recorded")
    # Small objects come from pymalloc's arenas, which are allocations of their own.
    least = job.least_mib * 2**20
    stack = [str(frame) for frame in frames[0]["stack"]] or ["unknown"]
    largest = frames[0]["size"] / 2**20
    every = " ".join(every_frame(frames))
    name = "calc_pure_python" if job.is_book else "run_kernel.py"
    cpp = list(dict.fromkeys(name for name in every_frame(frames) if ".cpp:" in name))
    own = [name for name in cpp if f"/{job.source}:" in name] or cpp
    compiled = not job.is_book and language(job.row) == "C++"
    return Finding(
        lines=(
            f"peak {peak / 2**20:.1f} MiB, {number:,} allocations",
            f"largest at the peak: {largest:.1f} MiB, by {shortened(stack[0])}",
            f"C++ that allocated: {shortened(own[0])}" if compiled and own else ARENAS,
        ),
        checks=(
            at_least("the peak", least / 2**20, peak / 2**20, " MiB"),
            contains("the caller", name, name in every),
            contains("C++ functions by name", "*.cpp", bool(cpp))
            if compiled
            else contains("native frames", "a C function", ".c:" in every),
            contains("the page", "memray", "memray" in job.text("memray.html").lower()),
        ),
        shown=("memray.html", "stats.json"),
        notes=("a kernel allocates nothing in its loop: what shows of C++ is around it",)
        if compiled
        else (),
    )


RECIPE = Recipe(
    name="memray",
    package="memray",
    question="Which call allocated what is held at the peak, C++ included?",
    way="deterministic",
    needs=lambda: need_tool("memray"),
    record=record,
    read=read,
    blind="time; memory that is mapped but not touched counts in full; small objects one by one",
    width=300,
    overhead=Overhead(100, 500, words),
)
