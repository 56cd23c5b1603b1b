"""How wide output is, and tables that fit: columns leave, names fold, and nothing is cut."""

import io

import pytest
from rich.console import Console
from rich.text import Text

from juliaset.terminal import (
    LOG,
    Column,
    console,
    figure,
    first_fitting,
    fitted,
    percent,
    plain,
    say,
    width_of_output,
)


@pytest.mark.parametrize(
    ("columns", "width"),
    [
        ("80", 80), ("", LOG), ("abc", LOG), ("0", LOG), ("-5", LOG), ("8.5", LOG), ("²", LOG),
        ("٤٢", 42), ("1", 20), ("9" * 30, 1000), ("9" * 10_000, 1000),
    ],
)  # fmt: skip
def test_columns_says_how_wide_a_pipe_is_if_it_is_a_number(
    columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert width_of_output() == console().width == width


@pytest.mark.parametrize("term", ["dumb", "xterm"])
def test_a_dumb_terminal_is_as_wide_as_the_others(
    term: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLUMNS", "42")
    assert console().width == 42


def drawn(columns: list[Column], width: int) -> list[str]:
    screen = Console(file=io.StringIO(), width=width, height=50, color_system=None)
    screen.print(fitted(columns, width))
    text: str = screen.file.getvalue()  # type: ignore[attr-defined]
    return [line.rstrip() for line in text.splitlines()]


NAME = plain("name", ["a_name_of_19_letter"], left=True)
COLUMNS = [NAME, plain("stays", ["1"]), plain("later", ["22"], 1), plain("first", ["333"], 2)]


def test_columns_leave_from_the_largest_number_on() -> None:
    assert drawn(COLUMNS, 60)[0].split() == ["name", "stays", "later", "first"]
    assert drawn(COLUMNS, 36)[0].split() == ["name", "stays", "later"]
    assert drawn(COLUMNS, 27)[0].split() == ["name", "stays"]


def test_a_name_of_more_than_three_fifths_is_folded_before_a_column_leaves() -> None:
    long = plain("name", ["x" * 70], left=True)
    assert [len(line.split()[0]) for line in drawn([long, *COLUMNS[1:]], 60)] == [4, 39, 31]


def test_what_never_leaves_folds_the_name() -> None:
    assert drawn(COLUMNS, 20) == ["name           stays", "a_name_of_19_      1", "letter"]


def test_a_column_that_grows_takes_the_room_that_is_left() -> None:
    bar = Column("", [Text(" " * 20)], 1, grown=lambda room: [Text("=" * room)])
    assert drawn([NAME, bar], 60)[1] == f"{NAME.cells[0]}  {'=' * 39}"
    assert drawn([NAME, bar], 35)[1] == str(NAME.cells[0])


def test_sentences_are_broken_and_not_cut() -> None:
    words = Column("what", [Text("one two three four five six seven")], wraps=True)
    lines = drawn([plain("n", ["1"]), words], 22)
    assert lines == ["n  what", "1  one two three four", "   five six seven"]


def test_the_first_form_that_fits_is_taken() -> None:
    short = [NAME, plain("short", ["1"])]
    headings = [
        str(first_fitting([COLUMNS, short], width).columns[-1].header) for width in (60, 40, 30)
    ]
    assert headings == ["first", "first", "short"]


def test_markup_in_a_cell_or_heading_is_text() -> None:
    assert drawn([plain("[b]", ["[/red]x"])], 30) == ["[b]", "[/red]x"]


@pytest.mark.parametrize(
    ("number", "digits", "shown"),
    [(1234.5678, 1, "1,234.6"), (999_999_999.0, 0, "999,999,999"), (1e36, 2, "1e+36")],
)
def test_a_large_number_has_an_exponent_and_not_forty_digits(
    number: float, digits: int, shown: str
) -> None:
    assert figure(number, digits) == shown


@pytest.mark.parametrize(
    ("part", "shown"), [(0.05, "+5.0%"), (-0.5, "-50.0%"), (1e36, "+1e+38%"), (-1e36, "-1e+38%")]
)
def test_a_large_part_has_an_exponent_too(part: float, shown: str) -> None:
    assert percent(part, sign="+") == shown


@pytest.mark.parametrize(("terminal", "lines"), [(True, 3), (False, 1)])
def test_a_sentence_is_broken_between_words_on_a_terminal_alone(
    lines: int, *, terminal: bool
) -> None:
    screen = Console(file=io.StringIO(), force_terminal=terminal, width=30, highlight=False)
    sentence = ":smile: [red]/m.zarr is complete. Its digest is 9a820e3ca85861c7cbe386."
    say(sentence, screen)
    assert isinstance(screen.file, io.StringIO)
    said = screen.file.getvalue().splitlines()
    assert len(said) == lines
    assert " ".join(line.strip() for line in said) == sentence
