"""The instructor's page, and what the labs say about themselves for it."""

import ast
import re
from pathlib import Path

import pytest

import lab_tables
from juliaset.course_folder import CHECKOUT
from juliaset.grader.catalogue import Lab, all_labs
from juliaset.grader.sandbox import walls

PAGE = (CHECKOUT / "docs" / "instructor.md").read_text()
RACES = {"check_speed", "check_race"}
NOTEBOOKS = {int(path.name[:2]) for path in (CHECKOUT / "notebooks").glob("*.ipynb")}


@pytest.mark.parametrize("lab", all_labs(), ids=str)
def test_what_comes_before_a_lab_exists(lab: Lab) -> None:
    assert set(lab.description.notebooks) <= NOTEBOOKS
    assert set(lab.description.labs) <= {each.number for each in all_labs()} - {lab.number}
    for number in lab.description.labs:
        (before,) = (each for each in all_labs() if each.number == number)
        assert before.description.session <= lab.description.session


def test_the_plan_has_every_notebook_and_lab_once() -> None:
    rows = [row.split(" | ") for row in lab_tables.plan(all_labs()).splitlines()[2:]]
    notebooks, labs = ([n for row in rows[:-2] for n in row[k].split(", ") if n] for k in (1, 2))
    assert sorted(map(int, notebooks)) == sorted(NOTEBOOKS)
    assert sorted(map(int, labs)) == [lab.number for lab in all_labs()]


def test_the_labs_that_race_are_those_with_a_goal() -> None:
    racing = {lab.number for lab in all_labs() if RACES & calls_of(lab.folder / "check.py")}
    assert len(racing) > 3
    assert set(map(int, re.findall(r"\d+", lab_tables.races(all_labs())))) == racing


def calls_of(path: Path) -> set[str]:
    """Return the names of the methods that a file calls."""
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    return {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}


@pytest.mark.parametrize(
    ("numbers", "start"),
    [
        ([], "No lab"),
        ([5], "Lab 5 races"),
        ([5, 6], "Labs 5 and 6 race"),
        ([5, 6, 9], "Labs 5, 6 and 9"),
    ],
)
def test_the_sentence_about_races_follows_the_labs(numbers: list[int], start: str) -> None:
    labs = [lab for lab in all_labs() if lab.description.goal is None or lab.number in numbers]
    assert lab_tables.races(labs).startswith(start)


def test_every_wall_is_explained() -> None:
    found = set(re.findall(r'standing\["(.+?)"\]', Path(walls.__file__).read_text()))
    assert len(found) >= 6
    for wall in found:
        assert " ".join(wall.split()[:2]) in PAGE, wall
