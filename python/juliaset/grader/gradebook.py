"""The files that come of a batch: a table, JSON, and what Gradescope reads."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from juliaset.grader.grading import Grade, shown
from juliaset.grader.verdict import Status
from juliaset.system.files import check_writable, write_whole

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
_GRADESCOPE = "gradescope"


def prepare(out: Path, submissions: Path) -> None:
    """Make the folder before an hour of work; ValueError where it can't be the one."""
    if out.resolve().is_relative_to(submissions.resolve()):
        raise ValueError(
            f"--out is {str(out)!r}: it lies in the folder of the submissions, and would be a "
            f"student the next time; allowed: one outside of it"
        )
    if submissions.resolve().is_relative_to(out.resolve() / _GRADESCOPE):
        raise ValueError(f"--out is {str(out)!r}: its {_GRADESCOPE}/ holds the submissions")
    if out.exists() and not out.is_dir():
        raise ValueError(f"--out is {str(out)!r}: it is a file; allowed: a folder")
    out.mkdir(parents=True, exist_ok=True)
    check_writable("--out", out / "grades.csv")


def write(found: list[Grade], folder: Path) -> list[Path]:
    """Write grades.csv, grades.json and a results.json of Gradescope's for each learner."""
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _safe(value) for key, value in _row(grade).items()} for grade in found)
    written = {"grades.csv": table.getvalue(), "grades.json": _json(found)}
    for student in dict.fromkeys(grade.student for grade in found):
        own = [grade for grade in found if grade.student == student]
        place = folder / _GRADESCOPE / student
        place.mkdir(parents=True, exist_ok=True)
        written[f"{_GRADESCOPE}/{student}/results.json"] = (
            json.dumps(gradescope(own), indent=1) + "\n"
        )
    for name, text in written.items():
        write_whole(folder / name, text)
    return [folder / name for name in written]


def _row(grade: Grade) -> dict[str, Any]:
    figures = grade.verdict.figures if grade.verdict else {}
    return {
        "student": shown(grade.student),
        "lab": grade.lab.number,
        "name": grade.lab.name,
        "status": grade.status,
        "score": grade.score,
        "max_score": 1,
        "ratio": figures.get("ratio"),
        "goal": figures.get("goal"),
        "seconds": grade.verdict.seconds if grade.verdict else 0,
        "file": shown(grade.file),
        "message": grade.message,
    }


def _safe(value: object) -> object:
    """Keep a spreadsheet from taking a learner's text for a formula."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")):
        return f"'{value}"
    return value


def _json(found: list[Grade]) -> str:
    rows = [
        _row(grade)
        | {
            "seen": grade.verdict.seen if grade.verdict else [],
            "figures": grade.verdict.figures if grade.verdict else {},
            "printed": grade.verdict.printed if grade.verdict else "",
        }
        for grade in found
    ]
    book = {"schema": "juliaset-grades/1", "walls": walls_of(found), "grades": rows}
    return json.dumps(book, indent=1) + "\n"


def walls_of(found: list[Grade]) -> dict[str, str]:
    """Give the walls of the first submission that ran: they are those of the machine."""
    return next(
        (grade.verdict.walls for grade in found if grade.verdict and grade.verdict.walls), {}
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
