"""The commands that show and run kernels: list, explain, run, verify."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from juliaset.cli import options
from juliaset.cli.contests import concluded
from juliaset.cli.exit_codes import ExitCode
from juliaset.cli.outputs import Outputs


def list_(
    problem: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="List the kernels that this .py file defines instead."),
    ] = None,
) -> None:
    """List the kernels in the order of the course."""
    from juliaset.terminal import UNBROKEN, console

    screen = console(UNBROKEN)
    if problem is not None:
        from juliaset.bench.problem_file import open_problem
        from juliaset.bench.problem_list import problem_table

        screen.print(problem_table(open_problem(problem), screen.width))
        return
    from juliaset.kernel_list import kernel_table
    from juliaset.registry import get_kernel, kernels

    screen.print(kernel_table(kernels(), get_kernel("best").name, screen.width))


def explain(
    kernel: options.KernelArgument,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    budget: options.Budget = 5.0,
) -> ExitCode:
    """Show a kernel's source, what it changes, its gain and its limit."""
    from juliaset.bench.rules import Rules
    from juliaset.bench.views.explain import explain as show

    return concluded(
        Outputs(),
        lambda: show(kernel, width, max_iterations, Rules(budget_s=budget, processes=5, rounds=3)),
    )


def run(  # noqa: PLR0913
    kernel: options.KernelName = "best",
    flavour: options.Flavour = None,
    gil: options.Gil = None,
    threads: options.Threads = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    c: options.C = None,
    window: options.Window = None,
) -> ExitCode:
    """Run one kernel once: its time, and the sum of its counts."""
    import time

    import numpy as np

    from juliaset.kernel_type import as_gil
    from juliaset.oracle import golden_of
    from juliaset.problem import new_counts
    from juliaset.python_arithmetic import FUSES
    from juliaset.registry import get_kernel
    from juliaset.terminal import duration

    problem = options.problem(width, max_iterations, c, window)
    chosen = get_kernel(kernel)
    out = new_counts(problem.shape)
    held = None if gil is None else as_gil(gil)
    call = chosen.bind(problem, out, flavour=flavour, gil=held, threads=threads)
    start = time.perf_counter()
    answer = call.run()
    took = time.perf_counter() - start
    call.finish(answer)
    total = int(out.sum(dtype=np.int64))
    size = f"{problem.width} x {problem.height} pixels"
    print(f"{chosen.name}: {duration(took)} for {size}, sum(counts) == {total}")
    golden = golden_of(problem)
    if golden is None or not chosen.exact:
        return ExitCode.DONE
    if chosen.complex_numbers and (pixels := golden.fused_pixels(out)):
        where = f"{pixels} pixels of the {golden.name} picture"
        print(f"{FUSES}: {chosen.name} differs in {where}")
        return ExitCode.DONE
    if complaint := golden.check(out):
        print(f"WRONG: {complaint}", file=sys.stderr)
        return ExitCode.NO
    print(f"Every pixel equals the golden answer {golden.name!r}.")
    return ExitCode.DONE


def verify(kernel: options.KernelGlobs = None, flavour: options.Flavours = None) -> ExitCode:
    """Compare kernels with the golden answers, pixel by pixel."""
    from juliaset.verification import verify as verified

    right = verified(kernel or ["*"], options.words("--flavour", flavour))
    return ExitCode.DONE if right else ExitCode.NO
