"""What `juliaset profile` prints."""

from rich.markup import escape
from rich.table import Table

from juliaset.profilers.book import ARTEFACTS, CHECKOUT, RECORDED
from juliaset.profilers.errors import CannotError
from juliaset.profilers.recipe import Recipe
from juliaset.profilers.result import Result
from juliaset.profilers.session import recording_of


def tools(recipes: list[Recipe]) -> Table:
    """List the tools, one line each, and whether each works here."""
    table = Table(box=None, pad_edge=False)
    table.add_column("tool", no_wrap=True)
    table.add_column("works here")
    table.add_column("the question it answers")
    for recipe in recipes:
        table.add_row(recipe.name, works(recipe), escape(recipe.question))
    return table


def works(recipe: Recipe) -> str:
    """Say whether it does, and if not, why."""
    try:
        recipe.needs()
    except CannotError as cannot:
        return f"[yellow]no: {escape(cannot.reason)}[/yellow]"
    limit = recipe.limit()
    return f"[yellow]yes, {escape(limit)}[/yellow]" if limit else "yes"


def report(result: Result, folder: str = "") -> str:
    """Say what came of one recipe."""
    parts = [*_why(result)]
    parts += [f"  {line}" for line in result.lines]
    if result.checks:
        parts += ["", *(_check(result, at) for at in range(len(result.checks)))]
    parts += [f"note: {note}" for note in result.notes]
    parts.append(f"It cannot see: {result.blind}.")
    if result.shown and folder:
        parts.append("Look at: " + ", ".join(f"{folder}/{name}" for name in result.shown))
    if result.status in {"unavailable", "empty"}:
        parts += _recording(result.tool)
    return "\n".join(parts)


def _why(result: Result) -> list[str]:
    if not result.reason:
        return [f"{result.tool}: {result.verdict}"]
    help_ = f"\n  what would help: {result.remedy}" if result.remedy else ""
    return [f"{result.tool}: {result.verdict}: {result.reason}{help_}"]


def _check(result: Result, at: int) -> str:
    check = result.checks[at]
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
        *(f"  {(RECORDED / tool / name).relative_to(CHECKOUT)}" for name in recorded.shown),
    ]


def place(tool: str) -> str:
    """Name the folder of a tool's artefacts as seen from the checkout."""
    return f"{ARTEFACTS.name}/{tool}"
