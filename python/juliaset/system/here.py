"""Which operating system this is. No other module of the package asks for its name."""

import sys

NAME = sys.platform  # as Python calls it: linux, darwin
_IN_WORDS = {"linux": "Linux", "darwin": "macOS"}


def is_linux() -> bool:
    """Return whether this is Linux, with /proc, /sys and its own system calls."""
    return NAME == "linux"


def is_macos() -> bool:
    """Return whether this is macOS."""
    return NAME == "darwin"


def in_words() -> str:
    """Return the system's name for a sentence."""
    return _IN_WORDS.get(NAME, NAME)
