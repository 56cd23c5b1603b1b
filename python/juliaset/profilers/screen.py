"""What `juliaset profile` prints."""

from rich.markup import escape
from rich.table import Table

from juliaset.course_folder import COURSE
from juliaset.profilers.book import ARTEFACTS, RECORDED
from juliaset.profilers.errors import CannotError
from juliaset.profilers.recipe import Check, Recipe
from juliaset.profilers.result import Result, recording_of
from juliaset.terminal import plain_table


def tools(recipes: list[Recipe]) -> Table:
    """List the tools, one line each, and whether each works here."""
    table = plain_table("tool", "works here", "the question it answers", words=True)
    for recipe in recipes:
        table.add_row(recipe.name, works(recipe), escape(recipe.question))
    return table


def works(recipe: Recipe) -> str:
    """Return whether a tool works here, and if not, why."""
    try:
        recipe.needs()
    except CannotError as cannot:
        return f"[yellow]no: {escape(cannot.reason)}[/yellow]"
    limit = recipe.limit()
    return f"[yellow]yes, {escape(limit)}[/yellow]" if limit else "yes"


def report(result: Result) -> str:
    """Return the report of one recipe."""
    reason = f": {result.reason}" if result.reason else ""
    parts = [f"{result.tool}: {result.verdict}{reason}"]
    if result.remedy:
        parts.append(f"  what would help: {result.remedy}")
    parts += [f"  {line}" for line in result.lines]
    if result.checks:
        parts += ["", *map(_check, result.checks)]
    parts += [f"note: {note}" for note in result.notes]
    parts.append(f"It cannot see: {result.blind}.")
    if result.shown:
        folder = f"{ARTEFACTS.name}/{result.tool}"
        parts.append("Look at: " + ", ".join(f"{folder}/{name}" for name in result.shown))
    if result.status in {"unavailable", "empty"}:
        parts += _recording(result.tool)
    return "\n".join(parts)


def _check(check: Check) -> str:
    verdict = "right" if check.right else "WRONG"
    return f"  {verdict}  {check.what}: {check.found} (expected: {check.expected})"


def _recording(tool: str) -> list[str]:
    recorded = recording_of(tool)
    if recorded is None:
        return ["There is no recorded run of it."]
    where = recorded.where
    return [
        "",
        f"RECORDED on {where['date']} ({where['tool']}, {where['cpu']}), not run here:",
        *(f"  $ {command}" for command in recorded.commands),
        *(f"  {line}" for line in recorded.lines),
        *(f"  {(RECORDED / tool / name).relative_to(COURSE)}" for name in recorded.shown),
    ]
