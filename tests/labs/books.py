"""The files of grades that a test made up."""

from pathlib import Path

from juliaset.grader.catalogue import all_labs
from juliaset.grader.gradebook import Gradebook, prepare
from juliaset.grader.grading import Grade


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
