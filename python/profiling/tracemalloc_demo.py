"""Which line holds the memory: python tracemalloc_demo.py [SIZE].

tracemalloc notes which line allocates, from start() on. What was there before, it does not know;
without start() there is no snapshot to take. It sees Python's objects, and NumPy's arrays, which
NumPy reports to it in a domain of their own, to the byte. It does not see what C++ takes with new.
"""

import tracemalloc
from pathlib import Path

import numpy as np

from grid import asked

SIZE = 1_000_000
TOP = 5
NUMPY_ONLY = tracemalloc.DomainFilter(inclusive=True, domain=np.lib.tracemalloc_domain)


def held():
    """Count the bytes of NumPy's arrays that live at this moment."""
    snapshot = tracemalloc.take_snapshot().filter_traces([NUMPY_ONLY])
    return sum(trace.size for trace in snapshot.traces)


def main(size):
    """Compare a copy with work in place, then show the lines that hold the most."""
    tracemalloc.start()
    array = np.random.default_rng(1).random(size)
    before = held()
    doubled = array * 2.0
    copied = held() - before
    array *= 2.0
    in_place = held() - before - copied
    assert np.array_equal(array, doubled)
    print(f"size {size:,}: NumPy holds {before:,} bytes, 8 a number and a few for the shape")
    print(f"array * 2.0   took {copied:,} bytes more: a copy")
    print(f"array *= 2.0  took {in_place:,} bytes more: the same place")
    assert 8 * size <= before < 8 * size + 200
    assert (copied, in_place) == (8 * size, 0)

    print(f"\nThe {TOP} lines that hold the most:")
    for statistic in tracemalloc.take_snapshot().statistics("lineno")[:TOP]:
        frame = statistic.traceback[0]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        print(f"{place:<32}{statistic.size:14,} bytes in {statistic.count:,} blocks")
    now, peak = tracemalloc.get_traced_memory()
    print(f"All that was traced: {now:,} bytes now, {peak:,} at the most")
    tracemalloc.stop()


if __name__ == "__main__":
    main(asked(__doc__, SIZE, "size"))
