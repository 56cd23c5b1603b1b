"""A batch of submissions: graded, and written to files after each grade, whatever ends it."""

from collections.abc import Callable
from pathlib import Path

from juliaset.grader.catalogue import Lab
from juliaset.grader.grade_files import walls_of
from juliaset.grader.gradebook import Gradebook
from juliaset.grader.grading import grades
from juliaset.grader.handed_in import printable_name, students_of
from juliaset.grader.messages import batch_text
from juliaset.system.signals import hold_signals, sigterm_as_ctrl_c


@sigterm_as_ctrl_c(holds=True)
def grade_batch(
    folder: Path, labs: list[Lab], out: Path, say: Callable[[str], None], *, again: bool
) -> None:
    """Grade a folder; print each grade when it is in the files, and at the end where they are.

    again: whether grades of an earlier run are made again, too.
    """
    students = students_of(folder, labs)
    book = Gradebook(out, folder, students, labs)
    for note in book.notes:
        say(note)
    kept, ended = 0, False
    lines: list[str] = []

    def tell(line: str) -> None:
        lines.append(line)
        if not book.unsaved:  # a printed grade is in the files
            say("\n".join(lines))
            lines.clear()

    try:
        for grade in grades(folder, labs, tell, {} if again else book.earlier, students):
            book.add(grade, last=grade.lab == labs[-1])
            kept += grade.kept
        ended = True
    finally:
        hold_signals()  # a second Ctrl-C would lose what the first one has kept
        if not book.failed:
            book.finish()
        if book.grades and not book.failed:
            ran = any(grade.verdict for grade in book.grades)
            walls = walls_of(book.grades) if ran else None
            tell(batch_text(walls, kept, printable_name(str(out)), ended=ended))
