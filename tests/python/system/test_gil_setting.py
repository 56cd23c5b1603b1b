"""What a Python says about its GIL, and how a process gets a Python that has one."""

import os
import platform
import subprocess
import sys

import pytest

from claims.claim import NotHereError
from claims.tools import require_gil
from juliaset.machine import python_in_words
from juliaset.system import gil

HAS_GIL = "import sys; print(getattr(sys, '_is_gil_enabled', lambda: True)())"


@pytest.fixture
def _as_free_threaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gil, "is_free_threaded", lambda: True)


def output_of(*words: str, **environment: str) -> str:
    command = [sys.executable, *words, "-c", HAS_GIL]
    done = subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_a_process_that_is_to_have_a_gil_has_one() -> None:
    assert output_of(**gil.gil_setting(present=True)) == "True"
    assert output_of(*gil.options_for_gil()) == "True"


def test_a_process_that_is_to_have_none_has_none_if_this_python_can() -> None:
    assert output_of(**gil.gil_setting(present=False)) == str(not gil.is_free_threaded())


@pytest.mark.usefixtures("_as_free_threaded")
def test_a_free_threaded_python_is_told_what_to_do() -> None:
    assert gil.gil_setting(present=True) == {"PYTHON_GIL": "1"}
    assert gil.gil_setting(present=False) == {"PYTHON_GIL": "0"}
    assert gil.options_for_gil() == ["-X", "gil=1"]


def test_a_record_says_whether_a_free_threaded_python_had_its_gil_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: True, raising=False)
    assert python_in_words() == platform.python_version() + (
        " free-threaded, with its GIL on" if gil.is_free_threaded() else ""
    )
    monkeypatch.setattr("juliaset.machine.is_free_threaded", lambda: True)
    assert python_in_words() == f"{platform.python_version()} free-threaded, with its GIL on"
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False)
    assert python_in_words() == f"{platform.python_version()} free-threaded"


@pytest.mark.skipif(gil.is_free_threaded(), reason="this Python is free-threaded")
def test_a_python_with_a_gil_is_told_nothing() -> None:
    assert gil.gil_setting(present=False) == {}
    assert gil.options_for_gil() == []


def test_claims_about_the_gil_need_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: True, raising=False)
    require_gil()
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False)
    with pytest.raises(NotHereError, match="about a Python with a GIL"):
        require_gil()
