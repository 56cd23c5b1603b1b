"""Text is text inside Jupyter too, where rich would show a table as HTML and hand back nothing."""

import pytest
from rich.console import Console

from juliaset.bench import Rules, contest

QUICK = Rules(budget_s=1, processes=1, rounds=2)


def test_an_outcome_is_printed_with_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rich.console._is_jupyter", lambda: True)
    assert Console().is_jupyter, "rich looks for Jupyter elsewhere now: this test proves nothing"
    outcome = contest({"short": lambda: sum(range(9)), "long": lambda: sum(range(99))}, rules=QUICK)
    assert "short" in str(outcome)
    assert "long" in str(outcome)
