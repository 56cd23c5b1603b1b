"""The files of a graded batch: written after each grade, whole, and read again by the next run.

Only one run at a time writes them. However it ends, the same command continues from there.
"""

import errno
import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from juliaset.grader.catalogue import Lab, all_labs
from juliaset.grader.grade_files import (
    COLUMNS,
    csv_line,
    gradescope,
    json_book,
    json_row,
    read_grades,
    row,
    walls_of,
)
from juliaset.grader.grading import Earlier, Grade
from juliaset.grader.handed_in import not_looked_at, printable_name
from juliaset.system.files import check_writable, write_whole
from juliaset.system.plain_files import UnfitFileError, check_plain, kind_at, read_plain

_GRADESCOPE = "gradescope"
_TABLE, _BOOK = "grades.csv", "grades.json"
_LARGEST = 1 << 28
# A course of 300 learners and 15 labs takes a tenth of a second to write, and some grades no time.
_WRITING_SHARE = 20
# A file system that can't have a folder of this name, or has a file there.
_UNUSABLE = {errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ, errno.EEXIST, errno.ENOTDIR}


def prepare(out: Path, submissions: Path) -> None:
    """Make the folder before the work begins; raise ValueError if it cannot be used."""
    if _behind(out).is_relative_to(_behind(submissions)):
        raise ValueError(
            f"--output is {str(out)!r}: it is in the folder of the submissions, and would be a "
            f"student the next time; allowed: one outside of it"
        )
    if _behind(submissions).is_relative_to(_behind(out) / _GRADESCOPE):
        raise ValueError(f"--output is {str(out)!r}: its {_GRADESCOPE}/ holds the submissions")
    if out.exists() and not out.is_dir():
        kind = kind_at(_behind(out)) or "a file"
        raise ValueError(f"--output is {str(out)!r}: it is {kind}; allowed: a folder")
    try:
        (out / _GRADESCOPE).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(
            f"--output is {str(out)!r}: {error.filename} can't be made ({error.strerror}); "
            f"allowed: a folder of yours"
        ) from None
    for name in (_TABLE, _BOOK):
        path = _behind(out / name)
        try:
            check_plain(path)  # a FIFO would block the batch
        except UnfitFileError as error:
            raise ValueError(f"--output is {str(out)!r}: its {name} {error}") from None
        except FileNotFoundError:
            pass
        check_writable("--output", path)


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Let no other run write into this folder; raise ValueError if one does."""
    descriptor = os.open(out, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ValueError(
                f"--output is {str(out)!r}: another `juliaset lab grade` writes there; "
                f"allowed: another folder, or this one when that has ended"
            ) from None
        except OSError:
            pass  # some network file systems lock no folder
        yield
    finally:
        os.close(descriptor)


class Gradebook:
    """The grades of a batch, and the files with them."""

    def __init__(
        self, out: Path, submissions: Path, students: Mapping[str, Path], labs: list[Lab]
    ) -> None:
        """Read what an earlier run has left; call prepare() before, and hold the lock."""
        self._out = out
        self._labs = [lab.number for lab in all_labs()]
        self._head = {"submissions": printable_name(str(_behind(submissions)))}
        others = not_looked_at(submissions, students)
        self._others = {printable_name(name): kind for name, kind in others.items()}
        self._grades: dict[tuple[str, int], Grade] = {}
        self._texts: dict[tuple[str, int], tuple[str, str]] = {}
        self.notes: list[str] = []  # what the user should know
        self.failed = False  # whether a file could not be written
        self.unsaved = False  # whether a new grade is not in the files yet
        self._saved_at = self._writing_s = 0.0
        for pattern in (".grades.*.[0-9]*", f"{_GRADESCOPE}/*/.results.*.[0-9]*"):
            for part in out.glob(pattern):
                part.unlink(missing_ok=True)  # of a run that was killed
        owners: dict[tuple[int, int], str] = {}
        self._places = {each: self._new_place(each, owners) for each in students}
        for grade in self._kept({lab.number for lab in labs}):
            self._take(grade)
        self.earlier: Earlier = dict(self._grades)

    def add(self, grade: Grade, *, last: bool = True) -> None:
        """Take a grade, and write the files if that costs little of the time between two grades.

        last: whether it is the learner's last one, after which the files are written anyway.
        """
        self._take(grade)
        if not grade.kept and grade.verdict is not None:
            self.unsaved = True
        began = time.monotonic()
        if self.unsaved and (last or began - self._saved_at > _WRITING_SHARE * self._writing_s):
            self._write_table()
            self._write_results(grade.student)
            self.unsaved = False
            self._saved_at = time.monotonic()
            self._writing_s = self._saved_at - began

    def finish(self) -> None:
        """Write all files."""
        if self._grades:
            self._write_table()
        for student in dict.fromkeys(student for student, _ in self._grades):
            self._write_results(student)
        self.unsaved = False

    @property
    def grades(self) -> list[Grade]:
        """All grades: by learner, and then by lab."""
        return [grade for student in self._places for grade in self._own(student)]

    def _own(self, student: str) -> list[Grade]:
        keys = ((student, number) for number in self._labs)
        return [self._grades[key] for key in keys if key in self._grades]

    def _take(self, grade: Grade) -> None:
        key = grade.student, grade.lab.number
        self._grades[key] = grade
        results = f"{_GRADESCOPE}/{self._places[grade.student]}/results.json"
        self._texts[key] = csv_line(row(grade).values()), json_row(grade, results)

    def _kept(self, chosen: set[int]) -> Iterator[Grade]:
        """Yield the earlier grades of the learners who are here.

        Those of labs that are not chosen now stay, if they are of the same folder of submissions.
        """
        path = _behind(self._out / _BOOK)
        if not path.exists():
            return
        try:
            found = read_grades(read_plain(path, _LARGEST))
        except (ValueError, RecursionError):
            self.notes.append(
                f"{path} is not of this version of juliaset: everything is graded again."
            )
            return
        labs = {lab.number: lab for lab in all_labs()}
        names = {printable_name(student): student for student in self._places}
        same = found.submissions == self._head["submissions"]
        for each in found.grades:
            if each.student in names and each.lab in labs and (same or each.lab in chosen):
                yield each.grade(names[each.student], labs[each.lab])

    def _new_place(self, student: str, owners: dict[tuple[int, int], str]) -> str:
        """Make a learner's folder for Gradescope, and return its name: the learner's, if it can be.

        No two share one, also if the file system takes two names for the same.
        """
        other = f"learner-{sha256(os.fsencode(student)).hexdigest()[:16]}"
        for name in (student, other, *(f"{other}-{number}" for number in range(2, 9))):
            folder = self._out / _GRADESCOPE / name
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                if error.errno not in _UNUSABLE:
                    raise
                continue
            found = folder.stat()
            if owners.setdefault((found.st_dev, found.st_ino), student) == student:
                if name != student:
                    self.notes.append(f"{printable_name(student)}: results.json is in {folder}")
                return name
        raise ValueError(f"{self._out / _GRADESCOPE} can't have a folder {other!r}")

    def _write_table(self) -> None:
        grades = self.grades
        texts = [self._texts[grade.student, grade.lab.number] for grade in grades]
        head = self._head | {"walls": walls_of(grades), "not_looked_at": self._others}
        # The next run goes on from the book, so it comes first.
        self._write(self._out / _BOOK, json_book(head, (text for _, text in texts)))
        self._write(self._out / _TABLE, csv_line(COLUMNS) + "".join(line for line, _ in texts))

    def _write_results(self, student: str) -> None:
        path = self._out / _GRADESCOPE / self._places[student] / "results.json"
        own = self._own(student)
        self._write(path, json.dumps(gradescope(own), indent=1) + "\n")

    def _write(self, path: Path, text: str) -> None:
        try:
            write_whole(_behind(path), text)
        except OSError as error:
            self.failed = True
            raise OSError(
                f"{path} can't be written: {error.strerror or error}; what it had before is kept, "
                f"and the same command continues from there"
            ) from None


def _behind(path: Path) -> Path:
    """Return what is behind a link; Path.resolve() has no answer for links in a circle."""
    return Path(os.path.realpath(path))
