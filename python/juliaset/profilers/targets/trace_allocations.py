"""Runs one kernel under tracemalloc: python trace_allocations.py KERNEL WIDTH RESULT.json.

tracemalloc sees only what is allocated after start().
"""

import inspect
import json
import sys
import tracemalloc
from pathlib import Path

import numpy as np

from juliaset.profilers.targets import bound
from juliaset.registry import get_kernel


def main(name: str, width: int, result: Path) -> None:
    """Trace the output array and one call; write what each domain holds, and the largest lines."""
    get_kernel(name)  # loads it
    tracemalloc.start()
    call, out = bound(name, width)
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    answer = call.run()
    peak = tracemalloc.get_traced_memory()[1] - before
    snapshot = tracemalloc.take_snapshot()
    tracemalloc.stop()
    call.finish(answer)
    domain = np.lib.tracemalloc_domain
    of_numpy = snapshot.filter_traces([tracemalloc.DomainFilter(inclusive=True, domain=domain)])
    here = tracemalloc.Filter(inclusive=True, filename_pattern=inspect.getfile(bound))
    facts = {
        "sum": int(out.sum(dtype=np.int64)),
        "numpy_bytes_here": sum(trace.size for trace in of_numpy.filter_traces([here]).traces),
        "python_bytes": sum(trace.size for trace in snapshot.traces if trace.domain != domain),
        "peak_of_the_call": peak,
        "largest": [str(line) for line in snapshot.statistics("lineno")[:10]],
    }
    result.write_text(json.dumps(facts, indent=1))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
