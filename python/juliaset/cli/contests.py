"""The commands that measure: bench, gil, scale, matrix, limit."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juliaset.cli import options
from juliaset.cli.exit_codes import ExitCode, complain

if TYPE_CHECKING:
    from juliaset.bench.record import Record
    from juliaset.bench.screen import Setting

# By the word of juliaset.bench.outcome.Answer.
CODES = {
    "done": ExitCode.DONE,
    "broken": ExitCode.NO,
    "nothing": ExitCode.NO_ANSWER,
    "contended": ExitCode.BUSY,
    "interrupted": ExitCode.INTERRUPTED,
}
# Options of bench that fit kernels and programs, and those that are for programs alone.
_FOR_BOTH = {"budget", "timeout", "quick", "json"}
_FOR_COMMANDS = {"command", "same_output"}


def bench(  # noqa: PLR0913
    ctx: typer.Context,
    kernel: options.Contestants = None,
    flavour: options.Flavours = None,
    threads: options.ThreadCounts = None,
    gil: options.Gils = None,
    baseline: Annotated[
        str | None, typer.Option(metavar="ID", help="The row to compare with: cpp.scalar@O3.")
    ] = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    c: options.C = None,
    processes: options.Processes = None,
    budget: options.Budget = 120.0,
    timeout: options.Timeout = 60.0,
    quick: Annotated[
        bool, typer.Option("--quick", help="Half of the processes, wider intervals.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Every kernel, and not the ladder alone.")
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
    from juliaset.bench.contests import contest_of_programs
    from juliaset.bench.notes import next_steps
    from juliaset.bench.rounds import Rules
    from juliaset.bench.screen import Setting, run_and_show
    from juliaset.bench.selection import BASELINE, Choice, hidden, select
    from juliaset.registry import as_gil
    from juliaset.terminal import console

    _check_together(options.given(ctx))
    rules = Rules(budget_s=budget, processes=processes or 10)
    if quick:
        rules = Rules(budget_s=budget, processes=processes or 5, rounds=3, slow_processes=3)
    if command:

        def contest() -> "Record":
            outcome = contest_of_programs(
                command, same_output=same_output, timeout=timeout, rules=rules
            )
            print(outcome)
            return outcome.record

        return concluded(json, contest)
    choice = Choice(
        kernel or [],
        options.words(flavour),
        options.numbers("--threads", threads),
        [as_gil(word) for word in options.words(gil)],
        every,
    )
    kernels = select(choice)
    problem = options.problem(width, max_iterations, c)
    setting = Setting(
        problem, rules, timeout, baseline or BASELINE, reference=True, hidden=hidden(choice)
    )
    code = concluded(json, lambda: run_and_show(kernels, setting, console()))
    if json is None and code in {ExitCode.DONE, ExitCode.BUSY}:
        print(f"\n{next_steps()}")
    return code


def _check_together(given: dict[str, str]) -> None:
    """Raise ValueError for options of bench that have no meaning together."""
    for name, option in given.items():
        if "command" in given and name not in _FOR_BOTH | _FOR_COMMANDS:
            raise ValueError(f"{option} and --command are two contests; allowed: one of them")
        if "command" not in given and name in _FOR_COMMANDS:
            raise ValueError(f"{option} is about commands; allowed: together with --command")
    if {"every", "kernel"} <= given.keys():
        raise ValueError("--all and --kernel both name kernels; allowed: one of them")


def gil(  # noqa: PLR0913
    kernel: options.KernelName = "cpp.scalar",
    threads: options.ThreadCounts = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    json: options.Json = None,
    into: Annotated[
        Path | None, options.output("Add the result to this contest's file.", "--into")
    ] = None,
) -> ExitCode:
    """Show what the GIL costs: one call from many threads."""
    from juliaset.bench.record_file import load, save
    from juliaset.bench.views.gil import measure_and_show

    numbers = options.numbers("--threads", threads)
    problem = options.problem(width, max_iterations)
    other = load(into) if into else None
    with options.messages_for(json):
        record = measure_and_show(kernel, problem, numbers)
    code = _written(json, record)
    with options.messages_for(json):
        if into and other and code is ExitCode.DONE:
            other.probes.gil = record.probes.gil
            save(other, into)
            print(f"It is in {into} too.")
        elif into:
            print(f"It is not added to {into}: allowed is a complete contest on a calm machine.")
    return code


def scale(  # noqa: PLR0913
    kernel: options.Contestants = None,
    threads: options.ThreadCounts = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    processes: options.Processes = None,
    budget: options.Budget = 30.0,
    timeout: options.Timeout = 60.0,
    json: options.Json = None,
) -> ExitCode:
    """Measure kernels with threads on 1, 2 and up to all cores."""
    from juliaset.bench.views.families import show_threads

    setting = _setting(width, max_iterations, processes, budget, timeout)
    numbers = options.numbers("--threads", threads)
    return concluded(json, lambda: show_threads(kernel or ["*"], numbers, setting))


def matrix(  # noqa: PLR0913
    kernel: options.Contestants = None,
    flavour: options.Flavours = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    processes: options.Processes = None,
    budget: options.Budget = 60.0,
    timeout: options.Timeout = 60.0,
    json: options.Json = None,
) -> ExitCode:
    """Measure kernels x flavours: what the compiler's flags do."""
    from juliaset.bench.selection import Choice
    from juliaset.bench.views.families import show_flags

    setting = _setting(width, max_iterations, processes, budget, timeout)
    choice = Choice(kernel or ["cpp.*"], options.words(flavour))
    return concluded(json, lambda: show_flags(choice, setting))


def limit(  # noqa: PLR0913
    kernel: options.Contestants = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    processes: options.Processes = None,
    budget: options.Budget = 20.0,
    timeout: options.Timeout = 60.0,
    json: options.Json = None,
) -> ExitCode:
    """Show this core's limit, and why C++ kernels are below it."""
    from juliaset.bench.views.limit import measure_and_show

    setting = _setting(width, max_iterations, processes, budget, timeout)
    with options.messages_for(json):
        record = measure_and_show(kernel or [], setting)
    code = _written(json, record)
    return ExitCode.BUSY if code is ExitCode.DONE and record.contest.no_bound else code


def concluded(json: Path | None, contest: Callable[[], "Record"]) -> ExitCode:
    """Run the contest, write its file, and return the exit code of what it says."""
    from juliaset.bench.tryout import NoneRunsError

    with options.messages_for(json):
        try:
            record = contest()
        except NoneRunsError as error:
            return complain(error, ExitCode.NO)
    return _written(json, record)


def _written(json: Path | None, record: "Record") -> ExitCode:
    from juliaset.bench.outcome import answer
    from juliaset.bench.record_file import dumps

    options.write(json, dumps(record))
    code = CODES[answer(record)]
    if code is ExitCode.NO_ANSWER:
        reasons = {row.reason for row in record.variants if row.reason}
        complain(f"no row that was asked for has a time: {'; '.join(sorted(reasons))}", code)
    return code


def _setting(
    width: int, max_iterations: int, processes: int | None, budget: float, timeout: float
) -> "Setting":
    from juliaset.bench.rounds import Rules
    from juliaset.bench.screen import Setting

    rules = Rules(budget_s=budget, processes=processes or 10)
    return Setting(options.problem(width, max_iterations), rules, timeout)
