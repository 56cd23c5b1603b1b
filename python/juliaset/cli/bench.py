"""The doors that measure: bench, gil, scale, matrix, limit, explain."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from juliaset.bench.live import Setting
    from juliaset.bench.rounds import Rules
    from juliaset.bench.selection import Choice

Patterns = Annotated[
    list[str] | None,
    typer.Option(
        "--kernel", metavar="GLOB", help="Like 'cpp.*', mine.py:function or mine.cpp; repeatable."
    ),
]
Flavours = Annotated[
    str, typer.Option("--flavours", metavar="LIST", help="Like O0,O2,O3,O3_native.")
]
Threads = Annotated[str, typer.Option("--threads", metavar="LIST", help="Like 1,2.")]
Width = Annotated[int, typer.Option(help="Pixels across, on the book's axes.")]
MaxIterations = Annotated[int, typer.Option(help="Where to stop counting.")]
C = Annotated[str | None, typer.Option("--c", help="Another constant, like -0.8+0.156j.")]
Budget = Annotated[float, typer.Option(metavar="S", help="Seconds of measuring, at most.")]
Timeout = Annotated[float, typer.Option(metavar="S", help="Seconds that one sample may take.")]
Json = Annotated[Path | None, typer.Option("--json", help="Write all that was measured.")]
Baseline = Annotated[
    str | None, typer.Option(metavar="ID", help="What rows are held against: cpp.scalar@O3.")
]


def register(app: typer.Typer) -> None:
    """Put the commands behind those that stand there already."""
    for name, command in (
        ("bench", bench),
        ("gil", gil),
        ("scale", scale),
        ("matrix", matrix),
        ("limit", limit),
        ("explain", explain),
    ):
        app.command(name)(command)


def bench(  # noqa: PLR0913
    kernel: Patterns = None,
    flavours: Flavours = "",
    threads: Threads = "",
    gil: Annotated[str, typer.Option(metavar="LIST", help="held,released: for cpp.*.")] = "",
    baseline: Baseline = None,
    width: Width = 1000,
    max_iterations: MaxIterations = 300,
    c: C = None,
    budget: Budget = 70.0,
    timeout: Timeout = 60.0,
    quick: Annotated[
        bool, typer.Option("--quick", help="Half of the time, wider intervals.")
    ] = False,
    json: Json = None,
    command: Annotated[
        list[str] | None,
        typer.Option(help="Time this program instead; repeatable, the first is the baseline."),
    ] = None,
    same_output: Annotated[
        bool, typer.Option("--same-output", help="All commands must print the same.")
    ] = False,
) -> None:
    """Measure kernels, or any programs, side by side: what is faster, where that is known."""
    rules = _rules(budget, quick=quick)
    if command:
        if kernel:
            raise ValueError("--kernel and --command are two contests; allowed: one of them")
        _bench_commands(command, rules, timeout, json, same_output=same_output)
        return
    choice = _choice(kernel or [], flavours, threads, gil)
    _bench(choice, width, max_iterations, c, rules, timeout, baseline, json)


def gil(  # noqa: PLR0913
    kernel: Annotated[str, typer.Option(help="A C++ kernel with one thread.")] = "cpp.scalar",
    threads: Threads = "",
    width: Width = 1000,
    max_iterations: MaxIterations = 300,
    json: Json = None,
    into: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A contest's file to add it to.")
    ] = None,
) -> None:
    """Show what the GIL costs: the same call from many threads, held and released."""
    from juliaset.bench.gil import measure_and_show

    measure_and_show(kernel, _numbers("--threads", threads), width, max_iterations, json, into)


def scale(  # noqa: PLR0913
    kernel: Patterns = None,
    threads: Threads = "",
    width: Width = 1000,
    max_iterations: MaxIterations = 300,
    budget: Budget = 30.0,
    timeout: Timeout = 60.0,
    json: Json = None,
) -> None:
    """Measure every kernel with threads on 1, 2 ... all cores."""
    from juliaset.bench.scaling import measure_and_show

    numbers = _numbers("--threads", threads)
    setting = _setting(width, max_iterations, budget, timeout, json)
    if code := measure_and_show(kernel or ["*"], numbers, setting):
        raise typer.Exit(code)


def matrix(  # noqa: PLR0913
    kernel: Patterns = None,
    flavours: Flavours = "",
    width: Width = 1000,
    max_iterations: MaxIterations = 300,
    budget: Budget = 60.0,
    timeout: Timeout = 60.0,
    json: Json = None,
) -> None:
    """Measure kernels x flavours: what the compiler's flags do."""
    from juliaset.bench.matrix import measure_and_show

    choice = _choice(kernel or ["cpp.*"], flavours, "", "")
    setting = _setting(width, max_iterations, budget, timeout, json)
    if code := measure_and_show(choice, setting):
        raise typer.Exit(code)


