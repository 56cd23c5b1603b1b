"""The command that writes the course: notebooks and labs in the user's folder."""

import shlex
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from juliaset.course_folder import SETUP


def course(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, or an earlier one.")],
) -> None:
    """Write the notebooks and labs of this version into a folder.

    A file that you have changed is kept, and named.
    """
    from juliaset.course import write_course

    written = write_course(folder)
    new, updated = len(written.new), len(written.updated)
    print(f"{shlex.quote(str(folder))}: the course of juliaset {version('juliaset')}.")
    print(f"{new} files are new, {updated} were brought up to date.")
    if written.kept:
        print("You have changed these, and they stay as they are:")
        print(*(f"  {name}" for name in written.kept), sep="\n")
        print("To get ours, rename yours and type the same command again.")
    print("Next:")
    print(*(f"  {line}" for line in _next(folder)), sep="\n")


def _next(folder: Path) -> list[str]:
    """Return what to type afterwards."""
    here = folder.resolve() == Path.cwd()
    jupyter = "jupyter lab notebooks/01_problem.ipynb"
    lines = [] if here else [f"cd {shlex.quote(str(folder))}"]
    if find_spec("jupyterlab") is None:
        lines.append(SETUP)
    return [*lines, jupyter, "juliaset lab list", "juliaset lab start 1"]
