"""What was built in build/dev, for tests that look at it; they are skipped if nothing was."""

import json
import re
import shlex
from pathlib import Path

import pytest
from built import ROOT, Built, Object

DEV = ROOT / "build" / "dev"
FLAVOURS = DEV / "julia" / "CMakeFiles"  # a probe that is compiled like a kernel is in no flavour


@pytest.fixture(scope="session")
def built() -> Built:
    """Read which objects each flavour was made from, and with which flags."""
    commands = DEV / "compile_commands.json"
    if not commands.exists():
        pytest.skip(f"{commands} is missing: make compile builds it")
    objects = []
    for command in json.loads(commands.read_text()):
        path = DEV / command["output"]
        words = shlex.split(command["command"])
        if FLAVOURS not in path.parents or not any(map(names_row, words)):
            continue
        if not path.exists():
            pytest.skip(f"{path} is missing: make compile builds it")
        objects.append(made_object(path, words))
    # In the order in which they are linked, because of two copies the first one stays.
    order = re.findall(r"X\((\w+)\)", (DEV / "generated/julia_O3/kernels.inc").read_text())
    objects.sort(key=lambda each: order.index(each.row))
    return Built(DEV / "julia", objects)


def names_row(word: str) -> bool:
    return word.startswith("-DJULIA_KERNEL_NAME=")


def made_object(path: Path, words: list[str]) -> Object:
    """Take the row and its flavour out of the folder's name, julia_<flavour>_<row>.dir."""
    row = next(filter(names_row, words)).partition("=")[2]
    folder = path.parent.parent.name
    flavour = folder.removeprefix("julia_").removesuffix(f"_{row}.dir")
    flags = tuple(word for word in words if word.startswith(("-m", "-f", "-O")))
    return Object(path, flavour, row, flags)
