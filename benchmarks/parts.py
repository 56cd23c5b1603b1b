"""The command line of a benchmark that has several parts: each of them yields its figures."""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from figures import Figure, say


def options() -> argparse.ArgumentParser:
    """Return a place for options that several parts share."""
    return argparse.ArgumentParser(add_help=False)


class Parts:
    """The parts of a benchmark, by their names."""

    def __init__(self, words: str | None) -> None:
        """Begin without any; words: what --help says."""
        self._read = argparse.ArgumentParser(
            description=words, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        self._parts = self._read.add_subparsers(required=True, metavar="PART")

    def add(
        self,
        measure: Callable[[argparse.Namespace], Iterator[Figure]],
        *shared: argparse.ArgumentParser,
    ) -> argparse.ArgumentParser:
        """Add a part, which has the name of its function; return the place for its own options."""
        made = self._parts.add_parser(measure.__name__, parents=list(shared))
        made.set_defaults(measure=measure)
        return made

    def asked(self) -> argparse.Namespace:
        """Return which part was asked for, with its options."""
        return self._read.parse_args()


def print_figures(asked: argparse.Namespace) -> None:
    """Measure what was asked for, and print a line for each figure.

    Ctrl-C, and an answer that does not come, end the program without a traceback.
    """
    try:
        for figure in asked.measure(asked):
            say(figure)
    except KeyboardInterrupt:
        sys.exit(130)
    except TimeoutError as error:
        sys.exit(f"{Path(sys.argv[0]).name}: {error}")
