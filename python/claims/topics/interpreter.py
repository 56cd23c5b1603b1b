"""What lies between a line of Python and the CPU."""

import dis
import sys
import sysconfig

import juliaset
from claims.claim import Cases, case, claim, control
from claims.counters import instructions_of
from claims.timing import is_longer
from claims.tools import has_line, line_with, python, succeed, tool
from juliaset import _native


@claim
def source_becomes_bytecode() -> Cases:
    source = "x = a + 1\n"
    tokens = succeed([sys.executable, "-m", "tokenize"], stdin=source).split()
    tree = succeed([sys.executable, "-m", "ast"], stdin=source)
    listing = succeed([sys.executable, "-m", "dis"], stdin=source)
    yield control("tokens", f"{tokens.count('NAME')} names", seen=tokens.count("NAME") == 2)
    yield control("tree", line_with(tree, "BinOp"), seen="BinOp(" in tree)
    yield has_line("bytecode", listing, "BINARY_OP")


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
GROWTH = """
loop(10); before = executable_bytes(); loop(3_000_000); print(executable_bytes() - before)
"""
NUMBA = """
import numba; before = executable_bytes(); numba.njit(loop)(10); print(executable_bytes() - before)
"""


@claim
def bytecode_becomes_machine_code() -> Cases:
    grown, compiled = (int(python(MAPPED + what)) for what in (GROWTH, NUMBA))
    label = "with numba.njit the same look does find machine code"
    yield control(label, f"{compiled} bytes", seen=compiled > 0)
    label = "new executable memory after a loop of 3,000,000 steps"
    yield case(label, f"{grown} bytes", holds=grown > 0)
    jit = "experimental-jit" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
    yield case("this Python was built with the experimental JIT", jit, holds=jit)


@claim
def bytecode_stays() -> Cases:
    def add(a: float, b: float) -> float:
        return a + b

    def names() -> set[str]:
        return {i.opname for i in dis.get_instructions(add, adaptive=True)}

    for i in range(100):
        add(float(i), 1.5)
    special = sorted(names() - {i.opname for i in dis.get_instructions(add)})
    yield case("after 100 calls with floats", " ".join(special), holds=not special)


@claim
def profiling_because_interpreted() -> Cases:
    loop = "for i in range(20_000): a + b"
    small = instructions_of(loop, setup="a, b = 1.5, 2.5")
    large = instructions_of(loop, setup="a, b = [1] * 500, [2] * 500")
    printed = f"{large / small:.0f} times the instructions"
    label = "Python: `a + b` for lists of 500 against floats"
    yield case(label, printed, holds=large > 5 * small)
    problem = juliaset.Problem.book(width=300, max_iterations=300)
    yield is_longer(
        "compiled C++ needs no profiler (std::complex against the same formula written out)",
        lambda: juliaset.escape_counts(problem, kernel="cpp.complex"),
        lambda: juliaset.escape_counts(problem, kernel="cpp.scalar"),
        than=1.4,
        claimed=False,
    )


@claim
def compiled_is_one_layer_away() -> Cases:
    listing = succeed([tool("objdump"), "-d", "--section=.text", str(_native.__file__)])
    instruction = next(line for line in listing.splitlines() if line.count("\t") == 2)
    kind = line_with(succeed([tool("objdump"), "-f", str(_native.__file__)]), "architecture")
    yield control("what the file is for", kind, seen="architecture" in kind)
    label = "the module's first instruction, as bytes that the CPU takes"
    yield case(label, " ".join(instruction.split()[1:]), holds=not instruction)
