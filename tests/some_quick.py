"""Cases of one test of which `make test` runs some, and `make test-all` runs all."""

from collections.abc import Mapping

import pytest
from _pytest.mark import ParameterSet


def some_quick(cases: Mapping[str, object], *quick: str) -> list[ParameterSet]:
    """Return each case under its name, a tuple as several arguments; all but the quick are slow."""
    unknown = set(quick) - cases.keys()
    assert not unknown, f"there is no case {unknown}"
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            id=name,
            marks=() if name in quick else pytest.mark.slow,
        )
        for name, case in cases.items()
    ]
