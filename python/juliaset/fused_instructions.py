"""Fused multiply-adds in machine code: their names on x86-64 and arm64, and where they come from.

A compiler may make one of them of a product and a sum, in spite of -ffp-contract=off: GCC 12.2 does
so with a complex product whose parts lie next to each other in memory.
"""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from juliaset.compile_kernel import Job, assembly_of
from juliaset.system.binaries import flavour_library

_TIMEOUT_S = 60
# x86-64: FMA, FMA4 and AVX-512. arm64: numbers, vectors and SVE.
_NAMES = r"v4?fn?m(?:add|sub)\w*|vfc?maddc\w*|fn?m(?:add|sub|la|ls|ad|sb)\w*|fcmla"
_INSTRUCTION = re.compile(rf"\s+(?:[0-9a-f]+:\s+)?(?:\{{\w+\}}\s+)?(?P<name>{_NAMES})(?=[\s.]|$)")
_FUNCTION = re.compile(r"[0-9a-f]* ?<.*>:$")
# What objdump prints above the instructions of a line, and what a compiler's assembly has there.
_LINE = re.compile(r"(?:; )?(?P<file>/.*|\w.*):(?P<line>\d+)(?: \(discriminator \d+\))?$")
_LOC = re.compile(r"\s+\.loc\s+(?P<file>\d+)\s+(?P<line>\d+)")
_FILE = re.compile(r'\s+\.file\s+(?P<number>\d+)\s+(?:"[^"]*"\s+)?"(?P<name>[^"]*)"')


@dataclass(frozen=True)
class Fused:
    """An instruction that multiplies and adds with one rounding."""

    name: str
    place: str = ""  # file:line, if it is known

    def __str__(self) -> str:
        """Return its name and where it comes from."""
        return f"{self.name} ({self.place})" if self.place else self.name


def in_text(assembly: str) -> list[Fused]:
    """Return the fused instructions in what objdump or a compiler has written, in its order."""
    return list(_found(assembly.splitlines()))


def in_library(library: Path) -> list[Fused] | None:
    """Return the fused instructions of a library; None if nothing here can disassemble it."""
    objdump = shutil.which("objdump") or shutil.which("llvm-objdump")
    if objdump is None:
        return None
    words = [objdump, "--disassemble", "--line-numbers", "--no-show-raw-insn", str(library)]
    try:
        done = subprocess.run(  # noqa: S603
            words, capture_output=True, text=True, check=True, timeout=_TIMEOUT_S
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return in_text(done.stdout)


def shown(found: Sequence[Fused]) -> str:
    """Return the first of them in words, and how many more there are."""
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{found[0]}{more}"


def remark(job: Job, folder: Path) -> str:
    """Return the remark about a kernel that was compiled into the folder; often empty.

    A library for a Mac has no lines, and of a function of the C library none are known: then the
    compiler is asked, which writes the file's own machine code alone.
    """
    found = in_library(folder / flavour_library(job.flavour))
    if found is None or not all(each.place for each in found):
        text = assembly_of(job, folder)
        found = in_text(text) if text else found
    if found is None:
        return (
            "it was not checked for fused multiply-adds, because there is no objdump here and the "
            "compiler writes no assembly"
        )
    return f"it fuses multiply and add: {shown(found)}. {_what_to_do(job)}" if found else ""


def _what_to_do(job: Job) -> str:
    """Return what helps; only GCC makes vectors of a complex product before it fuses them."""
    flag = "-fno-tree-slp-vectorize"
    command = shlex.quote(f"{shlex.join(job.compiler.command)} {flag}")
    by_flag = f"compile with CXX={command}, " if job.compiler.family == "GNU" else ""
    return (
        f"An exact kernel rounds each operation, so other pictures may show wrong pixels. Keep re "
        f"and im in variables of their own instead of a struct or std::complex, {by_flag}or "
        f"publish the kernel as tolerant"
    )


def _found(lines: Sequence[str]) -> Iterator[Fused]:
    place, files = "", dict[str, str]()
    for line in lines:
        if instruction := _INSTRUCTION.match(line):
            yield Fused(instruction["name"], place)
        elif loc := _LOC.match(line):
            place = f"{files.get(loc['file'], '?')}:{loc['line']}"
        elif named := _FILE.match(line):
            files[named["number"]] = Path(named["name"]).name
        elif _FUNCTION.match(line):
            place = ""  # a function of a library may have no lines
        elif at := _LINE.match(line):
            place = f"{Path(at['file']).name}:{at['line']}"
