"""The door to the profilers: a command for each, a gallery of all, the ledger of their price."""

from pathlib import Path
from typing import Annotated

import typer

EXIT_USAGE = 2
EXIT_WRONG = 3
EXIT_UNAVAILABLE = 4


def register(app: typer.Typer) -> None:
    """Put the command behind those that stand there already."""
    app.command("profile")(profile)


def profile(  # noqa: PLR0913
    tool: Annotated[str, typer.Argument(metavar="[TOOL]", help="Left out: the list of them.")] = "",
    kernel: Annotated[
        str,
        typer.Option("--kernel", help="A name from `juliaset list`; the tool's own if left out."),
    ] = "",
    width: Annotated[int, typer.Option(help="Pixels across; 0: what ends within a minute.")] = 0,
    everything: Annotated[
        bool, typer.Option("--all", help="Run every recipe, and make profiles/index.html.")
    ] = False,
    ledger: Annotated[
        bool, typer.Option("--ledger", help="Measure what each tool costs here.")
    ] = False,
    rounds: Annotated[int, typer.Option(help="Rounds of the ledger.")] = 5,
    json: Annotated[
        bool, typer.Option("--json", help="Print what was found as JSON, for programs.")
    ] = False,
) -> None:
    """Run a profiler on a kernel, and check what it says against what is known."""
    from juliaset.system.signals import sigterm_as_ctrl_c

    if sum([bool(tool), everything, ledger]) > 1:
        raise ValueError("TOOL, --all and --ledger are three things to do; allowed: one of them")
    if tool or everything or ledger:
        _check(kernel, width)
    with sigterm_as_ctrl_c():
        if ledger:
            _ledger(tool, rounds, json=json)
        elif everything:
            _gallery(kernel, width)
        elif tool:
            _one(tool, kernel, width, json=json)
        else:
            _list()


def _check(kernel: str, width: int) -> None:
    from juliaset.profilers.book import check_checkout
    from juliaset.profilers.errors import CannotError
    from juliaset.registry import get_kernel

    if kernel:
        get_kernel(kernel)
    if width < 0:
        raise ValueError(f"--width is {width}; allowed: 1 or more")
    try:
        check_checkout()
    except CannotError as cannot:
        raise ValueError(f"{cannot.reason}; {cannot.remedy}") from None


def _list() -> None:
    from juliaset.profilers.recipes import recipes
    from juliaset.profilers.screen import tools
    from juliaset.terminal import console

    console().print(tools(recipes()))


def _one(tool: str, kernel: str, width: int, *, json: bool) -> None:
    from juliaset.profilers.book import ARTEFACTS, check_width
    from juliaset.profilers.recipes import recipe
    from juliaset.profilers.result import FILE
    from juliaset.profilers.screen import place, report
    from juliaset.profilers.session import perform, silent
    from juliaset.registry import get_kernel

    chosen = recipe(tool)
    asked = get_kernel(kernel or chosen.kernel).name
    if width:
        check_width(asked, width)
    if reason := chosen.refuses(asked):
        raise ValueError(f"{chosen.name} makes no sense here: {reason}")
    if not json:
        print(f"{chosen.name}: {chosen.question} ({asked}, width {width or chosen.width})")
    folder = ARTEFACTS / chosen.name
    say = silent if json else lambda command: print(f"$ {command}", flush=True)
    result = perform(chosen, folder, asked, width, say)
    print((folder / FILE).read_text() if json else report(result, place(chosen.name)), flush=True)
    _leave(result.status)


def _leave(status: str) -> None:
    if status in {"wrong", "empty"}:
        raise typer.Exit(EXIT_WRONG)
    if status == "unavailable":
        raise typer.Exit(EXIT_UNAVAILABLE)


def _gallery(kernel: str, width: int) -> None:
    from juliaset.profilers.book import ARTEFACTS
    from juliaset.profilers.gallery import PAGE, make

    results = make(ARTEFACTS, kernel, width, lambda text: print(text, flush=True))
    print(f"The gallery is in {Path(ARTEFACTS.name, PAGE)}")
    if any(result.status in {"wrong", "empty"} for result in results):
        raise typer.Exit(EXIT_WRONG)


def _ledger(tool: str, rounds: int, *, json: bool) -> None:
    from juliaset.profilers.ledger import measure, table, to_json
    from juliaset.profilers.session import silent
    from juliaset.terminal import console

    if rounds < 1:
        raise ValueError(f"--rounds is {rounds}; allowed: 1 or more")
    say = silent if json else lambda text: print(text, flush=True)
    ledger = measure([tool] if tool else [], rounds, say)
    if json:
        print(to_json(ledger))
    else:
        console().print(table(ledger))
