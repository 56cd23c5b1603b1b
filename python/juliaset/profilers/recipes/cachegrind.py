"""How often do caches miss and are branches mispredicted, in a simple model?"""  # noqa: D400 - a question

import re

from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, at_most
from juliaset.profilers.recipes.callgrind import read_valgrind
from juliaset.profilers.requirements import not_under_valgrind


def commands(job: Job) -> Commands:
    """Simulate caches like this machine's, and keep the sums; branches only on request."""
    out = f"--cachegrind-out-file={job.path('cachegrind.out')}"
    options = ["--tool=cachegrind", "--cache-sim=yes", "--branch-sim=yes", out]
    table = (yield ["valgrind", *options, *job.python()]).err
    job.keep("cachegrind.txt", re.sub(r"^[=-]{2}\d+[=-]{2} ?", "", table, flags=re.MULTILINE))


def read(job: Job) -> Finding:
    """Compare the sums; the cost of a misprediction is a guess, their number is not."""
    counts, _ = read_valgrind(job.text("cachegrind.out"))
    data, first, last = (counts[f"D{at}r"] + counts[f"D{at}w"] for at in ("", "1m", "Lm"))
    branches, missed = counts["Bc"] + counts["Bi"], counts["Bcm"] + counts["Bim"]
    part, least = max(data, 1), job.known.iterations
    return Finding(
        lines=(
            f"{counts['Ir']:,} instructions, {data:,} reads and writes",
            f"caches: {first / part:.2%} of them miss the first level, {last / part:.2%} the last",
            f"branches: {branches:,}, of which {missed / max(branches, 1):.2%} are mispredicted",
        ),
        checks=(
            at_least("instructions", least, counts["Ir"]),
            at_least("branches: one an iteration", least, branches),
            at_most("mispredicted", branches, missed),
            at_most("misses of the last level", first, last),
        ),
        shown=("cachegrind.txt",),
    )


TOOL = Tool(
    way="deterministic",
    program="valgrind",
    thing="valgrind",
    blind="the real caches and predictor, prefetching, time; AVX-512",
    width=100,
    refuses=not_under_valgrind,
    widths=(50, 200),
)
