"""The harness: contestants run in rounds of random order, next to a baseline and its controls.

`contest({"old": old, "new": new}, check=is_right)` compares functions.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from juliaset.bench.contests import contest
    from juliaset.bench.outcome import Outcome
    from juliaset.bench.rules import Rules

__all__ = ["Outcome", "Rules", "contest"]

_HOME = {"Outcome": "outcome", "Rules": "rules", "contest": "contests"}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: the process of a row needs none of them."""
    if name not in _HOME:
        raise AttributeError(f"module 'juliaset.bench' has no attribute '{name}'")
    return getattr(import_module(f"juliaset.bench.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """Return the lazy names too."""
    return sorted([*globals(), *__all__])
