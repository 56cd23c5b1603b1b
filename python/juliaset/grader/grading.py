"""Grade a folder of submissions: each lab of each learner, one after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from juliaset.grader.catalogue import Lab
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status, Verdict

MISSING = "missing"
_TRIES = 3  # how often an inconclusive check is run before it stays inconclusive


@dataclass(frozen=True)
class Grade:
    """One lab of one learner."""

    student: str
    lab: Lab
    file: str
    verdict: Verdict | None  # None if nothing was handed in

    @property
    def status(self) -> str:
        """pass, fail, inconclusive or missing."""
        return MISSING if self.verdict is None else str(self.verdict.status)

    @property
    def score(self) -> int:
        """One point for a pass."""
        return int(self.status == Status.PASS)

    @property
    def message(self) -> str:
        """What the learner should read."""
        if self.verdict is None:
            return f"no {self.lab.start.name} for lab {self.lab.number} was handed in"
        return self.verdict.message


def students_of(folder: Path, labs: list[Lab]) -> dict[str, Path]:
    """Return the students: each has a folder, or for a single lab a file."""
    if not folder.is_dir():
        raise ValueError(
            f"{str(folder)!r} is not a folder; allowed: one with a folder for each student"
        )
    suffixes = {lab.start.suffix for lab in labs}
    found = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir():
            found[path.name] = path
        elif path.is_file() and len(labs) == 1 and path.suffix in suffixes:
            # ada/ and ada.py: two submissions, and neither hides the other.
            found[path.name if path.stem in found else path.stem] = path
    if not found:
        raise ValueError(
            f"{str(folder)!r} has no submissions; allowed: a folder for each student with "
            f"{labs[0].name}/{labs[0].start.name} and so on in it, or with --lab a file for each"
        )
    return found


def submission_of(folder: Path, lab: Lab, *, only: bool) -> Path | None:
    """Return a learner's file for a lab: in a folder of its name, under its name, or as start.*."""
    if folder.is_file():
        return folder
    name, suffix = lab.name, lab.start.suffix
    candidates = [
        folder / name / lab.start.name,
        folder / "my_labs" / name / lab.start.name,
        folder / f"{name}{suffix}",
        folder / f"{lab.number:02d}{suffix}",
    ]
    if only:
        candidates += [folder / lab.start.name]
        plain = sorted(path for path in folder.glob(f"*{suffix}") if path.is_file())
        candidates += plain if len(plain) == 1 else []
    return next((path for path in candidates if _handed_in(path, folder)), None)


def _handed_in(path: Path, folder: Path) -> bool:
    """Return whether it is a file of this learner; a link may lead to another learner's."""
    return path.is_file() and path.resolve() == folder.resolve() / path.relative_to(folder)


def grades(
    folder: Path, labs: list[Lab], say: Callable[[str], None] = lambda _: None
) -> Iterator[Grade]:
    """Grade all learners; nothing that one hands in affects another."""
    students = students_of(folder, labs)
    others = {path.name for path in set(folder.iterdir()) - set(students.values())}
    if others := {name for name in others if not name.startswith(".")}:
        say(f"Not looked at: {', '.join(map(printable_name, sorted(others)))}")
    for student, place in students.items():
        for lab in labs:
            grade = _grade(student, place, lab, only=len(labs) == 1)
            if grade.verdict is not None:
                seconds = f"{grade.verdict.seconds:.1f} s"
                say(f"{printable_name(student)}: lab {lab.number} {grade.status} ({seconds})")
            yield grade


def printable_name(name: str) -> str:
    """Return a file's name in a form that is safe to print: it may contain any byte."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def _grade(student: str, folder: Path, lab: Lab, *, only: bool) -> Grade:
    try:
        path = submission_of(folder, lab, only=only)
    except OSError as error:
        why = f"what was handed in can't be read: {error.strerror}"
        return Grade(student, lab, "", Verdict(Status.INCONCLUSIVE, why))
    if path is None:
        return Grade(student, lab, "", None)
    for _ in range(_TRIES):
        verdict = check_submission(lab, path)
        if verdict.status != Status.INCONCLUSIVE:
            break
    return Grade(student, lab, str(path.relative_to(folder.parent)), verdict)
