"""tools/check_words.py finds the words that our texts do not use, and nothing else."""

from pathlib import Path

import pytest

from check_words import LIST, ROOT, files_of, finds_in, main, words_of

USED = [
    "Nobody asked.",
    "Whoever waits, waits.",
    "It is held against the oracle.",
    "hold two kernels against each other",
    "Holding a contest takes a minute.",
    "otherwise than before",
    "`make` prints all doors",
    "It stands beside the script.",
    "not so much as a line",
    "It came to no end.",
    "A baseline is no kernel.",
    "for want of a package",
    "what came of it",
    '    """Give the interval."""',
    '"""Tell whether it is there."""',
    '"""Take a user\'s word for it."""',
    '"""Be a process that computes."""',
    "What became of each row?",
    "a link in the place of a file",
    "by how much the time changed",
    "Everybody may write here.",
]
ALLOWED = [
    "The outdoor anybodyness of indoors",
    "There is no kernel of that name.",
    "It is no longer there, it is no slower, there are no more.",
    "besides",
    '"""Return what the user gives."""',
    "def test_door_lists_all(nobody_else):",
    "hold the lock",
    "What comes after it is in place of the old one.",
    '"""Begin with nothing."""',
]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "page.md"


@pytest.mark.parametrize("text", USED)
def test_a_word_of_the_list_is_found_once_with_its_line(page: Path, text: str) -> None:
    page.write_text(f"First line.\n{text}\n")
    found = list(finds_in(page, words_of()))
    assert [find.line for find in found] == [2]
    assert found[0].instead


@pytest.mark.parametrize("text", ALLOWED)
def test_ordinary_english_and_names_of_code_are_left_alone(page: Path, text: str) -> None:
    page.write_text(text)
    assert not list(finds_in(page, words_of()))


def test_every_word_has_an_example_here(page: Path) -> None:
    page.write_text("\n".join(USED))
    found = {find.instead for find in finds_in(page, words_of())}
    missing = {word.instead for word in words_of()} - found
    assert not missing, f"add an example of: {missing}"


def test_generated_parts_are_checked_where_they_come_from(page: Path) -> None:
    page.write_text(
        "Nobody.\n<!-- a: begin, written by make docs -->\nNobody.\n<!-- a: end -->\nNobody.\n"
    )
    assert [find.line for find in finds_in(page, words_of())] == [1, 5]


def test_it_prints_the_place_and_what_to_write(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page.write_text("fine\nNobody knows.\n")
    assert main([str(page)]) == 1
    assert f"{page}:2: 'Nobody': name the subject" in capsys.readouterr().out
    page.write_text("fine\n")
    assert main([str(page)]) == 0


def test_make_lint_asks() -> None:
    lint = (ROOT / "Makefile").read_text().partition("lint-python:")[2].partition("\n\n")[0]
    assert "\t@python tools/check_words.py\n" in lint


def test_recordings_and_the_list_itself_are_left_out() -> None:
    found = list(files_of(["tools", "README.md"], ["tools/house_words.toml"]))
    assert ROOT / "README.md" in found
    assert ROOT / "tools" / "check_words.py" in found
    assert LIST not in found
