"""Labs 2 and 9 take TOML: whatever is in it, the verdict is a fail whose words name the reason."""

from pathlib import Path

import pytest

from juliaset.grader.catalogue import find_lab
from juliaset.grader.submission import check_submission
from juliaset.grader.toml_answers import read_toml
from juliaset.grader.verdict import FailedError, Status

DIGITS, LETTERS = "1" * 10_000, "f" * 5_000
# KEY is a name that the lab reads: `flags` or `width`.
ODD = {
    "a number of 10,000 digits": (f"KEY = {DIGITS}", "characters; allowed: 8,000"),
    "a number of 5,000 digits": (f"KEY = {DIGITS[:5000]}", "thousands of digits"),
    "a number that cannot be printed": (f"KEY = 0x{LETTERS}", "KEY has a number that is too large"),
    "a negative number of 65 bits": ("KEY = -9223372036854775809", "a number that is too large"),
    "such a number in another place": (f"other = [{{a = 0x{LETTERS}}}]", "other has a number"),
    "60,000 flags": (f'KEY = "{"-O3 " * 60_000}"', "allowed: 8,000"),
    "a megabyte": ("# " + "x" * 1_000_000, "allowed: 8,000"),
    "more than a megabyte": ("# " + "x" * 1_100_000, "allowed: 1,048,576"),
    "lists in lists": ("KEY = " + "[" * 3000 + "]" * 3000, "tables or lists in each other"),
    "lists in lists, five deep": ("KEY = [[[[[1]]]]]", "KEY has tables or lists in each other"),
    "tables too deep to print": ("KEY" + ".a" * 3000 + " = 1", "KEY has tables or lists"),
    "a date": ("KEY = 1979-05-27", ""),
    "a date that is none": ("KEY = 1979-13-27", "is not TOML"),
    "no number": ("KEY = nan", ""),
    "no end": ("KEY = inf", ""),
    "a zero byte": ('KEY = "\\u0000"', ""),
    "half a letter": ('KEY = "\\ud800"', "is not TOML"),
    "a control character": ('KEY = "\x1b[31m"', "is not TOML"),
    "a long name": ("x" * 7000 + f" = 0x{'f' * 900}", "x has a number that is too large"),
    "two answers": ('KEY = ""\nKEY = ""', "is not TOML"),
    "an open text": ('KEY = """', "is not TOML"),
}


@pytest.mark.parametrize(("number", "key"), [("2", "width"), ("9", "flags")])
@pytest.mark.parametrize(("text", "words"), ODD.values(), ids=ODD)
def test_an_odd_table_fails_in_words(
    text: str, words: str, number: str, key: str, tmp_path: Path
) -> None:
    path = tmp_path / "start.toml"
    path.write_text(text.replace("KEY", key))
    verdict = check_submission(find_lab(number), path)
    assert verdict.status == Status.FAIL
    assert words.replace("KEY", key) in verdict.message
    assert len(verdict.message) < 600


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "flags = -O3 -march=native",
            'line 1: put the flags in quotes: flags = "-O3 -march=native"',
        ),
        ("# mine\nflags = -O3 # fast", 'line 2: put the flags in quotes: flags = "-O3"'),
        ("flags = \u201c-O3 -g\u201d", 'line 1: put the flags in quotes: flags = "-O3 -g"'),
        ('flags = "-O3', 'line 1: put the flags in quotes: flags = "-O3"'),
        ("flags = " + "x" * 7000, f'line 1: put the flags in quotes: flags = "{"x" * 60}"'),
        ("safe = true\nflags = O3", 'line 2: put the flags in quotes: flags = "O3"'),
    ],
)
def test_an_answer_without_quotes_gets_the_line_that_helps(
    text: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "start.toml"
    path.write_text(text)
    verdict = check_submission(find_lab("9"), path)
    assert verdict.status == Status.FAIL
    assert verdict.message == f"start.toml is not TOML: {words}"


@pytest.mark.parametrize("text", ["a = true\nb =", "a = 1979-13-27", 'a = ""\na = ""', "a = 5 5"])
def test_other_mistakes_are_not_about_quotes(text: str, tmp_path: Path) -> None:
    path = tmp_path / "start.toml"
    path.write_text(text)
    with pytest.raises(FailedError) as failed:
        read_toml(path)
    assert "quotes" not in str(failed.value)


FLAGS = {
    "too many": ("-O3 " * 51, "flags has 51 flags; allowed: 50"),
    "as many as a file holds": ("-g " * 2600, "flags has 2,600 flags; allowed: 50"),
    "a long one": ("-march=" + "x" * 7000, "a flag of 7,007 characters; allowed: 60"),
}


@pytest.mark.parametrize(("flags", "words"), FLAGS.values(), ids=FLAGS)
def test_flags_have_a_sensible_number_and_length(flags: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "start.toml"
    path.write_text(f'flags = "{flags}"')
    verdict = check_submission(find_lab("9"), path)
    assert verdict.status == Status.FAIL
    assert words in verdict.message
    assert len(verdict.message) < 300


@pytest.mark.slow
def test_fifty_flags_of_sixty_characters_reach_the_compiler(tmp_path: Path) -> None:
    path = tmp_path / "start.toml"
    path.write_text(f'flags = "{" ".join(["-O1"] * 49)} -march={"x" * 53}"')
    verdict = check_submission(find_lab("9"), path)
    assert verdict.status == Status.FAIL
    assert "does not compile" in verdict.message


def test_what_a_learner_writes_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "start.toml"
    path.write_text('a = 1\n[b]\nc = ["x", "y"]\nd = -0.5\n')
    assert read_toml(path) == {"a": 1, "b": {"c": ["x", "y"], "d": -0.5}}


def test_python_s_advice_to_change_the_interpreter_is_not_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "start.toml"
    path.write_text(f"a = {DIGITS[:5000]}")
    with pytest.raises(FailedError) as failed:
        read_toml(path)
    assert "set_int_max_str_digits" not in str(failed.value)
