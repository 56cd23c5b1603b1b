"""What a learner fills in as TOML: a small table of numbers and texts that can be printed.

The standard library reads more than an exercise needs: numbers that cannot be printed, tables too
deep for repr(), and keys that take minutes.
"""

import tomllib
from pathlib import Path
from typing import Any

from juliaset.grader.files import read_text
from juliaset.grader.verdict import FailedError

_LARGEST = 8_000  # characters: a key of many parts takes time that grows with its square
_DEEPEST = 4
_LONGEST_REASON = 200


def read_toml(path: Path) -> dict[str, Any]:
    """Return the table in a submission's file; raise FailedError if it is none, or an odd one."""
    text = read_text(path, 1 << 20)
    if len(text) > _LARGEST:
        raise FailedError(
            f"{path.name} has {len(text):,} characters; allowed: {_LARGEST:,}. Only the answers "
            f"belong into it."
        )
    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise FailedError(f"{path.name} is not TOML: {_too_deep()}") from None
    except (ValueError, OverflowError) as error:
        why = str(error) if isinstance(error, tomllib.TOMLDecodeError) else _odd_value(error)
        raise FailedError(f"{path.name} is not TOML: {why[:_LONGEST_REASON]}") from None
    for key, value in table.items():
        if complaint := _complaint(value):
            raise FailedError(f"{path.name}: {key:.40} has {complaint}")
    return table


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
