"""memory_profiler: what it measures for each line, and what that costs."""

import re
import sys
from collections.abc import Iterator

from claims.claim import Cases, case, claim, control
from claims.tools import folder, has_line, line_with, on_sample, python, run, succeed, tool

MEMORY = [sys.executable, "-m", "memory_profiler"]
SAMPLE = """
@profile
def chosen():
    small = 1
    block = bytearray(b"x") * (64 << 20)
    del block
    return small

def other():
    return bytearray(b"x") * (64 << 20)

chosen()
other()
"""
NO_OP = """
import builtins
if not hasattr(builtins, "profile"):
    def profile(function):
        return function
else:
    profile = builtins.profile
"""


def tables(source: str) -> Iterator[tuple[str, str]]:
    """Return what the two profilers with the tag @profile print about a script."""
    yield "kernprof", on_sample(source, [tool("kernprof"), "-l", "-v"])
    yield "memory_profiler", on_sample(source, MEMORY)


@claim
def memory_by_line() -> Cases:
    printed = on_sample(SAMPLE, MEMORY)
    line = line_with(printed, "block = ")
    grown = float(line.split()[3])
    yield case("the line of 64 MiB", line.partition(" block")[0], holds=60 < grown < 68)


@claim
def memory_of_all() -> Cases:
    printed = on_sample(SAMPLE, MEMORY)
    yield control("chosen, decorated", "def chosen" in printed, seen="def chosen" in printed)
    yield case("other, undecorated", "def other" in printed, holds="def other" in printed)


@claim
def flags_for_long_functions() -> Cases:
    offered = succeed([*MEMORY, "--help"])
    flags = sorted(set(re.findall(r"--[a-z-]+", offered)))
    timed = [flag for flag in flags if re.search("time(?!stamp)|slow|long|dur", flag)]
    yield case("flags about time", timed or f"none of {len(flags)}", holds=bool(timed))
    with folder(sample=SAMPLE) as path:
        stopped = run([*MEMORY, "--pdb-mmem=80", "sample.py"], cwd=path, stdin="q\n").stdout
    seen = line_with(stopped, "exceeded") or line_with(stopped, "MiB")
    yield control("--pdb-mmem=80", seen, seen="chosen()" in stopped)


@claim
def memory_needs_decorator() -> Cases:
    table = on_sample(SAMPLE.replace("@profile\n", ""), MEMORY)
    yield case("the table without decorator", table.strip() or "empty", holds="Line #" not in table)
    peak = python("""
        import time
        from memory_profiler import memory_usage
        def f():
            block = bytearray(b"x") * (64 << 20)
            time.sleep(0.4)
        if __name__ == "__main__":
            used = memory_usage((f, ()), interval=0.05)
            print(round(max(used) - min(used)))
    """)
    yield case("memory_usage without decorator", f"{peak} MiB", holds=int(peak) < 50)


@claim
def one_tag_for_both() -> Cases:
    for label, printed in tables(SAMPLE):
        yield has_line(label, printed, "Line #")


@claim
def no_op_stays() -> Cases:
    with folder(bare=SAMPLE, good=NO_OP + SAMPLE) as path:
        failed = run([sys.executable, "bare.py"], cwd=path)
        plain = run([sys.executable, "good.py"], cwd=path)
    error = line_with(failed.stderr, "NameError")
    yield control("without no-op, plain python", error, seen="'profile'" in error)
    yield case("plain python", f"code {plain.returncode}", holds=plain.returncode == 0)
    for label, printed in tables(NO_OP + SAMPLE):
        yield case(label, line_with(printed, "Line #"), holds="def chosen" in printed)


@claim
def output_takes() -> Cases:
    code = "import tracemalloc; tracemalloc.start(); output = [0] * 1_000_000; "
    grown = int(python(code + "print(tracemalloc.get_traced_memory()[0])"))
    yield case("by tracemalloc", f"{grown / 2**20:.2f} MiB", holds=round(grown / 2**20, 1) == 7.6)
