"""Count the instructions of each kernel's hot loops, and ask llvm-mca how long a core takes.

python tools/instructions.py          prints the table
python tools/instructions.py --write  puts it into docs/instructions.md

`make docs` keeps the rows of that page and adds those of new kernels.

It reads the objects of build/dev (`make compile`). A step is z * z + c for one vector: there is one
subtraction in it, so subtractions count steps, and their register counts lanes.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from juliaset.kernel_type import Kernel
from juliaset.registry import kernels
from markers import replace_between

ROOT = Path(__file__).parent.parent
OBJECTS = ROOT / "build" / "dev" / "julia" / "CMakeFiles"
PAGE = ROOT / "docs" / "instructions.md"
# What llvm-mca knows of: a core with AVX-512 and one with AVX2.
CORES = {"cascadelake": "Cascade Lake", "znver3": "Zen 3"}
LINE = re.compile(r"^ +([0-9a-f]+):\t(\S+) *(.*)$")
FUNCTION = re.compile(r"^[0-9a-f]+ <(.*)>:$")
# The one subtraction of a step; a fused kernel has it within a multiplication.
STEP = re.compile(r"^v?(sub|fn?msub(132|213|231))(pd|ps|sd|ss)$")
TEST = re.compile(r"^v?(cmp\w*(pd|ps)|u?comis[ds])$")
# What a kernel does where a picture has a mirror. Where it has none, it does what cpp.balls does.
MIRRORED = re.compile(r"\b(round|sift_tile)<\w+, true\b")
LANES = {"zmm": 64, "ymm": 32, "xmm": 16}


@dataclass(frozen=True)
class Instruction:
    """One line of the disassembly."""

    address: int
    name: str
    operands: str

    @property
    def target(self) -> int | None:
        """Where a jump leads."""
        found = re.match(r"([0-9a-f]+) <", self.operands)
        return int(found[1], 16) if self.name.startswith("j") and found else None


@dataclass(frozen=True)
class Loop:
    """An innermost loop that steps."""

    function: str
    body: tuple[Instruction, ...]

    @property
    def vectors(self) -> int:
        """Steps of vectors that one pass makes."""
        return sum(bool(STEP.match(each.name)) for each in self.body)

    @property
    def lanes(self) -> int:
        """Pixels in a vector."""
        step = next(each for each in self.body if STEP.match(each.name))
        if step.name[-2:] in {"sd", "ss"}:
            return 1
        register = re.search("[xyz]mm", step.operands)
        return LANES[register[0] if register else "xmm"] // (8 if step.name.endswith("d") else 4)

    @property
    def tested(self) -> bool:
        """Whether each vector of it is compared with the edge; two may share a comparison."""
        return 2 * sum(bool(TEST.match(each.name)) for each in self.body) >= self.vectors

    @property
    def per_step(self) -> float:
        """Instructions for one step of one pixel."""
        return len(self.body) / (self.vectors * self.lanes)


def functions(path: Path) -> Iterator[tuple[str, list[Instruction]]]:
    """Return the functions of an object with their instructions."""
    words = ("objdump", "-d", "-C", "--no-show-raw-insn", str(path))
    printed = subprocess.run(words, check=True, capture_output=True, text=True).stdout  # noqa: S603
    name, body = "", list[Instruction]()
    for line in printed.splitlines():
        if found := FUNCTION.match(line):
            yield name, body
            name, body = found[1], []
        elif found := LINE.match(line):
            body.append(Instruction(int(found[1], 16), found[2], found[3]))
    yield name, body


def loops(path: Path) -> list[Loop]:
    """Return the hottest innermost loop that steps without a test, and the one that tests."""
    found = []
    for name, body in functions(path):
        place = {each.address: k for k, each in enumerate(body)}
        spans = sorted(
            (place[each.target], k)
            for k, each in enumerate(body)
            if each.target in place and place[each.target] <= k
        )
        for first, last in spans:
            inside = [s for s in spans if s != (first, last) and first <= s[0] and s[1] <= last]
            loop = Loop(name, tuple(body[first : last + 1]))
            if not inside and loop.vectors:
                found.append(loop)
    found = [loop for loop in found if MIRRORED.search(loop.function)] or found
    hottest = {}  # the same loop stands there for other cases of c, and one pixel at a time
    for loop in sorted(found, key=lambda each: (each.lanes, each.vectors, -len(each.body))):
        hottest[loop.tested] = loop
    return [hottest[tested] for tested in sorted(hottest)]


def modelled_cycles(loop: Loop, core: str) -> float | None:
    """Return llvm-mca's cycles of one vector's step; None if it has no model of the core."""
    wide = any("zmm" in each.operands for each in loop.body)
    if not shutil.which("llvm-mca") or (wide and core == "znver3"):
        return None
    lines = [".L0:"]
    for each in loop.body:
        operands = ".L0" if each.target is not None else each.operands.partition(" #")[0]
        lines.append(f"{each.name} {operands}")
    words = ["llvm-mca", f"-mcpu={core}", "-iterations=200", "-"]
    done = subprocess.run(  # noqa: S603
        words, input="\n".join(lines) + "\n", capture_output=True, text=True, check=False
    )
    found = re.search(r"^Total Cycles: +(\d+)$", done.stdout, re.MULTILINE)
    return int(found[1]) / 200 / loop.vectors if found else None


@cache
def rows_of(kernel: Kernel, flavour: str = "O3") -> tuple[str, ...]:
    """Return the rows of a kernel, the tested loop last; none if build/dev has no object of it."""
    target = kernel.name.removeprefix(f"{kernel.toolchain}.")
    objects = sorted((OBJECTS / f"julia_{flavour}_{target}.dir").glob("kernels/*.o"))
    rows = []
    for loop in loops(objects[0]) if kernel.toolchain == "cpp" and objects else []:
        what = "tested" if loop.tested else "untested"
        cycles = (modelled_cycles(loop, core) for core in CORES)
        cells = [f"`{kernel.name}`", what, loop.vectors, loop.lanes, len(loop.body)]
        cells += [f"{loop.per_step:.2f}", *("" if c is None else f"{c:.2f}" for c in cycles)]
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    return tuple(rows)


def table(kept: str = "") -> str:
    """Return the table in Markdown, with the rows of `kept`, another such table, as they are there.

    Other compilers make other loops, so the rows of a published table stay, and only kernels that
    it does not have yet are counted here.
    """
    head = ["kernel", "loop", "vectors", "lanes", "instructions", "per pixel and step"]
    head += [f"{name}, cycles a vector" for name in CORES.values()]
    lines = [" | ".join(["", *head, ""]).strip(), "|" + " --- |" * 2 + " ---: |" * (len(head) - 2)]
    old = [line for line in kept.splitlines() if line.startswith("| `")]
    for kernel in kernels():
        own = [line for line in old if line.startswith(f"| `{kernel.name}` |")]
        lines += own or rows_of(kernel)
    return "\n".join(lines) + "\n"


def kept_table() -> str:
    """Return the published table without kernels that are gone, and with new ones."""
    return table(kept=PAGE.read_text())


def main() -> int:
    """Print the table, or put it between its markers; return the exit code."""
    text = table()
    if "--write" not in sys.argv[1:]:
        print(text, end="")
        return 0
    PAGE.write_text(replace_between(PAGE.read_text(), "table", text))
    print(f"Wrote {PAGE.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
