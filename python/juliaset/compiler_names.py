"""What compilers are called: in files as CMake has it, "GNU 12.2.0"; for readers "GCC 12.2.0"."""

import re

_LABELS = {"GNU": "gcc", "AppleClang": "apple-clang"}
_SHOWN = {"GNU": "GCC", "AppleClang": "Apple Clang"}
# The first line of `--version`, which version 0.1 kept of what compiled a user's own kernel.
_FIRST_LINES = (
    (re.compile(r"^(?:g\+\+|c\+\+|gcc|cc)\S* .*?(\d+(?:\.\d+)+)$"), "GNU"),
    (re.compile(r"^Apple clang version (\d+(?:\.\d+)+)"), "AppleClang"),
    (re.compile(r"\bclang version (\d+(?:\.\d+)+)"), "Clang"),
)


def in_files(compiler: str) -> str:
    """Return the family and version, "GNU 12.2.0"; a text that names no known family stays."""
    for line, family in _FIRST_LINES:
        if found := line.search(compiler):
            return f"{family} {found[1]}"
    return compiler


def label_of(compiler: str) -> str:
    """Return what the ids of a compiler's rows have: "clang-14"."""
    family, _, version = in_files(compiler).partition(" ")
    return f"{_LABELS.get(family, family.lower())}-{version.partition('.')[0]}"


def shown(compiler: str) -> str:
    """Return what a reader calls a compiler: "GCC 12.2.0"; empty if it is unknown."""
    family, _, version = in_files(compiler).partition(" ")
    return f"{_SHOWN.get(family, family)} {version}".rstrip()
