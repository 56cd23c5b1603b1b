"""A lab that its author has not finished is named, with what is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from juliaset.grader.catalogue import Lab, load_module

TOML = """
title = "A title"
summary = "trying"
minutes = 5
session = 1
objectives = ["try"]
goal = """


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    folder = tmp_path / "77_unfinished"
    folder.mkdir()
    return Lab(folder)


@pytest.mark.parametrize(
    ("toml", "start", "ask", "words"),
    [
        (None, None, lambda lab: lab.title, "lab 77_unfinished: lab.toml can't be read: "),
        ("[", None, lambda lab: lab.title, "lab 77_unfinished: lab.toml can't be read: "),
        (f"{TOML}{{}}", None, lambda lab: lab.goal, "lab 77_unfinished: lab.toml has no goal for "),
        ("", [], lambda lab: lab.start, "lab 77_unfinished has none; allowed: one file start.*"),
        ("", ["start.py", "start.cpp"], lambda lab: lab.start, "has start.cpp, start.py; allowed"),
        (
            *("", [], lambda lab: load_module(lab.folder / "check.py")),
            "lab 77_unfinished has no check.py",
        ),
    ],
)
def test_what_an_author_forgot_is_named(
    toml: str | None, start: list[str] | None, ask: Callable[[Lab], object], words: str, lab: Lab
) -> None:
    if toml is not None:
        (lab.folder / "lab.toml").write_text(toml)
    for name in start or []:
        (lab.folder / name).touch()
    with pytest.raises(ValueError, match="lab 77_unfinished") as error:
        ask(lab)
    assert words in str(error.value)


def test_what_python_leaves_next_to_a_solution_is_none(lab: Lab) -> None:
    (lab.folder / "start.py").touch()
    (lab.folder / "solutions" / "__pycache__").mkdir(parents=True)
    solution = lab.folder / "solutions" / "loops.py"
    solution.touch()
    assert lab.solutions == [solution]
