"""Searches for inputs that break a rule: a few fixed ones, or random ones for a given time.

JULIASET_FUZZ_SECONDS says how long each search goes on. Without it a search tries the same few
examples every time, so that the quick tests have no luck.
"""

import os
import time
from collections import Counter
from collections.abc import Callable

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

VARIABLE = "JULIASET_FUZZ_SECONDS"
# How many inputs each search has tried; conftest.py prints it.
tried: Counter[str] = Counter()


def seconds() -> float:
    """Return how long each search goes on; 0 for a few fixed examples."""
    return float(os.environ.get(VARIABLE) or 0)


def search(
    name: str, rule: Callable[..., None], *inputs: SearchStrategy[object], examples: int
) -> None:
    """Call the rule, which raises AssertionError, with inputs that are drawn."""

    def counted(drawn: tuple[object, ...]) -> None:
        tried[name] += 1
        rule(*drawn)

    limited = seconds()
    look = settings(
        max_examples=100 if limited else examples,
        derandomize=not limited,
        phases=(Phase.generate, Phase.shrink)[: 2 if limited else 1],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )(given(st.tuples(*inputs))(counted))
    until = time.monotonic() + limited
    look()
    while time.monotonic() < until:
        look()
