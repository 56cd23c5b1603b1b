"""What several tests of the system need: a Mac, as far as juliaset can tell."""

import pytest

from juliaset.system import here


@pytest.fixture
def _mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "NAME", "darwin")
