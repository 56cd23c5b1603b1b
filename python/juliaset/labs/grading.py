"""Grade a folder of submissions: each lab of each learner, one after the other, and three files."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from juliaset.files import write_whole
from juliaset.labs.examiner import examine
from juliaset.labs.reading import LARGEST
from juliaset.labs.shelf import Lab
from juliaset.labs.verdict import Status, Verdict

COLUMNS = (
    "student",
    "lab",
    "name",
    "status",
    "score",
    "max_score",
    "ratio",
    "goal",
    "seconds",
    "file",
    "message",
)
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

    @property
    def row(self) -> dict[str, Any]:
        """All columns."""
        figures = self.verdict.figures if self.verdict else {}
        return {
            "student": self.student,
            "lab": self.lab.number,
            "name": self.lab.name,
            "status": self.status,
            "score": self.score,
            "max_score": 1,
            "ratio": figures.get("ratio"),
            "goal": figures.get("goal"),
            "seconds": self.verdict.seconds if self.verdict else 0,
            "file": self.file,
            "message": self.message,
        }


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
            found[path.stem] = path
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
    return next((path for path in candidates if path.is_file() and not path.is_symlink()), None)


def grades(
    folder: Path, labs: list[Lab], say: Callable[[str], None] = lambda _: None
) -> Iterator[Grade]:
    """Grade everybody; nothing that one hands in touches the next one's."""
    for student, place in students_of(folder, labs).items():
        for lab in labs:
            path = submission_of(place, lab, only=len(labs) == 1)
            if path is None:
                yield Grade(student, lab, "", None)
                continue
            verdict = _examined(lab, path)
            say(f"{student}: lab {lab.number} {verdict.status} ({verdict.seconds:.1f} s)")
            yield Grade(student, lab, str(path.relative_to(folder)), verdict)


def _examined(lab: Lab, path: Path) -> Verdict:
    if path.stat().st_size > LARGEST:
        return Verdict(Status.FAIL, f"{path.name} is larger than {LARGEST:,} bytes")
    for _ in range(_TRIES):
        verdict = examine(lab, path)
        if verdict.status != Status.INCONCLUSIVE:
            break
    return verdict


def write(found: list[Grade], folder: Path) -> list[Path]:
    """Write grades.csv, grades.json and a results.json of Gradescope's for each learner."""
    folder.mkdir(parents=True, exist_ok=True)
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _safe(value) for key, value in grade.row.items()} for grade in found)
    written = {"grades.csv": table.getvalue(), "grades.json": _json(found)}
    for student in dict.fromkeys(grade.student for grade in found):
        own = [grade for grade in found if grade.student == student]
        place = folder / "gradescope" / student
        place.mkdir(parents=True, exist_ok=True)
        written[f"gradescope/{student}/results.json"] = json.dumps(gradescope(own), indent=1) + "\n"
    for name, text in written.items():
        write_whole(folder / name, text)
    return [folder / name for name in written]


def _safe(value: object) -> object:
    """Keep a spreadsheet from taking a learner's text for a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")):
        return f"'{value}"
    return value


def _json(found: list[Grade]) -> str:
    rows = [
        grade.row
        | {
            "seen": grade.verdict.seen if grade.verdict else [],
            "figures": grade.verdict.figures if grade.verdict else {},
            "printed": grade.verdict.printed if grade.verdict else "",
        }
        for grade in found
    ]
    walls = next(
        (grade.verdict.walls for grade in found if grade.verdict and grade.verdict.walls), {}
    )
    return (
        json.dumps({"schema": "juliaset-grades/1", "walls": walls, "grades": rows}, indent=1) + "\n"
    )


def gradescope(own: list[Grade]) -> dict[str, Any]:
    """Give what Gradescope reads as results.json."""
    tests = [
        {
            "name": f"Lab {grade.lab.number}: {grade.lab.title}",
            "number": str(grade.lab.number),
            "score": grade.score,
            "max_score": 1,
            "status": "passed" if grade.score else "failed",
            "output": _output(grade),
        }
        for grade in own
    ]
    seconds = sum(grade.verdict.seconds for grade in own if grade.verdict)
    open_ = [grade.lab.number for grade in own if grade.status == Status.INCONCLUSIVE]
    return {
        "output": f"Inconclusive, to be run again: lab {', '.join(map(str, open_))}"
        if open_
        else "",
        "execution_time": round(seconds),
        "tests": tests,
    }


def _output(grade: Grade) -> str:
    seen = grade.verdict.seen if grade.verdict else []
    return "\n".join([*(f"ok: {what}" for what in seen), f"{grade.status}: {grade.message}"])
