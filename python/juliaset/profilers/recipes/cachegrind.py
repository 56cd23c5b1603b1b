"""cachegrind: caches and branch prediction, simulated: where no hardware counters are to be had."""

import re

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Finding, Overhead, Recipe, at_least, at_most
from juliaset.profilers.requirements import need_program, not_under_valgrind

LABELS = {
    "instructions": r"I +refs",
    "data": r"D +refs",
    "first level misses": r"D1 +misses",
    "last level misses": r"LLd misses",
    "branches": r"Branches",
    "mispredicted": r"Mispredicts",
}


def words(job: Job) -> list[str]:
    """Simulate caches like this machine's; branches only because they are asked for."""
    out = f"--cachegrind-out-file={job.path('cachegrind.out')}"
    options = ["--tool=cachegrind", "--cache-sim=yes", "--branch-sim=yes", out]
    return ["valgrind", *options, *job.python()]


def record(job: Job) -> None:
    """Simulate; the sums stand in what it prints."""
    ran = job.run(words(job)).succeeded()
    job.keep("cachegrind.txt", re.sub(r"^[=-]{2}\d+[=-]{2} ?", "", ran.err, flags=re.MULTILINE))


def read(job: Job) -> Finding:
    """Take the sums; a branch's cost is a guess, its number is not."""
    text, sums = job.text("cachegrind.txt"), {}
    for name, label in LABELS.items():
        found = re.search(rf"^{label}: +([\d,]+)", text, re.MULTILINE)
        if not found:
            raise NothingMeasuredError(f"there is no line {label!r} in what it printed")
        sums[name] = int(found[1].replace(",", ""))
    missed = sums["mispredicted"] / max(sums["branches"], 1)
    first = sums["first level misses"] / max(sums["data"], 1)
    last = sums["last level misses"] / max(sums["data"], 1)
    return Finding(
        lines=(
            f"{sums['instructions']:,} instructions, {sums['data']:,} reads and writes",
            f"caches: {first:.2%} of them miss the first level, {last:.2%} the last",
            f"branches: {sums['branches']:,}, of which {missed:.2%} are mispredicted",
        ),
        checks=(
            at_least("instructions", job.known.iterations, sums["instructions"]),
            at_least("branches: one an iteration", job.known.iterations, sums["branches"]),
            at_most("mispredicted", sums["branches"], sums["mispredicted"]),
            at_most(
                "misses of the last level", sums["first level misses"], sums["last level misses"]
            ),
        ),
        shown=("cachegrind.txt",),
    )


RECIPE = Recipe(
    name="cachegrind",
    program="valgrind",
    question="How often do caches miss and branches go the other way, by a simple model?",
    way="deterministic",
    needs=lambda: need_program("valgrind", "valgrind"),
    record=record,
    read=read,
    blind="the real caches and predictor, prefetching, time; AVX-512",
    width=100,
    refuses=not_under_valgrind,
    overhead=Overhead(50, 200, words),
)