def limit(  # noqa: PLR0913
    kernel: Patterns = None,
    width: Width = 1000,
    max_iterations: MaxIterations = 300,
    budget: Budget = 20.0,
    timeout: Timeout = 60.0,
    json: Json = None,
) -> None:
    """Show the roof of this core, how far below it each C++ kernel is, and why."""
    from juliaset.bench.limits import measure_and_show

    setting = _setting(width, max_iterations, budget, timeout, json)
    if code := measure_and_show(kernel or [], setting):
        raise typer.Exit(code)


def explain(
    kernel: Annotated[str, typer.Argument(metavar="KERNEL", help="A name of `juliaset list`.")],
    width: Width = 1000,
    max_iterations: MaxIterations = 300,
    budget: Budget = 5.0,
) -> None:
    """Show a kernel: its source, what it changes, what that gains here, what limits it now."""
    from juliaset.bench.explaining import explain as show

    show(kernel, width, max_iterations, _rules(budget))


def _bench(  # noqa: PLR0913
    choice: "Choice",
    width: int,
    max_iterations: int,
    c: str | None,
    rules: "Rules",
    timeout: float,
    baseline: str | None,
    json: Path | None,
) -> None:
    from juliaset.bench.live import exit_code, hold_and_show
    from juliaset.bench.selection import BASELINE, chosen
    from juliaset.bench.specs import Picture, as_complex, problem_of
    from juliaset.bench.table import WIDE
    from juliaset.system.files import check_writable
    from juliaset.terminal import console

    if json is not None:
        check_writable("--json", json)
    picture = Picture(width, max_iterations, None if c is None else as_complex(c))
    problem_of(picture.words)
    record = hold_and_show(
        chosen(choice),
        picture,
        rules,
        console(WIDE),
        baseline=baseline or BASELINE,
        timeout=_positive("--timeout", timeout),
        json=json,
    )
    if code := exit_code(record):
        raise typer.Exit(code)


def _bench_commands(
    commands: list[str], rules: "Rules", timeout: float, json: Path | None, *, same_output: bool
) -> None:
    from juliaset.bench.anything import contest_of_commands
    from juliaset.bench.live import exit_code
    from juliaset.system.files import check_writable

    if json is not None:
        check_writable("--json", json)
    outcome = contest_of_commands(
        commands, same_output=same_output, timeout=_positive("--timeout", timeout), rules=rules
    )
    print(outcome)
    if json is not None:
        outcome.save(json)
        print(f"All that was measured is in {json}")
    if code := exit_code(outcome.record):
        raise typer.Exit(code)


def _choice(patterns: list[str], flavours: str, threads: str, gil: str) -> "Choice":
    from juliaset.bench.selection import Choice
    from juliaset.registry import as_gil

    return Choice(
        patterns,
        _words(flavours),
        _numbers("--threads", threads),
        [as_gil(word) for word in _words(gil)],
    )


def _setting(
    width: int, max_iterations: int, budget: float, timeout: float, json: Path | None
) -> "Setting":
    from juliaset.bench.live import Setting
    from juliaset.bench.specs import Picture

    picture = Picture(width, max_iterations)
    return Setting(picture, _rules(budget), _positive("--timeout", timeout), json)


def _rules(budget: float, *, quick: bool = False) -> "Rules":
    from juliaset.bench.rounds import Rules

    budget = _positive("--budget", budget)
    if quick:
        return Rules(budget_s=budget / 2, most_rounds=15, fewest_rounds=12, renew=False)
    return Rules(budget_s=budget)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _numbers(option: str, text: str) -> list[int]:
    numbers = _words(text)
    if wrong := [word for word in numbers if not word.isdecimal() or not int(word)]:
        raise ValueError(f"{option} has {wrong[0]!r}; allowed: whole numbers like 1,2")
    return [int(word) for word in numbers]


def _positive(option: str, number: float) -> float:
    if not 0 < number < float("inf"):
        raise ValueError(f"{option} is {number:g}; allowed: more than 0 seconds")
    return number
