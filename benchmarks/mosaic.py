"""What a mosaic takes, and what Dask costs it, against what was promised.

    python benchmarks/mosaic.py throughput   against independent processes; memory of a worker
    python benchmarks/mosaic.py tasks        what an empty task costs, here and with Dask alone
    python benchmarks/mosaic.py memory       the client, with 10**6 tiles that are only simulated
    python benchmarks/mosaic.py poster       32768 x 32768 with all levels, and 100000 x 100000
    python benchmarks/mosaic.py poster --size 100000      that itself
    python benchmarks/mosaic.py throughput --size 16384 --rounds 1       a look

What takes turns does so in one run, and each figure of several rounds is their median. Each part
says what it measures at the top of its file, `mosaic_*.py`. Nothing else should run meanwhile.
"""

import tempfile
from pathlib import Path

from mosaic_memory import memory
from mosaic_poster import poster
from mosaic_tasks import tasks
from mosaic_throughput import throughput
from parts import Parts, options, print_figures


def main() -> None:
    """Measure what was asked for, and print a line for each figure."""
    parts = Parts(__doc__)
    picture = options()
    picture.add_argument("--tile", type=int, default=2048, help="pixels on an edge of a tile")
    picture.add_argument("--max-iterations", type=int, default=300)
    picture.add_argument("--kernel", default="best")
    workers = options()
    workers.add_argument("--processes", type=int, default=2)
    stores = options()
    stores.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))

    added = parts.add(throughput, picture, workers, stores)
    added.add_argument("--size", type=int, default=65536, help="pixels on an edge")
    added.add_argument("--rounds", type=int, default=5)
    added = parts.add(tasks, workers)
    added.add_argument("--tasks", type=int, default=300, help="in a round")
    added.add_argument("--rounds", type=int, default=5)
    added = parts.add(memory, stores)
    added.add_argument("--tiles", type=int, default=1_000_000)
    added = parts.add(poster, picture, workers, stores)
    added.add_argument("--size", type=int, default=32768, help="pixels on an edge")
    added.add_argument("--to", type=int, default=100_000, help="the edge of the larger picture")
    asked = parts.asked()
    print_figures(asked)


if __name__ == "__main__":
    main()
