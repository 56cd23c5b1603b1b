"""Reads a profile in three ways: python seestats.py [FILE], profile.stats if left out.

The functions that take the most time, their callers, and what they call. Make the file with

    python -m cProfile -o profile.stats julia1_nopil.py
"""

import pstats
from argparse import ArgumentParser
from pathlib import Path

MOST = 10
USUAL = "profile.stats"
HOW = "make one with: python -m cProfile -o {} julia1_nopil.py"


def show(path):
    """Print the three tables of a statistics file."""
    try:
        stats = pstats.Stats(str(path))
    except (ValueError, EOFError, TypeError):
        raise SystemExit(f"{path} is not a file of cProfile's; {HOW.format(USUAL)}") from None
    stats.strip_dirs().sort_stats("cumulative")
    stats.print_stats(MOST)
    print("Who called it (right) how often:")
    stats.print_callers(MOST)
    print("Whom it calls (right), how often:")
    stats.print_callees(MOST)


def main():
    """Find the file, or print how to make one."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, nargs="?", default=Path(USUAL), help=HOW.format(USUAL))
    path = parser.parse_args().file
    if not path.is_file():
        name = USUAL if str(path).startswith("-") else path
        raise SystemExit(f"There is no {path}; {HOW.format(name)}")
    show(path)


if __name__ == "__main__":
    main()
