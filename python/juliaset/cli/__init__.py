"""The juliaset command: its commands by section; each checks its options and calls the package."""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, NoReturn

import typer

from juliaset.cli import (
    bench,
    contests,
    course,
    explore,
    kernels,
    lab,
    mosaic,
    new,
    peers,
    pictures,
    profile,
    results,
)
from juliaset.cli.exit_codes import exit_code_of, help_table
from juliaset.cli.group import CommandGroup, in_one_line
from juliaset.renamed import note_old_variables

SECTIONS: dict[str, tuple[Callable[..., object], ...]] = {
    "See": (
        kernels.list_,
        kernels.explain,
        kernels.run,
        kernels.verify,
        pictures.render,
        pictures.trap,
        explore.explore,
    ),
    "Measure": (
        bench.bench,
        new.new,
        peers.peers,
        contests.gil,
        contests.scale,
        contests.matrix,
        contests.limit,
    ),
    "Read results": (
        results.report,
        results.compare,
        results.history,
        results.export,
        results.import_,
    ),
    "Profile": (profile.profile,),
    "Learn": (course.course,),
}


def doctor() -> None:
    """Report what is installed, what is missing, and how to get it."""
    from juliaset.doctor import examine
    from juliaset.terminal import UNBROKEN, console

    console(UNBROKEN).print(examine())


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it
    if wanted:
        from importlib.metadata import version

        print(f"juliaset {version('juliaset')}")
        raise typer.Exit


app = typer.Typer(
    cls=CommandGroup,
    help="The Julia set of High Performance Python, every way to make it fast.",
    epilog=help_table(),
    subcommand_metavar="COMMAND [ARGS]",
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def juliaset(
    version: Annotated[  # noqa: ARG001 - its callback prints it
        bool,
        typer.Option(
            *("--version", "-V"),
            help="Show the version.",
            callback=_print_version,
            is_eager=True,
            expose_value=False,
        ),
    ] = False,
) -> None:
    """Note variables with old names; check the one that limits the instruction set."""
    note_old_variables()
    name = "JULIASET_ISA" if os.environ.get("JULIASET_ISA") else "JULIA_ISA"
    isa = os.environ.get(name)
    if isa:
        from juliaset import _native

        if isa not in _native.INSTRUCTION_SETS:
            allowed = ", ".join(_native.INSTRUCTION_SETS)
            raise ValueError(f"{name}={isa} is not one of {allowed}")


for title, functions in SECTIONS.items():
    for function in functions:
        app.command(function.__name__.strip("_"), rich_help_panel=title)(function)
app.add_typer(mosaic.mosaic_app, name="mosaic", rich_help_panel="Large pictures")
app.add_typer(lab.labs_app, name="lab", rich_help_panel="Labs")
app.command(rich_help_panel="Machine")(doctor)


def main(words: Sequence[str] | None = None) -> NoReturn:
    """Run the juliaset command with these words, or with those of the command line."""

    def command() -> None:
        try:
            sys.exit(app(words, prog_name="juliaset", standalone_mode=False))
        except typer.TyperException as error:
            raise ValueError(in_one_line(error)) from None

    sys.exit(exit_code_of(command))
