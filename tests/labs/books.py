"""The files of grades: a test makes them up, or reads what `grade` wrote of a small room."""

import csv
from collections.abc import Callable
from pathlib import Path

from juliaset.grader.catalogue import all_labs
from juliaset.grader.gradebook import Gradebook, prepare
from juliaset.grader.grading import Grade

GradeRoom = Callable[..., str]
# The rows of the room of conftest.py, in which ada and bob handed in lab 5 and nothing else.
FULL = [
    ("ada", "5", "pass"),
    ("ada", "8", "missing"),
    ("bob", "5", "pass"),
    ("bob", "8", "missing"),
]


def write_book(found: list[Grade], out: Path) -> Gradebook:
    """Write the files of grades, as `grade` does at its end."""
    room = out.parent / "room"
    room.mkdir(exist_ok=True)
    prepare(out, room)
    students = {grade.student: room / grade.student for grade in found}
    book = Gradebook(out, room, students, all_labs())
    for grade in found:
        book.add(grade)
    book.finish()
    return book


def rows(tmp_path: Path) -> list[tuple[str, str, str]]:
    with (tmp_path / "out" / "grades.csv").open(newline="") as file:
        return [(row["student"], row["lab"], row["status"]) for row in csv.DictReader(file)]
