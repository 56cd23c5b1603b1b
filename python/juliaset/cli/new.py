"""The command that writes the repository of a new problem."""

from pathlib import Path
from typing import Annotated

import typer

from juliaset.system.processes import shell_word


def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of the problem and its package.")],
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="A new or empty folder; left out: NAME."),
    ] = None,
) -> None:
    """Write a repository for a problem of yours, with kernels and tests.

    It has a kernel in NumPy, one in Cython and one in C++, an oracle, tests and a notebook.
    """
    from juliaset.cli.result_files import named
    from juliaset.scaffold.new_repository import create_repository

    place = Path(name) if folder is None else folder
    written = create_repository(name, place)
    print(f"{named(place)}: {len(written)} files. Next:")
    here = place.resolve() == Path.cwd()
    steps = [] if here else [f"cd {shell_word(place)}"]
    print(*(f"  {step}" for step in [*steps, "make bench", "make test"]), sep="\n")
    print("README.md there says what to change first. docs/own-problem.md of juliaset has all that")
    print("problem.py may have.")
