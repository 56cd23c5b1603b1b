"""Reads a profile in three ways: python seestats.py [FILE], profile.stats where left out.

The functions that take the most time, who called them, and whom they call. Make the file with

    python -m cProfile -o profile.stats julia1_nopil.py
"""

import pstats
from argparse import ArgumentParser
from pathlib import Path

MOST = 10


def show(path):
    """Print the three tables of a statistics file."""
    stats = pstats.Stats(str(path))
    stats.strip_dirs().sort_stats("cumulative")
    stats.print_stats(MOST)
    print("Who called it (right) how often:")
    stats.print_callers(MOST)
    print("Whom it calls (right), how often:")
    stats.print_callees(MOST)


def main():
    """Find the file, or say how to make one."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, nargs="?", default=Path("profile.stats"))
    path = parser.parse_args().file
    if not path.is_file():
        raise SystemExit(
            f"There is no {path}; make it with: python -m cProfile -o {path} julia1_nopil.py"
        )
    show(path)


if __name__ == "__main__":
    main()
