"""Compute a mosaic in a process of its own, which a test kills: python killed.py STORE KERNEL."""

import sys

from juliaset.mosaic import Mosaic


def main(store: str, kernel: str) -> None:
    mosaic = Mosaic.open(store)
    print("begun", flush=True)  # noqa: T201 - the test waits for it
    mosaic.compute(kernel, 1, batch_seconds=1e-9)  # one tile at a time


if __name__ == "__main__":
    main(*sys.argv[1:])
