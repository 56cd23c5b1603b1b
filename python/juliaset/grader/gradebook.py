"""The files of a graded batch: a table, JSON, and what Gradescope reads."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from juliaset.grader.grading import Grade, printable_name
from juliaset.grader.verdict import Status, Verdict
from juliaset.system.files import check_writable, write_whole

_GRADESCOPE = "gradescope"
_NOT_HANDED_IN = Verdict(Status.INCONCLUSIVE, "")


def prepare(out: Path, submissions: Path) -> None:
    """Make the folder before the work begins; raise ValueError if it cannot be used."""
    if out.resolve().is_relative_to(submissions.resolve()):
        raise ValueError(
            f"--output is {str(out)!r}: it is in the folder of the submissions, and would be a "
            f"student the next time; allowed: one outside of it"
        )
    if submissions.resolve().is_relative_to(out.resolve() / _GRADESCOPE):
        raise ValueError(f"--output is {str(out)!r}: its {_GRADESCOPE}/ holds the submissions")
    if out.exists() and not out.is_dir():
        raise ValueError(f"--output is {str(out)!r}: it is a file; allowed: a folder")
    out.mkdir(parents=True, exist_ok=True)
    check_writable("--output", out / "grades.csv")


def write(found: list[Grade], folder: Path) -> list[Path]:
    """Write grades.csv, grades.json and a results.json of Gradescope's for each learner."""
    rows = [_row(grade) for grade in found]
    table = io.StringIO()
    writer = csv.DictWriter(table, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _safe(value) for key, value in row.items()} for row in rows)
    details = [row | _details(grade.verdict) for row, grade in zip(rows, found, strict=True)]
    book = {"schema": "juliaset-grades/1", "walls": walls_of(found), "grades": details}
    written = {"grades.csv": table.getvalue(), "grades.json": json.dumps(book, indent=1) + "\n"}
    for student in dict.fromkeys(grade.student for grade in found):
        own = [grade for grade in found if grade.student == student]
        (folder / _GRADESCOPE / student).mkdir(parents=True, exist_ok=True)
        written[f"{_GRADESCOPE}/{student}/results.json"] = (
            json.dumps(gradescope(own), indent=1) + "\n"
        )
    for name, text in written.items():
        write_whole(folder / name, text)
    return [folder / name for name in written]


def _row(grade: Grade) -> dict[str, Any]:
    verdict = grade.verdict or _NOT_HANDED_IN
    return {
        "student": printable_name(grade.student),
        "lab": grade.lab.number,
        "name": grade.lab.name,
        "status": grade.status,
        "score": grade.score,
        "max_score": 1,
        "ratio": verdict.figures.get("ratio"),
        "goal": verdict.figures.get("goal"),
        "seconds": verdict.seconds,
        "file": printable_name(grade.file),
        "message": grade.message,
    }


def _details(verdict: Verdict | None) -> dict[str, Any]:
    verdict = verdict or _NOT_HANDED_IN
    return {"seen": verdict.confirmed, "figures": verdict.figures, "printed": verdict.printed}


def _safe(value: object) -> object:
    """Return a value that a spreadsheet does not take for a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")):
        return f"'{value}"
    return value


def walls_of(found: list[Grade]) -> dict[str, str]:
    """Return the walls of the first submission that ran: all have those of this machine."""
    return next(
        (grade.verdict.walls for grade in found if grade.verdict and grade.verdict.walls), {}
    )


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
