"""The heavy loop on one core, against the same loop under `#pragma omp parallel for`."""

import re
import tempfile
from pathlib import Path

from pair import main, script
from pictures import bound, has_right_counts, picture

from juliaset.profilers.requirements import need_perf
from juliaset.profilers.running import run

ROW = re.compile(r"^ *([\d.]+)% +\d+:\S+ +libjulia", re.MULTILINE)  # perf's "pid" is a thread's
FEWEST = 1.0  # percent of all samples: what only waits at the end is no worker
needs = need_perf
right = has_right_counts


def before(data):
    """Compute all rows in the calling thread."""
    return data["cpp.scalar"]()


def after(data):
    """Share the rows out to all cores."""
    return data["cpp.openmp"]()


def prepare(size):
    """Bind both kernels to one picture."""
    problem, expected = picture(size)
    calls = {name: bound(problem, name) for name in ("cpp.scalar", "cpp.openmp")}
    return {**calls, "expected": expected}


def look(side, size):
    """Count the threads in which perf saw the kernel's library."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        target = ["python", script("threads"), str(size), "--only", side, "--seconds", "1"]
        record = ["perf", "record", "-q", "-e", "cpu-clock:u", "-o", "perf.data", "--", *target]
        run(record, here).succeeded()
        report = ["perf", "report", "-i", "perf.data", "--stdio", "-s", "pid,dso"]
        printed = run(report, here).succeeded().out
    return sum(float(percent) >= FEWEST for percent in ROW.findall(printed))


if __name__ == "__main__":
    main("threads")
