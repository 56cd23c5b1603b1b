"""What the commands of the labs print."""

import json
from textwrap import fill
from typing import Any

from rich.markup import escape
from rich.table import Table

from juliaset.grader.catalogue import Lab
from juliaset.grader.verdict import Status, Verdict
from juliaset.grader.workspace import Workspace, short_path
from juliaset.grader.wrapping import indented

# The walls that keep a submission from files and from other programs, as the sandbox names them.
BUBBLEWRAP = "a file system of its own (bubblewrap)"
LANDLOCK = "only the files that it needs"
SECCOMP = "no other processes"
_MOST_LINES = 20
_WIDTH = 79


def lab_table(labs: list[Lab], workspace: Workspace) -> Table:
    """Return a table of the labs, and of the learner's progress."""
    table = Table(box=None, pad_edge=False)
    for name in ("lab", "title", "after chapter", "minutes", "state"):
        table.add_column(name, justify="left" if name in {"title", "state"} else "right")
    for lab in labs:
        state = progress(lab, workspace)
        chapter = max(lab.description.notebooks, default="")
        cells = [str(lab.number), lab.title, str(chapter), str(lab.minutes), state]
        table.add_row(*(escape(cell) for cell in cells))
    return table


def progress(lab: Lab, workspace: Workspace) -> str:
    """Return the state of a lab in a word or two."""
    known = workspace.state(lab)
    if workspace.passed(lab):
        return "passed after the solution was shown" if known.gave_up else "passed"
    if known.gave_up:
        return "given up"
    if not workspace.begun(lab):
        return ""
    return known.status or "begun"


def progress_line(labs: list[Lab], workspace: Workspace) -> str:
    """Return how many labs have been passed, and how long the others take."""
    left = [lab for lab in labs if not workspace.passed(lab)]
    if not left:
        return f"All {len(labs)} labs passed."
    minutes = sum(lab.minutes for lab in left)
    return (
        f"{len(labs) - len(left)} of {len(labs)} passed; the others take about {minutes} minutes."
    )


def next_step(lab: Lab, workspace: Workspace) -> str:
    """Return what to do next: to begin a lab, or to go on with it."""
    said = f"lab {lab.number}, {lab.title} (about {lab.minutes} minutes)"
    if workspace.begun(lab):
        return f"Next: {said}. Edit {short_path(workspace.file(lab))}, then: juliaset lab check"
    return f"Next: {said}: juliaset lab start {lab.number}"


def labs_as_json(labs: list[Lab], workspace: Workspace) -> str:
    """Return the list of labs for programs."""
    rows: list[dict[str, Any]] = [
        {
            "number": lab.number,
            "name": lab.name,
            "title": lab.title,
            "start": lab.start.name,
            "minutes": lab.minutes,
            "hints": len(lab.hints),
            "begun": workspace.begun(lab),
            "passed": workspace.passed(lab),
            "status": workspace.state(lab).status,
            "gave_up": bool(workspace.state(lab).gave_up),
        }
        for lab in labs
    ]
    return json.dumps(rows, indent=1)


def verdict_text(lab: Lab, verdict: Verdict, width: int | None = None) -> str:
    """Return a verdict in words for the learner.

    width: of the terminal, at which sentences are broken; None leaves them whole.
    """
    lines = [indented(what, width, "  ok  ", "      ") for what in verdict.confirmed]
    lines.append(f"{verdict.status.upper()}  lab {lab.number}, {lab.title}")
    if verdict.status != Status.PASS:
        lines.append(indented(verdict.message, width))
    printed = verdict.printed.strip().splitlines()
    if printed:
        lines.append("It printed:")
        lines += [f"  | {line}" for line in printed[:_MOST_LINES]]
        if len(printed) > _MOST_LINES:
            lines.append(f"  | ... and {len(printed) - _MOST_LINES} more lines")
    if note := without_walls(verdict.walls):
        lines.append(fill(note, width or _WIDTH))
    return "\n".join(lines)


def without_walls(walls: dict[str, str]) -> str:
    """Return what to know of a check if nothing kept a submission from files and programs.

    walls: those of a submission that has run, else nothing.
    """
    reasons = [walls.get(name, "") for name in (BUBBLEWRAP, LANDLOCK, SECCOMP)]
    if not all(reasons):
        return ""
    return (
        "No wall of the sandbox works on this machine, so this check is for practice: run only "
        "your own files. Grading others needs Linux, or a container (docs/instructor.md)."
    )


def batch_text(walls: dict[str, str] | None, kept: int, out: str, *, ended: bool) -> str:
    """Return what `grade` says at its end: the walls, what it has kept, where the files are.

    walls: None if nothing was handed in.
    """
    lines = ["None of these labs was handed in." if walls is None else walls_text(walls)]
    if kept:
        lines.append(
            f"Kept from an earlier run: {counted(kept, 'grade')}; --again grades everything again."
        )
    lines.append(f"Wrote {out}/grades.csv, grades.json and gradescope/*/results.json")
    if not ended:
        lines.append("Not all is graded; the same command continues from here.")
    return "\n".join(lines)


def walls_text(walls: dict[str, str]) -> str:
    """Return which walls the sandbox of the submissions had, and why it lacked the others."""
    if not walls:
        return "No submission was run, so there was no sandbox."
    got = [name for name, reason in walls.items() if not reason]
    lines = [f"Each submission had: {', '.join(got)}." if got else "No wall stood for all."]
    lines += [f"Missing: {name} ({reason})." for name, reason in walls.items() if reason]
    if note := without_walls(walls):
        lines.append(note)
    return "\n".join(fill(line, _WIDTH, subsequent_indent="  ") for line in lines)


def counted(number: int, what: str) -> str:
    """Return a number of things in words."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
