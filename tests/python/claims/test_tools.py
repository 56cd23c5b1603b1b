"""What the experiments use: the command, the timing, and tools that may not be installed."""

import sys
from collections.abc import Callable

import pytest

from claims import __main__ as command
from claims import experiments
from claims.claim import CLAIMS, NotHereError, UnresolvedError
from claims.timing import times_as_long
from claims.tools import REPOSITORY, folder, run, tool

PYTHON = REPOSITORY / "python"


def test_command_lists_every_claim() -> None:
    done = run([sys.executable, "-m", "claims", "--list"], cwd=PYTHON)
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(CLAIMS)


def test_command_runs_one_claim_and_prints_its_evidence() -> None:
    done = run([sys.executable, "-m", "claims", "lsprof-is-old-name"], cwd=PYTHON)
    assert done.returncode == 0
    assert "lsprof-is-old-name: false" in done.stdout
    assert "_lsprof.Profiler" in done.stdout


@pytest.mark.parametrize("words", ["--list", "lsprof-is-old-name dash-m"])
def test_command_ends_quietly_if_its_reader_does(words: str) -> None:
    command = f"{sys.executable} -u -m claims {words} | true; exit ${{PIPESTATUS[0]}}"
    done = run([tool("bash"), "-c", command], cwd=PYTHON)
    assert (done.returncode, done.stderr) == (130, "")


def test_command_refuses_an_unknown_name() -> None:
    done = run([sys.executable, "-m", "claims", "nonsense"], cwd=PYTHON)
    assert done.returncode == 2
    assert "no claim is called nonsense" in done.stderr


def test_command_exits_with_one_if_a_verdict_is_not_as_stated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(experiments, "decide", lambda _: ([], "true"))
    monkeypatch.setattr(sys, "argv", ["claims", "lsprof-is-old-name"])
    assert command.main() == 1
    assert "not as stated: lsprof-is-old-name" in capsys.readouterr().out


def test_missing_tool_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotHereError, match="no-such-tool is not installed"):
        tool("no-such-tool")


def clock_of(*durations: float) -> Callable[[], float]:
    """Return a clock by which calls take the given times in turn."""
    looks = [time for duration in durations for time in (0.0, duration)]
    return lambda: looks.pop(0)


def test_ratio_is_the_median_of_the_rounds() -> None:
    clock = clock_of(6, 2, 8, 2, 40, 2)
    assert times_as_long(int, int, border=1.5, rounds=3, clock=clock) == 4


def test_ratio_around_its_border_is_unresolved() -> None:
    clock = clock_of(1, 2, 2, 2, 3, 2, 4, 2)
    with pytest.raises(UnresolvedError, match=r"around 1\.2"):
        times_as_long(int, int, border=1.2, rounds=4, clock=clock)


def test_folder_is_removed() -> None:
    with folder(sample="print(1)") as path:
        assert (path / "sample.py").read_text() == "print(1)"
    assert not path.exists()


def test_an_unresolved_claim_is_tried_again_after_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {"busy": ["unresolved: 1", "unresolved: 2", "true"], "calm": ["false"]}
    monkeypatch.setattr(experiments, "decide", lambda name: ([], answers[name].pop(0)))
    decided = list(experiments.decide_all(["busy", "calm"]))
    assert decided == [("calm", [], "false"), ("busy", [], "true")]
    printed = capsys.readouterr().out.splitlines()
    assert printed == ["busy: unresolved: 1", "calm: false", "busy: unresolved: 2", "busy: true"]
    answers["busy"] = ["unresolved: 3"] * (experiments.TRIES + 1)
    assert list(experiments.decide_all(["busy"])) == [("busy", [], "unresolved: 3")]
