"""The commands that measure kernels: gil, scale, matrix, limit; bench has a module of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from juliaset.cli import options, result_files
from juliaset.cli.exit_codes import ExitCode, complain
from juliaset.cli.lasting import lasting
from juliaset.cli.outputs import Outputs
from juliaset.system.processes import in_one_line

if TYPE_CHECKING:
    from juliaset.bench.record import Record
    from juliaset.bench.screen import Setting
    from juliaset.problem import Problem

# By the word of juliaset.bench.outcome.Answer.
CODES = {
    "done": ExitCode.DONE,
    "broken": ExitCode.NO,
    "nothing": ExitCode.NO_ANSWER,
    "contended": ExitCode.BUSY,
    "interrupted": ExitCode.INTERRUPTED,
}


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
    if other and other.problem and not other.problem.of_registry:
        solved = in_one_line(other.problem.title)
        raise ValueError(f"--into is a contest of {solved}; allowed: one of the Julia set")
    outputs = Outputs(json)
    with lasting(outputs):
        with result_files.messages_for(json):
            record = measure_and_show(kernel, problem, numbers)
        code = written(outputs, record)
    with result_files.messages_for(json):
        if into and other and code is ExitCode.DONE:
            other.probes.gil = record.probes.gil
            save(other, into)
            print(f"It is in {result_files.named(into)} too.")
        elif into:
            allowed = "a complete contest on a calm machine"
            print(f"It is not added to {result_files.named(into)}: allowed is {allowed}.")
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

    setting = _setting(options.problem(width, max_iterations), processes, budget, timeout)
    numbers = options.numbers("--threads", threads)
    return concluded(Outputs(json), lambda: show_threads(kernel or ["*"], numbers, setting))


def matrix(  # noqa: PLR0913
    kernel: options.Contestants = None,
    flavour: options.Flavours = None,
    compiler: options.Compilers = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    processes: options.Processes = None,
    budget: options.Budget = 60.0,
    timeout: options.Timeout = 60.0,
    json: options.Json = None,
) -> ExitCode:
    """Measure kernels x flavours x compilers: what flags and compilers do."""
    from juliaset.bench.selection import Choice
    from juliaset.bench.views.families import show_flags
    from juliaset.compilers import find_compilers

    compilers = find_compilers(options.words("--compiler", compiler))
    # With several compilers without narrower vectors, which would have as many rows again.
    patterns = kernel or ([] if compilers else ["cpp.*"])
    setting = _setting(options.problem(width, max_iterations), processes, budget, timeout)
    flavours = options.words("--flavour", flavour)
    choice = Choice(patterns, flavours, compilers=compilers)
    return concluded(Outputs(json), lambda: show_flags(choice, setting))


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

    problem = options.problem(width, max_iterations)
    setting = _setting(problem, processes, budget, timeout)
    outputs = Outputs(json)
    with lasting(outputs):
        with result_files.messages_for(json):
            record = measure_and_show(kernel or [], problem, setting)
        code = written(outputs, record)
    return ExitCode.BUSY if code is ExitCode.DONE and record.contest.no_bound else code


def concluded(outputs: Outputs, contest: Callable[[], "Record"]) -> ExitCode:
    """Run the contest, write what is left of it, and return the exit code of what it says."""
    from juliaset.bench.tryout import NoneRunsError

    with lasting(outputs):
        with result_files.messages_for(outputs.reserved):
            try:
                record = contest()
            except NoneRunsError as error:
                return complain(error, ExitCode.NO)
        return written(outputs, record)


def written(outputs: Outputs, record: "Record") -> ExitCode:
    """Write what is left of a contest, and return the exit code of what it says."""
    from juliaset.bench.outcome import answer

    outputs.write(record)
    code = CODES[answer(record)]
    if code is ExitCode.NO_ANSWER:
        reasons = {row.reason for row in record.variants if row.reason}
        complain(f"no row that was asked for has a time: {'; '.join(sorted(reasons))}", code)
    return code


def _setting(problem: "Problem", processes: int | None, budget: float, timeout: float) -> "Setting":
    from juliaset.bench.picture import Picture
    from juliaset.bench.rules import Rules
    from juliaset.bench.screen import Setting

    return Setting(Picture(problem), Rules(budget_s=budget, processes=processes or 10), timeout)
