"""What the lab commands print."""

import json
from typing import Any

from rich.markup import escape
from rich.table import Table

from juliaset.grader.desk import Desk
from juliaset.grader.shelf import Lab
from juliaset.grader.verdict import Status, Verdict

_MOST_LINES = 20


def listed(labs: list[Lab], desk: Desk) -> Table:
    """Show all labs, and how far the learner is."""
    table = Table(box=None, pad_edge=False)
    for name in ("lab", "title", "file", "minutes", "state"):
        table.add_column(name, justify="right" if name in {"lab", "minutes"} else "left")
    for lab in labs:
        state = describe(lab, desk)
        cells = [str(lab.number), lab.title, lab.start.name, str(lab.minutes), state]
        table.add_row(*(escape(cell) for cell in cells))
    return table


def describe(lab: Lab, desk: Desk) -> str:
    """Say in a few words how far a lab is."""
    if desk.passed(lab):
        return "passed"
    if not desk.begun(lab):
        return ""
    return str(desk.state(lab).get("status", "begun"))


def as_json(labs: list[Lab], desk: Desk) -> str:
    """Give the list for programs."""
    rows: list[dict[str, Any]] = [
        {
            "number": lab.number,
            "name": lab.name,
            "title": lab.title,
            "start": lab.start.name,
            "minutes": lab.minutes,
            "hints": len(lab.hints),
            "begun": desk.begun(lab),
            "passed": desk.passed(lab),
            "status": desk.state(lab).get("status"),
        }
        for lab in labs
    ]
    return json.dumps(rows, indent=1)


def told(lab: Lab, verdict: Verdict) -> str:
    """Tell a learner what a check came to."""
    lines = [f"  ok  {what}" for what in verdict.seen]
    lines.append(f"{verdict.status.upper()}  lab {lab.number}, {lab.title}")
    if verdict.status != Status.PASS:
        lines += [f"  {line}" for line in verdict.message.splitlines()]
    printed = verdict.printed.strip().splitlines()
    if printed:
        lines.append("It printed:")
        lines += [f"  | {line}" for line in printed[:_MOST_LINES]]
        if len(printed) > _MOST_LINES:
            lines.append(f"  | ... and {len(printed) - _MOST_LINES} lines more")
    return "\n".join(lines)


def walls_in_words(walls: dict[str, str]) -> str:
    """Say which walls stood around the submissions, and which not, and why."""
    got = [name for name, reason in walls.items() if not reason]
    lines = [f"Each submission had: {', '.join(got)}." if got else "No walls stood."]
    lines += [f"Not here: {name} ({reason})." for name, reason in walls.items() if reason]
    return "\n".join(lines)
