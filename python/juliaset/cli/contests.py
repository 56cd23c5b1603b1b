"""The commands that measure: bench, gil, scale, matrix, limit."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juliaset.cli import options
from juliaset.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from juliaset.bench.live import Setting
    from juliaset.bench.rounds import Rules


def bench(  # noqa: PLR0913
    kernel: options.Contestants = None,
    flavour: options.Flavours = None,
    threads: options.Threads = None,
    gil: options.Gils = None,
    baseline: Annotated[
        str | None, typer.Option(metavar="ID", help="The row to compare with: cpp.scalar@O3.")
    ] = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    c: options.C = None,
    budget: options.Budget = 70.0,
    timeout: options.Timeout = 60.0,
    quick: Annotated[
        bool, typer.Option("--quick", help="Half of the time, wider intervals.")
    ] = False,
    json: options.Json = None,
    command: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COMMAND",
            help="Time this program instead; repeatable, the first is the baseline.",
        ),
    ] = None,
    same_output: Annotated[
        bool, typer.Option("--same-output", help="All commands must print the same.")
    ] = False,
) -> ExitCode:
    """Compare kernels or programs: what is faster, if the data prove it."""
    rules = _rules(budget, quick=quick)
    timeout = options.positive("--timeout", timeout)
    if command:
        if kernel:
            raise ValueError("--kernel and --command are two contests; allowed: one of them")
        return _bench_commands(command, rules, timeout, json, same_output=same_output)
    from juliaset.bench.live import exit_code, hold_and_show
    from juliaset.bench.selection import BASELINE, Choice, chosen
    from juliaset.bench.specs import Picture, as_complex, problem_of
    from juliaset.bench.table import WIDE
    from juliaset.registry import as_gil
    from juliaset.terminal import console

    choice = Choice(
        kernel or [],
        options.words(flavour),
        options.numbers("--threads", threads),
        [as_gil(word) for word in options.words(gil)],
    )
    picture = Picture(width, max_iterations, None if c is None else as_complex(c))
    problem_of(picture.words)
    record = hold_and_show(
        chosen(choice),
        picture,
        rules,
        console(WIDE),
        baseline=baseline or BASELINE,
        timeout=timeout,
        json=json,
    )
    return ExitCode(exit_code(record))


def gil(  # noqa: PLR0913
    kernel: options.KernelName = "cpp.scalar",
    threads: options.Threads = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    json: options.Json = None,
    into: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Add the result to this contest's file.")
    ] = None,
) -> None:
    """Show what the GIL costs: one call from many threads."""
    from juliaset.bench.gil import measure_and_show

    numbers = options.numbers("--threads", threads)
    measure_and_show(kernel, numbers, width, max_iterations, json, into)


def scale(  # noqa: PLR0913
    kernel: options.Contestants = None,
    threads: options.Threads = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    budget: options.Budget = 30.0,
    timeout: options.Timeout = 60.0,
    json: options.Json = None,
) -> ExitCode:
    """Measure kernels with threads on 1, 2 and up to all cores."""
    from juliaset.bench.scaling import measure_and_show

    setting = _setting(width, max_iterations, budget, timeout, json)
    numbers = options.numbers("--threads", threads)
    return ExitCode(measure_and_show(kernel or ["*"], numbers, setting))


def matrix(  # noqa: PLR0913
    kernel: options.Contestants = None,
    flavour: options.Flavours = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    budget: options.Budget = 60.0,
    timeout: options.Timeout = 60.0,
    json: options.Json = None,
) -> ExitCode:
    """Measure kernels x flavours: what the compiler's flags do."""
    from juliaset.bench.matrix import measure_and_show
    from juliaset.bench.selection import Choice

    setting = _setting(width, max_iterations, budget, timeout, json)
    choice = Choice(kernel or ["cpp.*"], options.words(flavour))
    return ExitCode(measure_and_show(choice, setting))


def limit(  # noqa: PLR0913
    kernel: options.Contestants = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    budget: options.Budget = 20.0,
    timeout: options.Timeout = 60.0,
    json: options.Json = None,
) -> ExitCode:
    """Show this core's limit, and why C++ kernels are below it."""
    from juliaset.bench.limits import measure_and_show

    setting = _setting(width, max_iterations, budget, timeout, json)
    return ExitCode(measure_and_show(kernel or [], setting))


def _bench_commands(
    commands: list[str], rules: "Rules", timeout: float, json: Path | None, *, same_output: bool
) -> ExitCode:
    from juliaset.bench.anything import contest_of_commands
    from juliaset.bench.live import exit_code

    outcome = contest_of_commands(commands, same_output=same_output, timeout=timeout, rules=rules)
    print(outcome)
    if json is not None:
        outcome.save(json)
        print(f"Wrote {json}.")
    return ExitCode(exit_code(outcome.record))


def _setting(
    width: int, max_iterations: int, budget: float, timeout: float, json: Path | None
) -> "Setting":
    from juliaset.bench.live import Setting
    from juliaset.bench.specs import Picture

    picture = Picture(width, max_iterations)
    return Setting(picture, _rules(budget), options.positive("--timeout", timeout), json)


def _rules(budget: float, *, quick: bool = False) -> "Rules":
    from juliaset.bench.rounds import Rules

    budget = options.positive("--budget", budget)
    if quick:
        return Rules(budget_s=budget / 2, most_rounds=15, fewest_rounds=12, renew=False)
    return Rules(budget_s=budget)
