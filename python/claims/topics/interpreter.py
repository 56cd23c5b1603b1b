"""What lies between a line of Python and the CPU."""

# ruff: noqa: D103 - what a claim says is its docstring
from __future__ import annotations

import dis
import sys
import sysconfig
from typing import TYPE_CHECKING

from claims.claims import case, claim, control
from claims.counted import counts_of
from claims.running import line_with, python, succeed, tool
from claims.timed import said, times_as_long

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claims.claims import Case


@claim(
    1,
    says="Source code is first turned into bytecode.",
    verdict="true",
    answer="Tokens, then a syntax tree, then bytecode; the file in __pycache__ is that bytecode.",
    command="python -m tokenize, python -m ast and python -m dis on a file with `x = a + 1`",
)
def source_becomes_bytecode() -> Iterator[Case]:
    source = "x = a + 1\n"
    tokens = succeed([sys.executable, "-m", "tokenize"], stdin=source).split()
    tree = succeed([sys.executable, "-m", "ast"], stdin=source)
    listing = succeed([sys.executable, "-m", "dis"], stdin=source)
    yield control("tokens", f"{tokens.count('NAME')} names", seen=tokens.count("NAME") == 2)
    yield control("tree", line_with(tree, "BinOp"), seen="BinOp(" in tree)
    yield case("bytecode", line_with(listing, "BINARY_OP"), holds="BINARY_OP" in listing)


MAPPED = """
    def executable_bytes():
        total = 0
        for line in open("/proc/self/maps"):
            span, rights, _, _, inode = line.split()[:5]
            if "x" in rights and inode == "0" and "[v" not in line:
                begin, end = (int(part, 16) for part in span.split("-"))
                total += end - begin
        return total

    def loop(n):
        total = 0
        for i in range(n):
            total += i
        return total
"""
GROWTH = "\nloop(10); before = executable_bytes(); loop(3_000_000); "
GROWTH += "print(executable_bytes() - before)"


@claim(
    1,
    says="The bytecode is then compiled, down to machine code.",
    verdict="false",
    answer="CPython 3.11 makes no machine code of your program, however often a loop runs. A loop"
    " written in C (the interpreter) reads the bytecode and acts on it. Numba makes machine code,"
    " PyPy does; CPython only in experimental builds from 3.13 on (--enable-experimental-jit).",
    command="look for new executable memory in /proc/self/maps after three million steps",
    slow=True,
)
def bytecode_becomes_machine_code() -> Iterator[Case]:
    grown = int(python(_dedented(MAPPED) + GROWTH))
    build = sysconfig.get_config_var("CONFIG_ARGS") or ""
    numba = "\nimport numba; before = executable_bytes(); "
    numba += "numba.njit(loop)(10); print(executable_bytes() - before)"
    compiled = int(python(_dedented(MAPPED) + numba))
    jit = "experimental-jit" in build
    yield control(
        "with numba.njit the same look does find machine code",
        f"{compiled} bytes",
        seen=compiled > 0,
    )
    yield case(
        "new executable memory after a loop of 3,000,000 steps", f"{grown} bytes", holds=grown > 0
    )
    yield case("this Python was built with the experimental JIT", jit, holds=jit)


def _dedented(text: str) -> str:
    return "\n".join(line.removeprefix("    ") for line in text.splitlines())


@claim(
    1,
    says="What the interpreter executes stays as it was compiled.",
    verdict="false",
    answer="Since 3.11 the interpreter rewrites hot instructions"
    " in place into ones for the types it saw, still as bytecode. dis shows it with adaptive=True.",
    command="dis.dis(function, adaptive=True) after 100 calls",
    implied=True,
)
def bytecode_stays() -> Iterator[Case]:
    def add(a: float, b: float) -> float:
        return a + b

    def names() -> set[str]:
        return {i.opname for i in dis.get_instructions(add, adaptive=True)}

    for i in range(100):
        add(float(i), 1.5)
    special = sorted(names() - {i.opname for i in dis.get_instructions(add)})
    yield case("after 100 calls with floats", " ".join(special), holds=not special)


@claim(
    1,
    says="Profiling matters because Python is interpreted and dynamically typed.",
    verdict="depends",
    answer="It does hide costs: one and the same line costs what its values make of it. But"
    " compiled, statically typed code hides them as well. You profile because nobody guesses well,"
    " in any language.",
    command="instructions of `a + b` for floats and for lists; juliaset bench --kernel cpp.complex"
    " --kernel cpp.scalar",
    slow=True,
)
def profiling_because_interpreted() -> Iterator[Case]:
    import juliaset  # noqa: PLC0415 - only this experiment needs it

    loop = "for i in range(20_000): a + b"
    small = counts_of(loop, setup="a, b = 1.5, 2.5")["Ir"]
    large = counts_of(loop, setup="a, b = [1] * 500, [2] * 500")["Ir"]
    yield case(
        "Python: `a + b` for lists of 500 against floats",
        f"{large / small:.0f} times the instructions",
        holds=large > 5 * small,
    )
    problem = juliaset.Problem.book(width=300, max_iterations=300)
    ratio = times_as_long(
        lambda: juliaset.escape_counts(problem, kernel="cpp.complex"),
        lambda: juliaset.escape_counts(problem, kernel="cpp.scalar"),
        border=1.4,
    )
    yield case(
        "compiled C++ needs no profiler (std::complex against the same formula written out)",
        f"{said(ratio)} as long",
        holds=ratio < 1.4,
    )


@claim(
    1,
    says="Compiled code is one layer away from machine code.",
    verdict="false",
    answer="It is machine code: the CPU runs those bytes as they are. Nothing is between.",
    command="objdump -d on the compiled module, python -m dis for comparison",
)
def compiled_is_one_layer_away() -> Iterator[Case]:
    import juliaset._native as native  # noqa: PLC0415 - only this experiment needs it

    listing = succeed([tool("objdump"), "-d", "--section=.text", str(native.__file__)])
    instruction = next(line for line in listing.splitlines() if line.count("\t") == 2)
    kind = line_with(succeed([tool("objdump"), "-f", str(native.__file__)]), "architecture")
    yield control("what the file is for", kind, seen="architecture" in kind)
    yield case(
        "the module's first instruction, as bytes that the CPU takes",
        " ".join(instruction.split()[1:]),
        holds=False if instruction else True,  # noqa: SIM211 - an instruction refutes the claim
    )
