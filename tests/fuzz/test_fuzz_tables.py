"""TOML that was changed in any way: a learner's answers, a lab's description."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from mutation import damaged
from searching import search

from juliaset.grader.catalogue import Lab, find_lab
from juliaset.grader.toml_answers import read_toml
from juliaset.grader.verdict import FailedError

pytestmark = pytest.mark.fuzz

VALUES = [
    *("1e400", "-0.0", "nan", "inf", "9" * 5000, "0x" + "f" * 400, "9223372036854775808", "true"),
    *("''", "'\t'", '"\\u0000"', '"\\u202e"', "'" + "x" * 3000 + "'", "2026-02-28T00:00:00Z"),
    *("[" * 300 + "]" * 300, "{a = " * 300 + "1" + "}" * 300, "[[], {}]", "24:00:00", "-'1'"),
]
LONGEST = 700


@st.composite
def tables(draw: DrawFn, text: str) -> bytes:
    """Draw the text with lines that are repeated, removed or moved, with odd keys and values."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        key, equals, _ = lines[place].partition(" = ")
        odd_key = draw(st.sampled_from([key, "a." * 400 + "a", "''", '"\\u001b"', "[a]", "[[a]]"]))
        changed = {
            "value": [f"{key}{equals}{draw(st.sampled_from(VALUES))}"],
            "key": [f"{odd_key} = 1"],
            "twice": [lines[place], lines[place]],
            "none": [],
        }
        lines[place : place + 1] = changed[draw(st.sampled_from(sorted(changed)))]
        lines = lines or [""]
    whole = "\n".join(lines).encode()
    return draw(st.one_of(st.just(whole), damaged(whole)))


@pytest.mark.parametrize("number", ["2", "9"])
def test_answers(number: str, tmp_path: Path) -> None:
    path = tmp_path / "start.toml"

    def rule(text: bytes) -> None:
        path.write_bytes(text)
        try:
            table = read_toml(path)
        except FailedError as error:
            check_line(str(error), "start.toml")
        else:
            assert table == tomllib.loads(text.decode()) or "nan" in repr(table)
            repr(table)

    valid = find_lab(number).start.read_text()
    search(f"answers of lab {number}", rule, tables(valid), examples=40)


def test_flags(tmp_path: Path) -> None:
    path = tmp_path / "start.toml"
    chosen = find_lab("9").check.chosen

    def rule(text: bytes) -> None:
        path.write_bytes(text)
        try:
            flags = chosen(path)
        except FailedError as error:
            check_line(str(error), "")
        else:
            assert all(flag.startswith("-") for flag in flags.split())

    search("flags of lab 9", rule, tables('flags = "-O3 -march=native"\n'), examples=40)


def test_descriptions(tmp_path: Path) -> None:
    path = tmp_path / "lab.toml"

    def rule(text: bytes) -> None:
        path.write_bytes(text)
        try:
            about = Lab(tmp_path).description
        except ValueError as error:
            check_line(str(error), "lab.toml can't be read: ")
        else:
            assert about.title
            assert about.minutes > 0

    valid = find_lab("4").folder.joinpath("lab.toml").read_text()
    search("lab.toml", rule, tables(valid), examples=40)


def check_line(said: str, name: str) -> None:
    assert name in said
    assert len(said) < LONGEST, len(said)
