"""The command behind python/julia_compare.py."""

import sys

import typer

from juliaset.cli import options
from juliaset.cli.exit_codes import ExitCode, exit_code_of


def ladder(
    kernel: options.KernelGlobs = None,
    width: options.Width = 1000,
    max_iterations: options.MaxIterations = 300,
    json: options.Json = None,
) -> None:
    """Compare every kernel on the book's problem, each answer checked."""
    from juliaset.climbing import climb_and_show

    if not climb_and_show(kernel or [], width, max_iterations, json):
        raise typer.Exit(ExitCode.NO)


def compare() -> None:
    """Run it."""
    alone = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
    alone.command()(ladder)
    sys.exit(exit_code_of(alone))
