"""Grade a folder of submissions: each lab of each learner, one after the other."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from juliaset.grader.catalogue import Lab
from juliaset.grader.check_folder import check_folder
from juliaset.grader.fingerprint import fingerprint
from juliaset.grader.handed_in import not_looked_at, printable_name, students_of, submission_of
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status, Verdict
from juliaset.system.plain_files import held_folder

MISSING = "missing"
_TRIES = 3  # how often an inconclusive check is run before it stays inconclusive


@dataclass(frozen=True)
class Grade:
    """One lab of one learner."""

    student: str
    lab: Lab
    file: str
    verdict: Verdict | None  # None if nothing was handed in
    fingerprint: str = ""  # of what the verdict follows from; empty if it is never kept
    kept: bool = False  # whether it is of an earlier run

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


Earlier = Mapping[tuple[str, int], Grade]  # by the learner and the number of the lab


def grades(
    folder: Path,
    labs: list[Lab],
    say: Callable[[str], None] = lambda _: None,
    earlier: Earlier | None = None,
    students: Mapping[str, Path] | None = None,
) -> Iterator[Grade]:
    """Grade all learners; nothing that one hands in affects another.

    A grade is printed after the caller has taken it and written it to its files.

    earlier: grades of another run, which are kept if nothing has changed. students: as
    students_of() returns them.
    """
    students = students if students is not None else students_of(folder, labs)
    if others := not_looked_at(folder, students):
        listed = (f"{printable_name(name)} ({kind})" for name, kind in others.items())
        say(f"Not looked at: {', '.join(listed)}")
    for student, place in students.items():
        for lab in labs:
            before = (earlier or {}).get((student, lab.number))
            grade = _Grading(student, folder, place, lab).grade(before, only=len(labs) == 1)
            yield grade
            if grade.verdict is not None and not grade.kept:
                seconds = f"{grade.verdict.seconds:.1f} s"
                say(f"{printable_name(student)}: lab {lab.number} {grade.status} ({seconds})")


@dataclass(frozen=True)
class _Grading:
    student: str
    folder: Path
    place: Path
    lab: Lab

    def grade(self, earlier: Grade | None, *, only: bool) -> Grade:
        """Return the earlier grade if nothing has changed, or a new one."""
        nothing = Grade(self.student, self.lab, "", None)
        path = Path()
        try:
            handed_in = submission_of(self.place, self.lab, only=only)
            if handed_in is None:
                return nothing
            path = handed_in.path.relative_to(self.folder)
            if handed_in.obstacle:
                return replace(nothing, file=str(path), verdict=_failed(handed_in.obstacle))
            with held_folder(self.folder, path.parent.parts) as held:
                # Before the check: what changes meanwhile is graded again the next time.
                found = fingerprint(self.lab, held / path.name)
                if earlier and found and earlier.fingerprint == found:
                    return replace(earlier, file=str(path), kept=True)
                verdict = _checked(self.lab, held / path.name)
        except OSError as error:
            what = printable_name(path.name) or "what was handed in"
            verdict = Verdict(Status.INCONCLUSIVE, f"{what} can't be read: {error.strerror}")
            found = ""
        # The next run tries again what was inconclusive.
        lasting = found if verdict.status != Status.INCONCLUSIVE else ""
        file = str(path) if path.name else ""
        return replace(nothing, file=file, verdict=verdict, fingerprint=lasting)


def _failed(why: str) -> Verdict:
    return Verdict(Status.FAIL, why)


def _checked(lab: Lab, path: Path) -> Verdict:
    with check_folder():  # what is compiled serves all tries
        for _ in range(_TRIES):
            verdict = check_submission(lab, path)
            if verdict.status != Status.INCONCLUSIVE:
                break
    return verdict
