"""The command bench: kernels, or programs with what runs before them."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juliaset.cli import options
from juliaset.cli.contests import concluded
from juliaset.cli.exit_codes import ExitCode
from juliaset.cli.outputs import Outputs

if TYPE_CHECKING:
    from juliaset.bench.any_problem import AnyProblem
    from juliaset.bench.record import Record

# Options of bench that are for kernels of the Julia set alone.
_FOR_JULIA = {"flavour", "compiler", "gil", "every", "width", "max_iterations", "c"}
# Options of bench that fit kernels and programs, and those that are for programs alone.
_FOR_BOTH = {"budget", "timeout", "quick", "json", "csv", "md", "pyperf", "save"}
_FOR_COMMANDS = {"command", "same_output", "runs", "warmup", "setup", "prepare", "param"}


def bench(  # noqa: PLR0913
    ctx: typer.Context,
    kernel: options.Contestants = None,
    problem: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Solve the problem that this .py file defines instead."),
    ] = None,
    size: Annotated[
        int | None,
        options.number("--size", "N", "Another size of that problem.", options.AT_LEAST_ONE),
    ] = None,
    flavour: options.Flavours = None,
    compiler: options.Compilers = None,
    threads: options.ThreadCounts = None,
    gil: options.Gils = None,
    baseline: Annotated[
        str | None, typer.Option(metavar="ID", help="The row to compare with: cpp.scalar@O3.")
    ] = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    c: options.C = None,
    processes: options.Processes = None,
    budget: Annotated[
        float | None,
        options.number(
            "--budget",
            "S",
            "No round begins after S seconds: 110, or 60 for commands, which run three times in "
            "any case.",
            options.SECONDS,
        ),
    ] = None,
    timeout: options.Timeout = 60.0,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="5 processes a row, 3 rounds each: quicker, less certain."),
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Every kernel, not only the ladder.")
    ] = False,
    json: options.Json = None,
    csv: Annotated[Path | None, options.output("Every sample as CSV.", "--csv")] = None,
    md: Annotated[Path | None, options.output("The table in Markdown.", "--md")] = None,
    pyperf: Annotated[Path | None, options.output("JSON for pyperf.", "--pyperf")] = None,
    save: Annotated[
        str | None,
        typer.Option(
            metavar="[NAME]",
            help="Save the contest in .juliaset, for compare --last and history.",
        ),
    ] = None,
    command: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COMMAND",
            help="Time this program instead; repeatable, the first is the baseline.",
        ),
    ] = None,
    same_output: Annotated[
        bool,
        typer.Option(
            "--same-output", help="Fail commands whose output differs from the first one's."
        ),
    ] = False,
    runs: Annotated[
        int | None,
        options.number(
            "--runs",
            "N",
            "Run each command N times; without --budget there is no time limit.",
            options.AT_LEAST_ONE,
        ),
    ] = None,
    warmup: Annotated[
        int,
        options.number("--warmup", "N", "Run each command N times first, untimed.", options.FROM_0),
    ] = 1,
    setup: Annotated[
        str, typer.Option(metavar="COMMAND", help="Run this once for each row, before its warm-up.")
    ] = "",
    prepare: Annotated[
        str, typer.Option(metavar="COMMAND", help="Run this before each run, untimed.")
    ] = "",
    param: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=LIST",
            help="Like n=10,20: a row for each value, which replaces n in braces; repeatable.",
        ),
    ] = None,
) -> ExitCode:
    """Compare kernels or programs: what is faster, if the data prove it."""
    from juliaset.bench.commands import commands, parameters
    from juliaset.bench.picture import Picture
    from juliaset.bench.problem_file import open_problem
    from juliaset.bench.programs import contest_of_programs, rules_for
    from juliaset.bench.rules import Rules
    from juliaset.bench.screen import Setting, run_and_show
    from juliaset.bench.selection import Choice
    from juliaset.bench.table import show
    from juliaset.compilers import find_compilers
    from juliaset.kernel_type import as_gil
    from juliaset.terminal import console

    _check_together(options.given(ctx))
    outputs = Outputs(json, csv, md, pyperf, save)
    outputs.check()
    if command:
        rows = commands(command, parameters(param or []), setup=setup, prepare=prepare)

        def contest() -> "Record":
            outcome = contest_of_programs(
                rows,
                rules_for(runs, budget, quick=quick),
                same_output=same_output,
                timeout=timeout,
                warmup=warmup,
                say=lambda text: print(text, flush=True),
            )
            show(outcome.record, console())
            return outcome.record

        return concluded(outputs, contest)
    rules = Rules(budget_s=budget or 110.0, processes=processes or 10)
    if quick:
        rules = replace(rules, processes=processes or 5, rounds=3)
    numbers, patterns = options.numbers("--threads", threads), kernel or []
    solved: AnyProblem
    if problem is not None:
        solved = open_problem(problem, size)
    else:
        choice = Choice(
            flavours=options.words("--flavour", flavour),
            gil=[as_gil(word) for word in options.words("--gil", gil)],
            every=every,
            compilers=find_compilers(options.words("--compiler", compiler)),
        )
        solved = Picture(options.problem(width, max_iterations, c), choice)
    kernels = solved.select(patterns, numbers)
    if baseline is not None:
        _check_baseline(solved, baseline)
    hidden = solved.hidden(patterns, numbers)
    setting = Setting(solved, rules, timeout, baseline or "", reference=True, hidden=hidden)
    code = concluded(outputs, lambda: run_and_show(kernels, setting, console()))
    if solved.next_steps and outputs.nothing and code in {ExitCode.DONE, ExitCode.BUSY}:
        print(f"\n{solved.next_steps}")
    return code


def _check_baseline(problem: "AnyProblem", name: str) -> None:
    """Raise ValueError unless it is one row, before anything is announced."""
    try:
        problem.row(name)
    except ValueError as error:
        raise ValueError(f"--baseline: {error}") from None


def _check_together(given: dict[str, str]) -> None:
    """Raise ValueError for options of bench that have no meaning together."""
    for name, option in given.items():
        if "command" in given and name not in _FOR_BOTH | _FOR_COMMANDS:
            if name == "kernel":
                raise ValueError("--kernel and --command are two contests; allowed: one of them")
            instead = "with it --runs" if name == "processes" else "without it"
            raise ValueError(f"{option} is about kernels, not --command; allowed: {instead}")
        if "command" not in given and name in _FOR_COMMANDS:
            raise ValueError(f"{option} is about commands; allowed: together with --command")
    if "problem" in given and (others := [given[name] for name in given if name in _FOR_JULIA]):
        raise ValueError(f"{others[0]} is about the Julia set; allowed: without --problem")
    if "size" in given and "problem" not in given:
        raise ValueError("--size is about a problem of yours; allowed: together with --problem")
    if {"every", "kernel"} <= given.keys():
        raise ValueError("--all and --kernel both name kernels; allowed: one of them")
    if {"quick", "runs"} <= given.keys():
        raise ValueError("--quick and --runs both say how often; allowed: one of them")
