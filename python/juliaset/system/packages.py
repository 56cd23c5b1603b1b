"""The names that this machine's package manager has for things, from packages.txt.

setup/packages.sh reads the same table: neither knows a package that the other does not.
"""

import os
import shutil
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from juliaset.system import here

_TABLE = Path(__file__).with_name("packages.txt")
_WORDS = "words"
_NONE = "-"


def how_to_get(*things: str) -> str:
    """Return what a person types to bring things to this machine, commands joined by &&."""
    table, name = _table(), manager()
    if not name:
        needed = ", ".join(_filled(table[thing][_WORDS]) for thing in things)
        return f"no {' or '.join(_managers())} is here; install: {needed}"
    cells = {thing: _filled(table[thing][name]) for thing in things}
    found = [cell for cell in cells.values() if cell != _NONE]
    commands = list(dict.fromkeys(cell[1:-1] for cell in found if cell.startswith("(")))
    if names := " ".join(cell for cell in found if not cell.startswith("(")):
        sudo = "" if name == "brew" or os.geteuid() == 0 else "sudo "
        commands.append(f"{sudo}{table['install'][name]} {names}")
    absent = ", ".join(
        _filled(table[thing][_WORDS]) for thing, cell in cells.items() if cell == _NONE
    )
    if absent:
        return " && ".join(commands) or f"{name} has no package of: {absent}"
    return " && ".join(commands)


def manager() -> str:
    """Return the package manager of this machine, as its command is called; empty if unknown."""
    return next(filter(shutil.which, _managers()), "")


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    lines = [
        line.split("|") for line in _TABLE.read_text().splitlines() if not line.startswith("#")
    ]
    columns = lines[0]
    return {line[0]: dict(zip(columns, line, strict=True)) for line in lines[1:]}


def _managers() -> list[str]:
    names = list(_table()["install"])
    return ["brew"] if here.is_macos() else names[names.index(_WORDS) + 1 :]


def _filled(cell: str) -> str:
    return cell.replace("%v", f"{sys.version_info.major}.{sys.version_info.minor}")
