"""The command peers: other compilers for Python, checked and timed next to our kernels."""

from typing import Annotated

import typer

from juliaset.cli import options, result_files
from juliaset.cli.contests import concluded
from juliaset.cli.exit_codes import ExitCode
from juliaset.cli.outputs import Outputs


def peer_names() -> list[str]:
    """Return the names that the command takes."""
    from juliaset.peers.peer_list import NAMES

    return list(NAMES)


def peers(  # noqa: PLR0913
    peer: Annotated[
        list[str] | None, options.argument("PEER...", "Which of them; all if left out.", peer_names)
    ] = None,
    threads: options.ThreadCounts = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    c: options.C = None,
    processes: options.Processes = None,
    budget: options.Budget = 200.0,
    timeout: options.Timeout = 60.0,
    check: Annotated[
        bool, typer.Option("--check", help="Compare with the golden answers, and time nothing.")
    ] = False,
    json: options.Json = None,
) -> ExitCode:
    """Compare our kernels with JAX, Taichi, Halide and others."""
    from juliaset.bench.picture import Picture
    from juliaset.bench.rules import Rules
    from juliaset.bench.screen import Setting, run_and_show
    from juliaset.kernel_type import UnavailableError
    from juliaset.peers.peer_contest import check_peers, rows_of
    from juliaset.peers.peer_list import get_peers
    from juliaset.terminal import console, say

    chosen = get_peers(peer or [])
    numbers = options.numbers("--threads", threads)
    problem = options.problem(width, max_iterations, c)
    outputs = Outputs(json)
    outputs.check()
    with result_files.messages_for(outputs.reserved):
        found = check_peers(chosen, timeout, say)
    if not found:
        raise UnavailableError("none of these peers is installed")
    if check:
        return ExitCode.NO if any(each.reason for each in found.values()) else ExitCode.DONE
    rules = Rules(budget_s=budget, processes=processes or 5, rounds=3)
    setting = Setting(Picture(problem), rules, timeout, reference=True)
    rows = rows_of(chosen, found, numbers)
    return concluded(outputs, lambda: run_and_show(rows, setting, console()))
