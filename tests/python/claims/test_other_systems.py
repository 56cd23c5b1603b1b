"""What an experiment says on a Mac, where Linux's files and calls are missing."""

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from claims import experiments
from claims.claim import Case
from juliaset.system import here

OF_LINUX = [
    lambda: os.no_such_call_of_linux,  # type: ignore[attr-defined]
    lambda: Path("/proc/no such file").read_text(),
    lambda: Path("/sys/no such file").read_text(),
]
MISTAKES = [
    lambda: experiments.no_such_name,  # type: ignore[attr-defined]
    lambda: Path("/no such folder/file").read_text(),
    lambda: Path("/").read_bytes(),
]


def decide(
    experiment: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> tuple[list[Case], str]:
    monkeypatch.setitem(experiments.CLAIMS, "planted", SimpleNamespace(run=experiment))  # type: ignore[arg-type]
    return experiments.decide("planted")


@pytest.mark.parametrize("experiment", OF_LINUX)
def test_what_is_of_linux_cannot_be_run_on_a_mac(
    experiment: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises((AttributeError, OSError)):
        decide(experiment, monkeypatch)
    monkeypatch.setattr(here, "NAME", "darwin")
    assert decide(experiment, monkeypatch)[1].startswith("can't be run here: it needs Linux (")


@pytest.mark.parametrize("experiment", MISTAKES)
def test_a_mistake_in_an_experiment_is_one_on_a_mac_too(
    experiment: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "NAME", "darwin")
    with pytest.raises((AttributeError, OSError)):
        decide(experiment, monkeypatch)
