"""The instructor's page says what the labs say."""

import re
from pathlib import Path

from juliaset.grader.inside import confine
from juliaset.grader.shelf import SHELF, labs

PAGE = (SHELF.parent / "docs" / "instructor.md").read_text()


def test_every_lab_has_its_minutes() -> None:
    for lab in labs():
        assert f"| {lab.number}: {lab.title} | {lab.minutes} |" in PAGE


def test_the_hours_are_their_sum() -> None:
    hours = sum(lab.minutes for lab in labs()) / 60
    assert f"Together {hours:.0f} hours" in PAGE


def test_every_lab_and_notebook_is_in_the_plan() -> None:
    plan = [row.split("|")[2:4] for row in re.findall(r"^\| \d .*\|$", PAGE, re.MULTILINE)]
    notebooks = {int(n) for row in plan for n in row[0].split(",")}
    exercises = {int(n) for row in plan for n in row[1].split(",")}
    assert notebooks == set(range(1, 13))
    assert exercises == {lab.number for lab in labs()}


def test_every_wall_is_explained() -> None:
    walls = set(re.findall(r'standing\["(.+?)"\]', Path(confine.__file__).read_text()))
    assert len(walls) >= 6
    for wall in walls:
        assert " ".join(wall.split()[:2]) in PAGE, wall
