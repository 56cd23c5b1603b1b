"""How far a command is: a bar on a terminal, and lines in a log."""

from io import StringIO

import pytest
from rich.console import Console

from juliaset.cli.progress import MEGAPIXELS, TILES, Watch, in_time, watch
from juliaset.terminal import console


def test_a_log_gets_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr("juliaset.cli.progress.time.monotonic", lambda: now)
    shown = Watch(TILES, console(), None)
    for now in (101.0, 109.9, 110.0, 111.0, 119.0, 120.5):
        done = int(now - 100) * 3
        shown.note(1000 + done, 2000, done)
    shown = Watch(MEGAPIXELS, console(), None)
    now += 20
    shown.note(4_000_000, 9_000_000, 4_000_000, 7200)
    assert capsys.readouterr().out.splitlines() == [
        "1,030 of 2,000 tiles (52%), 3 tiles a second, about 5 min left",
        "1,060 of 2,000 tiles (53%), 2.93 tiles a second, about 5 min left",
        "4 of 9 megapixels (44%), 0.2 megapixels a second, about 2 h 0 min left",
    ]


def test_a_terminal_gets_a_bar_that_is_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Console(file=StringIO(), force_terminal=True, width=80, highlight=False)
    monkeypatch.setattr("juliaset.terminal.console", lambda: screen)
    monkeypatch.setattr("juliaset.cli.progress._BETWEEN_DRAWINGS_S", 0)
    monkeypatch.setattr("juliaset.cli.progress._BEFORE_ESTIMATES_S", 0)
    with watch(TILES) as shown:
        shown.note(50, 200, 10, 90)
        shown.say("[red] is broken")
    assert isinstance(screen.file, StringIO)
    drawn = screen.file.getvalue()
    assert " 25%" in drawn
    assert " tiles a second, about 2 min left" in drawn
    assert "[red] is broken\n" in drawn
    assert drawn.endswith("\x1b[1A\x1b[2K")  # up one line, which is cleared


def test_a_bar_estimates_nothing_from_its_first_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Console(file=StringIO(), force_terminal=True, width=80, highlight=False)
    monkeypatch.setattr("juliaset.terminal.console", lambda: screen)
    now = 100.0
    monkeypatch.setattr("juliaset.cli.progress.time.monotonic", lambda: now)
    assert isinstance(screen.file, StringIO)
    with watch(MEGAPIXELS) as shown:
        now = 101.9
        shown.note(1, 500_000_000, 1)
        assert "  0%" in screen.file.getvalue()
        assert "left" not in screen.file.getvalue()
        now = 102.2
        shown.note(50_000_000, 500_000_000, 50_000_000)
        assert "22.7 megapixels a second, about 20 s left" in screen.file.getvalue()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "0 s"), (59, "59 s"), (90, "2 min"), (3599, "60 min"), (7260, "2 h 1 min")],
)
def test_a_long_time_is_told_in_words(seconds: float, words: str) -> None:
    assert in_time(seconds) == words
