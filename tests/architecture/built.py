"""Looks into the objects and libraries of build/dev with nm and objdump."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Object:
    """One kernel under the flags of one flavour."""

    path: Path
    flavour: str
    row: str
    flags: tuple[str, ...]

    def __str__(self) -> str:
        """Return the name that is used everywhere."""
        return f"cpp.{self.row}@{self.flavour}"

    @property
    def source(self) -> str:
        """The file it was compiled from, relative to this checkout."""
        return f"julia/kernels/{self.path.name.removesuffix('.o')}"

    @property
    def exact(self) -> bool:
        """Whether its author says so in the JULIA_KERNEL line."""
        line = re.search(
            r"^JULIA_KERNEL\((.*?)\);", (ROOT / self.source).read_text(), re.DOTALL | re.MULTILINE
        )
        assert line, f"{self.source} has no JULIA_KERNEL(...); line"
        return line[1].split(",")[-1].strip() == "exact"


@dataclass(frozen=True)
class Built:
    """The libraries of all flavours, and the objects in them."""

    folder: Path
    objects: list[Object]

    @property
    def flavours(self) -> list[str]:
        """Names, in the order of julia/CMakeLists.txt."""
        return list(dict.fromkeys(each.flavour for each in self.objects))

    def library(self, flavour: str) -> Path:
        """Return the path of a flavour's shared object."""
        return self.folder / f"libjuliaset_{flavour}.so"


def output(*command: str | Path) -> str:
    """Run a tool and return what it prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def weak_symbols(objects: list[Object]) -> Iterator[tuple[Object, str]]:
    """Return the symbols of which the linker keeps one copy, whichever object it comes from."""
    of = {str(each.path): each for each in objects}
    for line in output("nm", "--print-file-name", "--defined-only", *of).splitlines():
        path, _, symbol = line.rpartition(":")
        words = symbol.split()
        if len(words) == 3 and words[1] in "VWvwu":
            yield of[path], words[2]


@cache
def assembly(path: Path) -> str:
    """Disassemble, addresses and bytes left out."""
    return output("objdump", "--disassemble", "--no-addresses", "--no-show-raw-insn", path)


def section_size(path: Path, section: str) -> int:
    """Return the bytes of a section, 0 if there is none."""
    found = re.search(rf" {re.escape(section)} +([0-9a-f]+) ", output("objdump", "-h", path))
    return int(found[1], 16) if found else 0
