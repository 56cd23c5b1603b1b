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


@claim(
    1, 4, 5,
    says="memory_profiler shows memory line by line.",
    verdict="true",
    answer="After each line the resident memory of the process, and how much that line added.",
    command="python -m memory_profiler sample.py: a line that makes 64 MiB",
)  # fmt: skip
def memory_by_line() -> Cases:
    printed = on_sample(SAMPLE, MEMORY)
    line = line_with(printed, "block = ")
    grown = float(line.split()[3])
    yield case("the line of 64 MiB", line.partition(" block")[0], holds=60 < grown < 68)


@claim(
    1,
    says="memory_profiler examines the whole program.",
    verdict="false",
    answer="Only functions with @profile, and of those each line. The whole program over time is"
    " what mprof shows.",
    command="python -m memory_profiler sample.py: is other(), undecorated, in it?",
)
def memory_of_all() -> Cases:
    printed = on_sample(SAMPLE, MEMORY)
    yield control("chosen, decorated", "def chosen" in printed, seen="def chosen" in printed)
    yield case("other, undecorated", "def other" in printed, holds="def other" in printed)


@claim(
    1,
    says="It has flags that report functions which run long, for machines with little memory.",
    verdict="false",
    answer="None of its flags is about time. For little memory there is --pdb-mmem=MIB: it stops"
    " in the debugger at the line that passes the limit.",
    command="python -m memory_profiler --help; --pdb-mmem=40 on the sample",
)
def flags_for_long_functions() -> Cases:
    offered = succeed([*MEMORY, "--help"])
    flags = sorted(set(re.findall(r"--[a-z-]+", offered)))
    timed = [flag for flag in flags if re.search("time(?!stamp)|slow|long|dur", flag)]
    yield case("flags about time", timed or f"none of {len(flags)}", holds=bool(timed))
    with folder(sample=SAMPLE) as path:
        stopped = run([*MEMORY, "--pdb-mmem=80", "sample.py"], cwd=path, stdin="q\n").stdout
    seen = line_with(stopped, "exceeded") or line_with(stopped, "MiB")
    yield control("--pdb-mmem=80", seen, seen="chosen()" in stopped)


@claim(
    5,
    says="memory_profiler needs the decorator @profile.",
    verdict="depends",
    answer="For the table of lines from the command line, yes. memory_usage((f, args)), %memit and"
    " mprof need none.",
    command="python -m memory_profiler without decorator; memory_profiler.memory_usage",
)
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


@claim(
    1, 3,
    says="One tag @profile serves kernprof and memory_profiler.",
    verdict="true",
    answer="Both put a function `profile` among the builtins before your script starts.",
    command="kernprof -l -v sample.py and python -m memory_profiler sample.py",
)  # fmt: skip
def one_tag_for_both() -> Cases:
    for label, printed in tables(SAMPLE):
        yield has_line(label, printed, "Line #")


@claim(
    1,
    says="A no-op decorator lets the tag stay in code that tests import.",
    verdict="true",
    answer="Ask only `builtins` whether a profiler put `profile` there; other questions miss one"
    " of the tools.",
    command="the sample with and without the no-op, by python, kernprof and memory_profiler",
)
def no_op_stays() -> Cases:
    with folder(bare=SAMPLE, good=NO_OP + SAMPLE) as path:
        failed = run([sys.executable, "bare.py"], cwd=path)
        plain = run([sys.executable, "good.py"], cwd=path)
    error = line_with(failed.stderr, "NameError")
    yield control("without no-op, plain python", error, seen="'profile'" in error)
    yield case("plain python", f"code {plain.returncode}", holds=plain.returncode == 0)
    for label, printed in tables(NO_OP + SAMPLE):
        yield case(label, line_with(printed, "Line #"), holds="def chosen" in printed)


@claim(
    5,
    says="In the Julia set of width 1000 the line output = [0] * len(zs) takes 7.6 MiB.",
    verdict="true",
    answer="A million pointers of 8 bytes; the zeros are one and the same object.",
    command="tracemalloc around [0] * 1_000_000",
)
def output_takes() -> Cases:
    code = "import tracemalloc; tracemalloc.start(); output = [0] * 1_000_000; "
    grown = int(python(code + "print(tracemalloc.get_traced_memory()[0])"))
    yield case("by tracemalloc", f"{grown / 2**20:.2f} MiB", holds=round(grown / 2**20, 1) == 7.6)
