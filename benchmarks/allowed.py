"""What the options of a benchmark may say; one that is wrong ends it with what is allowed."""

import argparse
from collections.abc import Callable
from fnmatch import fnmatch

from juliaset.explorer.offered import why_not
from juliaset.kernel_type import UnavailableError
from juliaset.registry import get_kernel, kernels


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number between two bounds."""

    def read(word: str) -> int:
        try:
            if least <= (found := int(word)) <= most:
                return found
        except ValueError:
            pass
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number from {least} to {most}")

    return read


def number(most: float) -> Callable[[str], float]:
    """Return what reads a number above 0 up to a bound."""

    def read(word: str) -> float:
        try:
            if 0 < (found := float(word)) <= most:
                return found
        except ValueError:
            pass
        raise argparse.ArgumentTypeError(f"{word!r} is not a number above 0, up to {most:g}")

    return read


def kernel(name: str) -> str:
    """Read the name of a kernel that an explorer runs."""
    try:
        found = get_kernel(name)
    except (ValueError, UnavailableError) as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if reason := why_not(found):
        raise argparse.ArgumentTypeError(f"{name} cannot run here: {reason}")
    return name


def pattern(words: str) -> str:
    """Read a pattern of names of kernels."""
    if not any(fnmatch(each.name, words) for each in kernels()):
        raise argparse.ArgumentTypeError(
            f"no kernel has a name like {words!r} (`juliaset list` shows all)"
        )
    return words
