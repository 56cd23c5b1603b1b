"""What a learner fills in as TOML: a small table of numbers and texts that can be printed.

The standard library reads more than an exercise needs: numbers that cannot be printed, tables too
deep for repr(), and keys that take minutes.
"""

import re
import tomllib
from pathlib import Path
from typing import Any

from juliaset.grader.files import read_text
from juliaset.grader.verdict import FailedError

_LARGEST = 8_000  # characters: a key of many parts takes time that grows with its square
_DEEPEST = 4
_LONGEST_REASON = 200
_LONGEST_VALUE = 60
_QUOTES = "\"'\u201c\u201d\u2018\u2019 "  # also those that a text editor makes curly
# A value of words: no number or date, table, list or text in straight quotes on both sides.
_BARE = re.compile(
    r"(?P<key>[A-Za-z_]{1,40})\s*=\s*"
    r"(?P<value>[\u201c\u2018]?-{0,2}[A-Za-z][^#\"']*|\"[^#\"']+|'[^#\"']+)(?:#.*)?"
)
_WORDS_OF_TOML = {"true", "false", "nan", "inf", "-inf", "-nan"}


def read_toml(path: Path) -> dict[str, Any]:
    """Return the table in a submission's file; raise FailedError if it is none, or an odd one."""
    text = read_text(path, 1 << 20)
    if len(text) > _LARGEST:
        raise FailedError(
            f"{path.name} has {len(text):,} characters; allowed: {_LARGEST:,}. Only the answers "
            "belong in it."
        )
    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise FailedError(f"{path.name} is not TOML: {_too_deep()}") from None
    except (ValueError, OverflowError) as error:
        why = _odd_value(error)
        if isinstance(error, tomllib.TOMLDecodeError):
            why = _without_quotes(text) or str(error)
        raise FailedError(f"{path.name} is not TOML: {why[:_LONGEST_REASON]}") from None
    for key, value in table.items():
        if complaint := _complaint(value):
            raise FailedError(f"{path.name}: {key:.40} has {complaint}")
    return table


def _without_quotes(text: str) -> str:
    """Return what to do if an answer of letters lacks its quotes; empty if none does."""
    for number, line in enumerate(text.splitlines(), 1):
        found = _BARE.fullmatch(line.strip())
        if found and found["value"].strip() not in _WORDS_OF_TOML:
            key, value = found["key"], found["value"].strip(_QUOTES)
            return f'line {number}: put the {key} in quotes: {key} = "{value[:_LONGEST_VALUE]}"'
    return ""


def _odd_value(error: Exception) -> str:
    """Return what TOML does not allow; Python's own words advise how to change the interpreter."""
    if "digits" in str(error):
        return "a number has thousands of digits; allowed: whole numbers of 64 bits"
    return str(error)


def _too_deep() -> str:
    return f"tables or lists in each other; allowed: {_DEEPEST} levels"


def _complaint(value: object) -> str:
    """Return what no answer may contain; empty if there is nothing of it."""
    waiting = [(value, 1)]
    while waiting:
        value, depth = waiting.pop()
        if depth > _DEEPEST:
            return _too_deep()
        if isinstance(value, int) and not -(2**63) <= value < 2**63:
            return "a number that is too large; allowed: whole numbers of 64 bits"
        if isinstance(value, dict):
            waiting += [(each, depth + 1) for each in value.values()]
        if isinstance(value, list):
            waiting += [(each, depth + 1) for each in value]
    return ""
