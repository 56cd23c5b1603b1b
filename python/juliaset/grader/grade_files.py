"""What the files of a graded batch say: rows of a table, JSON, and what Gradescope reads."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable
from math import isfinite
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field

from juliaset.grader.catalogue import Lab
from juliaset.grader.grading import Grade
from juliaset.grader.handed_in import printable_name
from juliaset.grader.verdict import Status, Verdict

SCHEMA = "juliaset-grades/1"
COLUMNS = (
    *("student", "lab", "name", "status", "score", "max_score"),
    *("ratio", "goal", "seconds", "file", "message"),
)
_NOT_HANDED_IN = Verdict(Status.INCONCLUSIVE, "")
_LONGEST_S = 1e9  # of a check
_FORMULA = ("=", "+", "-", "@", "\t")


class KeptGrade(Struct, frozen=True):
    """What an earlier run wrote about a grade, as far as a later one needs it."""

    student: str
    lab: int
    status: str
    message: str
    file: str
    seconds: Annotated[float, Meta(ge=0, le=_LONGEST_S)]
    seen: list[str] = field(default_factory=list)
    figures: dict[str, float | None] = field(default_factory=dict)
    printed: str = ""
    walls: dict[str, str] = field(default_factory=dict)
    fingerprint: str = ""

    def grade(self, student: str, lab: Lab) -> Grade:
        """Return it as a grade of this run."""
        if self.status not in set(Status):
            return Grade(student, lab, "", None)
        verdict = Verdict(
            Status(self.status),
            self.message,
            self.seen,
            {name: value for name, value in self.figures.items() if value is not None},
            self.walls,
            self.printed,
            self.seconds,
        )
        return Grade(student, lab, self.file, verdict, self.fingerprint, kept=True)


class KeptGrades(Struct, frozen=True):
    """grades.json of an earlier run."""

    schema: str
    grades: list[KeptGrade]
    submissions: str = ""


def read_grades(data: bytes) -> KeptGrades:
    """Read grades.json; raise ValueError if it is something else."""
    found = msgspec.json.decode(data, type=KeptGrades)
    if found.schema != SCHEMA:
        raise ValueError(f"its schema is {found.schema!r}; allowed: {SCHEMA}")
    return found


def csv_line(values: Iterable[object]) -> str:
    """Return a line of grades.csv, in which a spreadsheet finds no formula."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([_safe(value) for value in values])
    return line.getvalue()


def row(grade: Grade) -> dict[str, Any]:
    """Return what grades.csv says about a grade."""
    verdict = grade.verdict or _NOT_HANDED_IN
    values = (
        *(printable_name(grade.student), grade.lab.number, grade.lab.name),
        *(grade.status, grade.score, 1),
        *(_number(verdict.figures.get("ratio")), _number(verdict.figures.get("goal"))),
        *(verdict.seconds, printable_name(grade.file), grade.message),
    )
    return dict(zip(COLUMNS, values, strict=True))


def json_row(grade: Grade, results: str) -> str:
    """Return what grades.json says about a grade; results: where its results.json is."""
    verdict = grade.verdict or _NOT_HANDED_IN
    details = {
        "seen": verdict.confirmed,
        "figures": {name: _number(value) for name, value in verdict.figures.items()},
        "printed": verdict.printed,
        "walls": verdict.walls,
        "results": printable_name(results),
        "fingerprint": grade.fingerprint,
    }
    return json.dumps(row(grade) | details, indent=1).replace("\n", "\n  ")


def json_book(head: dict[str, Any], rows: Iterable[str]) -> str:
    """Return grades.json: what is said about the whole batch, and the rows."""
    top = json.dumps({"schema": SCHEMA} | head, indent=1).removesuffix("\n}")
    listed = ",\n  ".join(rows)
    return f'{top},\n "grades": [\n  {listed}\n ]\n}}\n'


def walls_of(found: Iterable[Grade]) -> dict[str, str]:
    """Return the walls of the submissions that ran; one counts only if each of them had it."""
    seen = Counter(
        tuple(grade.verdict.walls.items())
        for grade in found
        if grade.verdict and grade.verdict.walls
    )
    common: dict[str, str] = {}
    for name in dict.fromkeys(name for walls in seen for name, _ in walls):
        missing = Counter[str]()
        for walls, number in seen.items():
            if reason := dict(walls).get(name, "not tried"):
                missing[reason] += number
        lacking = missing.total()
        reasons = "; ".join(missing)
        some = f"for {lacking} of {seen.total()} submissions: {reasons}"
        common[name] = some if 0 < lacking < seen.total() else reasons
    return common


def gradescope(own: list[Grade]) -> dict[str, Any]:
    """Return what Gradescope reads as results.json."""
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
    again = [str(grade.lab.number) for grade in own if grade.status == Status.INCONCLUSIVE]
    return {
        "output": f"Inconclusive, to be run again: lab {', '.join(again)}" if again else "",
        "execution_time": round(seconds),
        "tests": tests,
    }


def _output(grade: Grade) -> str:
    confirmed = grade.verdict.confirmed if grade.verdict else []
    return "\n".join([*(f"ok: {what}" for what in confirmed), f"{grade.status}: {grade.message}"])


def _number(value: float | None) -> float | None:
    """Return a number that JSON has."""
    return value if value is not None and isfinite(value) else None


def _safe(value: object) -> object:
    """Return a value that a spreadsheet does not take for a formula; no two become one."""
    if isinstance(value, str) and value.lstrip("'").startswith(_FORMULA):
        return f"'{value}"
    return value
