"""Grade a folder of submissions: each lab of each learner, one after the other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from juliaset.grader.examiner import examine
from juliaset.grader.shelf import Lab
from juliaset.grader.verdict import Status, Verdict

MISSING = "missing"
_TRIES = 3  # an inconclusive check is run again before it is left so


@dataclass(frozen=True)
class Grade:
    """One lab of one learner."""

    student: str
    lab: Lab
    file: str
    verdict: Verdict | None  # None: nothing was handed in

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
    """Find who handed something in: a folder each, or for a single lab a file each."""
    if not folder.is_dir():
        raise ValueError(f"{str(folder)!r} is no folder; allowed: one with a folder a student")
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


def submission_of(place: Path, lab: Lab, *, only: bool) -> Path | None:
    """Find a learner's file for a lab: in a folder of its name, under its name, or as start.*."""
    if place.is_file():
        return place
    name, suffix = lab.name, lab.start.suffix
    candidates = [
        place / name / lab.start.name,
        place / "my_labs" / name / lab.start.name,
        place / f"{name}{suffix}",
        place / f"{lab.number:02d}{suffix}",
    ]
    if only:
        candidates += [place / lab.start.name]
        plain = sorted(path for path in place.glob(f"*{suffix}") if path.is_file())
        candidates += plain if len(plain) == 1 else []
    return next((path for path in candidates if _handed_in(path, place)), None)


def _handed_in(path: Path, place: Path) -> bool:
    """Tell whether it is a file of this learner's: a link may lead to somebody else's."""
    return path.is_file() and path.resolve() == place.resolve() / path.relative_to(place)


def grades(
    folder: Path, labs: list[Lab], say: Callable[[str], None] = lambda _: None
) -> Iterator[Grade]:
    """Grade everybody; nothing that one hands in touches the next one's."""
    students = students_of(folder, labs)
    others = {path.name for path in set(folder.iterdir()) - set(students.values())}
    if others := {name for name in others if not name.startswith(".")}:
        say(f"Not looked at: {', '.join(map(shown, sorted(others)))}")
    for student, place in students.items():
        for lab in labs:
            grade = _grade(student, place, lab, only=len(labs) == 1)
            if grade.verdict is not None:
                seconds = f"{grade.verdict.seconds:.1f} s"
                say(f"{shown(student)}: lab {lab.number} {grade.status} ({seconds})")
            yield grade


def shown(name: str) -> str:
    """Write a file's name so that no terminal and no table stumbles: it may have any byte in it."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def _grade(student: str, place: Path, lab: Lab, *, only: bool) -> Grade:
    try:
        path = submission_of(place, lab, only=only)
    except OSError as error:
        why = f"what was handed in can't be read: {error.strerror}"
        return Grade(student, lab, "", Verdict(Status.INCONCLUSIVE, why))
    if path is None:
        return Grade(student, lab, "", None)
    for _ in range(_TRIES):
        verdict = examine(lab, path)
        if verdict.status != Status.INCONCLUSIVE:
            break
    return Grade(student, lab, str(path.relative_to(place.parent)), verdict)
