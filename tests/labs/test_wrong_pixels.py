"""The wrong pixels of a check: one line says how many and where, and a drawing shows them."""

import re
from pathlib import Path

import numpy as np
import pytest

from command import juliaset
from juliaset.grader.catalogue import find_lab
from juliaset.grader.submission import check_submission
from juliaset.grader.wrong_pixels import WrongPixels

CONSTANT = find_lab("5").folder / "planted" / "constant.py"


def pixels(*wrong: tuple[int, int], shape: tuple[int, int] = (4, 6)) -> WrongPixels:
    """Return a picture whose left column never escapes, with these pixels wrong."""
    expected = np.zeros(shape, np.int32)
    expected[:, 0] = 9
    got = expected.copy()
    for pixel in wrong:
        got[pixel] += 1
    return WrongPixels.between(expected, got, 9)


def test_a_character_shows_two_rows() -> None:
    found = pixels((0, 2), (1, 3), (2, 4), (3, 4), (0, 0))
    assert list(found.drawn(6, "utf-8")) == ["▀ ▀▄", "░   █"]
    assert list(found.drawn(6, "ascii")) == ["' '.", ":   #"]
    assert list(found.drawn(6, "no such encoding")) == ["' '.", ":   #"]
    assert list(pixels((2, 5), shape=(3, 6)).drawn(6, "utf-8")) == ["░", "░    ▀"]


@pytest.mark.parametrize("width", [20, 79, 200])
def test_a_drawing_is_no_wider_than_the_terminal_and_loses_no_pixel(width: int) -> None:
    shape = (500, 701)
    for pixel in ((0, 0), (499, 700), (250, 350)):
        lines = list(pixels(pixel, shape=shape).drawn(width, "utf-8"))
        assert max(map(len, lines)) <= width
        assert len(lines) <= 32
        assert len(re.findall("[▀▄█]", "".join(lines))) == 1


def test_a_sentence_says_how_many_and_where() -> None:
    assert pixels((1, 2)).in_words() == (
        "1 pixel is wrong, of 24: row 1 of 4, column 2 of 6, counted from 0 at the top left."
    )
    assert pixels((1, 2), (3, 2), (2, 5)).in_words() == (
        "3 pixels are wrong, of 24: rows 1 to 3 of 4, columns 2 to 5 of 6, counted from 0 at the "
        "top left."
    )
    assert pixels().in_words() == "No pixel of 6 x 4 is wrong."


def test_a_failed_check_keeps_the_pixels_that_its_message_counts() -> None:
    verdict = check_submission(find_lab("5"), CONSTANT)
    assert verdict.wrong is not None
    counted = re.search(r"(\d+) of \d+ pixels are wrong", verdict.message)
    assert counted
    assert int(counted[1]) == np.count_nonzero(verdict.wrong.wrong)


@pytest.mark.parametrize("colour", [True, False])
def test_check_draws_if_it_is_asked_to(*, colour: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")
    else:
        monkeypatch.delenv("NO_COLOR", raising=False)
    words = ("lab", "check", "5", "--file", str(CONSTANT))
    shown = juliaset(*words, "--picture").stdout
    said, drawing = shown.split("In the drawing █ is wrong", 1)
    assert re.search(r"pixels? (is|are) wrong, of [\d,]+: rows? ", said)
    assert ("\x1b[31m" in drawing) is colour
    lines = re.sub(r"\x1b\[[\d;]*m", "", drawing).splitlines()[1:]
    assert "█" in "".join(lines)
    assert max(map(len, lines)) <= 40
    assert "In the drawing" not in juliaset(*words).stdout


def test_an_answer_that_is_no_picture_has_no_drawing(tmp_path: Path) -> None:
    path = tmp_path / "start.py"
    path.write_text("def counts(*_): return 7\n")
    assert check_submission(find_lab("5"), path).wrong is None
    shown = juliaset("lab", "check", "5", "--file", str(path), "--picture").stdout
    assert "gives back a int" in shown
    assert "In the drawing" not in shown
