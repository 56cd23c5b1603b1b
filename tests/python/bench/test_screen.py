"""A contest while it runs: a bar with an estimate above the times, and no verdict."""

import io
from itertools import pairwise
from unittest.mock import Mock

import pytest
from contest_sample import contest
from rich.console import Console
from rich.live import Live

from juliaset.bench import screen as module
from juliaset.bench.record import State
from juliaset.bench.rounds import Step
from juliaset.bench.rules import Rules
from juliaset.bench.screen import Watch, progress_line
from juliaset.bench.table import headline

# Its fast rows take 2.1 s a round, of which there are 40; 1.2 s are for rows that each of ten
# processes times once, and 8.2 s for those that three processes time: 120 s in all.
RULES = Rules(budget_s=500)


def watched(steps: list[Step], *, terminal: bool, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(module, "_BETWEEN_DRAWINGS_S", 0.0)
    # It stands still: drawing takes longer on a machine that does other things.
    monkeypatch.setattr(module, "time", Mock(monotonic=lambda: 0.0))
    monkeypatch.setenv("TERM", "xterm")
    screen = Console(
        file=io.StringIO(), width=80, height=60, force_terminal=terminal, color_system=None
    )
    with Live(console=screen, auto_refresh=False, transient=True) as live:
        watch = Watch(live, RULES)
        for step in steps:
            watch.progress(contest(), step)
    return screen.file.getvalue()  # type: ignore[attr-defined, no-any-return]


STEPS = [Step("starting cpp.scalar@O3"), Step("round 1: cpp.scalar@O3"), Step("round 2: b", 0.2)]


def test_a_terminal_shows_times_a_bar_and_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    text = watched(STEPS, terminal=True, monkeypatch=monkeypatch)
    assert "0 s: starting cpp.scalar@O3" in text
    assert "about 120 s left: round 2: b" in text
    assert "79.1 ms" in text
    assert not any(word in text for word in ("faster", "slower", "unresolved", "verdict"))


def test_a_pipe_is_told_once_how_long_it_will_take(monkeypatch: pytest.MonkeyPatch) -> None:
    text = watched([*STEPS, Step("round 3: c", 0.4)], terminal=False, monkeypatch=monkeypatch)
    assert text.strip() == "It will take about 120 s."


def test_the_bar_grows_and_the_seconds_that_are_left_fall() -> None:
    lines = [progress_line("x", passed, 40.0, blocks=True).plain for passed in (4, 20, 36, 50)]
    lengths = [line.partition(" ")[0].count("█") for line in lines]
    assert all(longer > shorter for shorter, longer in pairwise(lengths[:3]))
    left = [line.partition("about ")[2] for line in lines]
    assert left == ["36 s left: x", "20 s left: x", "4 s left: x", "0 s left: x"]
    assert len({line.index("about") for line in lines}) == 1
    assert progress_line("x", 4, None, blocks=True).plain == "4 s: x"
    assert "#" in progress_line("x", 4, 40.0, blocks=False).plain


def test_the_headline_names_problem_rounds_and_seconds() -> None:
    record = contest()
    first, second = headline(record).splitlines()
    assert first.endswith("33,219,980 iterations.")
    assert second == "30 rounds in 58 s, and every count compared with the right one."
    record.problem, record.contest.rounds, record.contest.state = None, 1, State.INTERRUPTED
    assert headline(record) == "1 round in 58 s."
