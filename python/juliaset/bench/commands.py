"""Command lines as rows of a contest: parameters take their values, and each row gets its words.

A parameter NAME is written as {NAME} in a command. Only the names of parameters are replaced,
wherever they are, also between quotes; all other braces stay as they are, because shells and awk
use them.
"""

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from juliaset.ranges import LONGEST_ROW

MOST_ROWS = 100
_PARAMETER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
# What shlex says about a text that it cannot split.
_ODD = {
    "No closing quotation": "a quote is not closed",
    "No escaped character": "the last backslash escapes nothing",
}
_QUOTED = re.compile(r"\\.|'[^']*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
_OF_A_SHELL = re.compile(r"\|\|?|&&|[0-9&]?>>?(?:&[0-9])?|<|&|;")
Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Command:
    """A row: its name, the words of its program, and those of what runs before it.

    Attributes:
        name: The command with the values of its parameters; a parameter that is only in `setup` or
            `prepare` follows as a comment.
        words: The program and its arguments.
        setup: What runs once, before the first round; empty for nothing.
        prepare: What runs before each run of the program; empty for nothing.
        of_shell: The first thing in them that only a shell understands; empty if there is none.
    """

    name: str
    words: list[str]
    setup: list[str]
    prepare: list[str]
    of_shell: str = ""


def parameters(texts: Sequence[str]) -> dict[str, list[str]]:
    """Return the values of each parameter, from texts like width=100,1000."""
    found: dict[str, list[str]] = {}
    for text in texts:
        name, _, listed = text.partition("=")
        values = listed.split(",")
        if not _PARAMETER.fullmatch(name) or not all(values):
            raise ValueError(f"--param is {text!r}; allowed: a name and values, like n=100,1000")
        if name in found:
            raise ValueError(f"--param {name} is given twice; allowed: once, with all its values")
        if len(set(values)) < len(values):
            raise ValueError(f"--param {text} has a value twice; allowed: values that differ")
        found[name] = values
    return found


def commands(
    texts: Sequence[str], of: Parameters, *, setup: str = "", prepare: str = ""
) -> list[Command]:
    """Return the row of each command with each combination of the parameters that concern it."""
    for text in texts:
        _words("--command", text)
    for name in of:
        if not any(_has(text, name) for text in (*texts, setup, prepare)):
            raise ValueError(f"--param {name} is in no command; allowed: commands with {{{name}}}")
    if (rows_of := len(texts) * prod(map(len, of.values()))) > MOST_ROWS:
        raise ValueError(f"--param gives {rows_of} rows; allowed: up to {MOST_ROWS}")
    rows: dict[str, tuple[int, Command]] = {}
    for combination in product(*of.values()):
        values = dict(zip(of, combination, strict=True))
        for place, text in enumerate(texts):
            row = _row(text, values, setup, prepare)
            if len(row.name) > LONGEST_ROW:
                words = f"--command has {len(row.name):,} characters"
                raise ValueError(f"{words}; allowed: up to {LONGEST_ROW:,}, or a script")
            # A command without a parameter would run once for each of its values.
            if rows.setdefault(row.name, (place, row))[0] != place:
                words = f"--command {row.name!r} is given twice"
                raise ValueError(f"{words}; allowed: commands that differ")
    return [row for _, row in rows.values()]


def of_shell(text: str) -> str:
    """Return the first operator of a shell that is not quoted in a text; empty if there is none."""
    found = _OF_A_SHELL.search(_QUOTED.sub("_", text))
    return found[0] if found else ""


def _row(text: str, values: Mapping[str, str], setup: str, prepare: str) -> Command:
    filled = _filled(text, values)
    hidden = [
        f"{name}={value}"
        for name, value in values.items()
        if not _has(text, name) and (_has(setup, name) or _has(prepare, name))
    ]
    return Command(
        name=f"{filled} # {' '.join(hidden)}" if hidden else filled,
        words=_words("--command", filled),
        setup=_words("--setup", _filled(setup, values)) if setup else [],
        prepare=_words("--prepare", _filled(prepare, values)) if prepare else [],
        of_shell=of_shell("\n".join(_filled(each, values) for each in (setup, prepare, text))),
    )


def _has(text: str, name: str) -> bool:
    return f"{{{name}}}" in text


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Replace all parameters at once, so that none is replaced inside a value."""
    if not values:
        return text
    names = "|".join(re.escape(name) for name in values)
    return re.sub(rf"\{{({names})\}}", lambda found: values[found[1]], text)


def _words(option: str, text: str) -> list[str]:
    try:
        words = shlex.split(text)
    except ValueError as error:
        why = _ODD.get(str(error), str(error))
        raise ValueError(
            f"{option} is {text!r}, where {why}; allowed: words as in a shell"
        ) from None
    if not words:
        raise ValueError(f"{option} is {text!r}; allowed: a program and its arguments")
    return words
