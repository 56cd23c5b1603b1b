"""The command profile: one profiler, a gallery of all of them, or what each of them costs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juliaset.cli import options, result_files
from juliaset.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from juliaset.profilers.result import Result


def _tools() -> tuple[str, ...]:
    from juliaset.profilers.recipes import NAMES

    return NAMES


def profile(  # noqa: PLR0913
    tool: Annotated[
        str, options.argument("TOOL", "Its name; all of them are listed if left out.", _tools)
    ] = "",
    kernel: options.KernelName = "",
    width: Annotated[int | None, options.number("--width", "N", "Pixels across.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Run every tool and write profiles/index.html.")
    ] = False,
    ledger: Annotated[
        bool, typer.Option("--ledger", help="Measure what each tool costs here.")
    ] = False,
    rounds: Annotated[
        int | None, options.number("--rounds", "N", "Rounds of --ledger; 5 if left out.")
    ] = None,
    json: options.Json = None,
) -> ExitCode:
    """Run a profiler on a kernel and check what it reports.

    Without --kernel and --width each tool takes a kernel that suits it, and a size that it can
    profile within a minute.
    """
    if everything + (ledger or bool(tool)) > 1:
        raise ValueError("--all runs every tool; allowed: it alone, or TOOL, or --ledger")
    if json is not None and not (tool or ledger):
        raise ValueError("--json needs a result; allowed: with TOOL or with --ledger")
    if rounds is not None and not ledger:
        raise ValueError("--rounds needs a ledger; allowed: with --ledger")
    if rounds is not None and rounds < 1:
        raise ValueError(f"--rounds is {rounds}; allowed: 1 or more")
    if width is not None and width < 1:
        raise ValueError(f"--width is {width}; allowed: 1 or more")
    if not (tool or everything or ledger):
        return _list()
    _check(kernel)
    if everything:
        return _gallery(kernel, width or 0)
    with result_files.messages_for(json):
        text, code = _ledger(tool, rounds or 5) if ledger else _one(tool, kernel, width or 0)
    result_files.write(json, text)
    return code


def _check(kernel: str) -> None:
    from juliaset.profilers.book import check_scripts
    from juliaset.profilers.errors import CannotError
    from juliaset.registry import get_kernel

    if kernel:
        get_kernel(kernel)
    try:
        check_scripts()
    except CannotError as cannot:
        raise ValueError(f"{cannot.reason}; {cannot.remedy}") from None


def _list() -> ExitCode:
    from juliaset.profilers.recipes import recipes
    from juliaset.profilers.screen import tools
    from juliaset.terminal import UNBROKEN, console

    console(UNBROKEN).print(tools(recipes()))
    return ExitCode.DONE


def _one(tool: str, kernel: str, width: int) -> tuple[str, ExitCode]:
    """Print a tool's result; return its JSON and the exit code."""
    from juliaset.profilers.book import ARTEFACTS, check_width
    from juliaset.profilers.recipes import recipe
    from juliaset.profilers.result import perform
    from juliaset.profilers.screen import report
    from juliaset.registry import get_kernel

    chosen = recipe(tool)
    name = get_kernel(kernel or chosen.kernel).name
    if width:
        check_width(name, width)
    if reason := chosen.refuses(get_kernel(name)):
        raise ValueError(f"{chosen.name} makes no sense here: {reason}")
    print(f"{chosen.name}: {chosen.question} ({name}, width {width or chosen.width})")
    folder = ARTEFACTS / chosen.name
    result = perform(chosen, folder, name, width, lambda command: print(f"$ {command}", flush=True))
    print(report(result), flush=True)
    return result.json, _code([result])


def _gallery(kernel: str, width: int) -> ExitCode:
    from juliaset.profilers.book import ARTEFACTS
    from juliaset.profilers.gallery import PAGE, make

    results = make(ARTEFACTS, kernel, width, lambda text: print(text, flush=True))
    print(f"Wrote {Path(ARTEFACTS.name, PAGE)}.")
    return _code(results)


def _code(results: "list[Result]") -> ExitCode:
    found = {result.status for result in results}
    if found & {"wrong", "empty"}:
        return ExitCode.NO
    return ExitCode.NO_ANSWER if found == {"unavailable"} else ExitCode.DONE


def _ledger(tool: str, rounds: int) -> tuple[str, ExitCode]:
    """Measure and print the ledger; return its JSON and the exit code."""
    from juliaset.profilers.ledger import measure, table, to_json
    from juliaset.terminal import UNBROKEN, console

    ledger = measure([tool] if tool else [], rounds, lambda text: print(text, flush=True))
    console(UNBROKEN).print(table(ledger))
    measured = [cost for cost in ledger.entries if not cost.unavailable]
    return to_json(ledger), ExitCode.DONE if measured else ExitCode.NO_ANSWER
