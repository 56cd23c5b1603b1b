"""Settings that must be made before the first test is imported."""

import os
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

import pytest
from benchmark_programs import FOLDER
from hypothesis import settings

# Numba fixes its most threads when it is imported; the tests ask for three on any machine.
os.environ.setdefault("NUMBA_NUM_THREADS", "4")

# The same examples on every machine and in every run: a failure can be run again.
settings.register_profile("juliaset", derandomize=True, deadline=None, database=None)
settings.load_profile("juliaset")


@pytest.fixture
def benchmark_file(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Import a file of benchmarks/, where they import each other by their names."""
    monkeypatch.syspath_prepend(FOLDER)  # type: ignore[no-untyped-call]
    return import_module
