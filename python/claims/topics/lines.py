"""line_profiler and kernprof."""

# ruff: noqa: D103 - what a claim says is its docstring
from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from line_profiler import load_stats

from claims.claims import case, claim
from claims.running import folder, succeed, tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from claims.claims import Case

SAMPLE = """
import builtins, time
if not hasattr(builtins, "profile"):
    builtins.profile = lambda function: function

@profile
def chosen():
    total = 0
    for i in range(1000):
        total += i
    time.sleep(0.2)
    return total

def other():
    return sum(range(1000))

chosen(), other()
"""
SLEEP_LINE = 10


def kernprof(path: Path, *options: str) -> str:
    """Run kernprof on the sample in a folder."""
    return succeed([tool("kernprof"), *options, "sample.py"], cwd=path)


def timings(path: Path) -> dict[str, list[tuple[int, int, float]]]:
    """Return (line, hits, seconds) for each function of the sample's .lprof file."""
    stats = load_stats(str(path / "sample.py.lprof"))
    return {
        name: [(line, hits, time * stats.unit) for line, hits, time in rows]
        for (_, _, name), rows in stats.timings.items()
    }


@claim(
    1, 3, 4, 5,
    says="line_profiler tells hits and time for each line of a function with @profile.",
    verdict="true",
    answer="Finer than functions: the line and how often it ran.",
    command="kernprof -l sample.py",
)  # fmt: skip
def line_profiler_tells() -> Iterator[Case]:
    with folder(sample=SAMPLE) as path:
        kernprof(path, "-l")
        rows = {line: hits for line, hits, _ in timings(path)["chosen"]}
    yield case("hits of the loop's body", rows.get(9), holds=rows.get(9) == 1000)
    yield case("lines with times", len(rows), holds=len(rows) == 5)


@claim(
    1, 3, 4,
    says="Only functions with the decorator are measured.",
    verdict="true",
    answer="That keeps the overhead where you look. kernprof -p FILE and %lprun -f take functions"
    " without a decorator.",
    command="kernprof -l sample.py: names in the .lprof file",
)  # fmt: skip
def only_decorated() -> Iterator[Case]:
    with folder(sample=SAMPLE) as path:
        kernprof(path, "-l")
        names = sorted(timings(path))
    yield case("functions in the file", names, holds=names == ["chosen"])


@claim(
    5,
    says="line_profiler needs the decorator on the function in question.",
    verdict="depends",
    answer="With plain kernprof -l, yes. `-p sample.py` measures all functions of a file, and"
    " LineProfiler().add_function(f) or %lprun -f take them by name.",
    command="kernprof -l sample.py and kernprof -l -p sample.py, no decorator",
)
def needs_decorator() -> Iterator[Case]:
    plain = SAMPLE.replace("@profile\n", "")
    for options, label in ((["-l"], "kernprof -l"), (["-l", "-p", "sample.py"], "kernprof -l -p")):
        with folder(sample=plain) as path:
            kernprof(path, *options)
            names = sorted(name for name, rows in timings(path).items() if rows)
        yield case(f"{label}: functions measured", names or "none", holds="chosen" not in names)


@claim(
    4,
    says="kernprof records the CPU time of each line.",
    verdict="false",
    answer="It records the time that passed: a line that sleeps or waits counts in full.",
    command="kernprof -l sample.py: the line time.sleep(0.2)",
)
def records_cpu_time() -> Iterator[Case]:
    with folder(sample=SAMPLE) as path:
        kernprof(path, "-l")
        slept = next(s for line, _, s in timings(path)["chosen"] if line == SLEEP_LINE)
    yield case("the sleeping line", f"{slept:.2f} s", holds=slept < 0.1)


@claim(
    4,
    says="Nothing finds what makes Python code CPU-bound better than line_profiler.",
    verdict="depends",
    answer="For lines of Python there is hardly a better one. A line that spends its time in"
    " compiled"
    " code stays one line, and short lines look dearer than they are.",
    command="kernprof -l on a loop, and on a call of sorted: lines with most of the time",
)
def strongest_tool() -> Iterator[Case]:
    script = """
        @profile
        def loop():
            total = 0
            for i in range(30_000):
                total += i * i % 7
                if total < 0:
                    total = [1, 2, 3]
            return total

        @profile
        def compiled():
            data = list(range(300_000, 0, -1))
            return sorted(data, key=lambda n: (n * 7919) % 100_003)

        loop(), compiled()
    """
    with folder(sample=script) as path:
        kernprof(path, "-l")
        found = timings(path)
    ran = sum(1 for _, hits, _ in found["loop"] if hits >= 29_999)
    yield case("Python: lines of the loop told apart", ran, holds=ran == 3)
    best = max(found["compiled"], key=lambda row: row[2])
    share = best[2] / sum(row[2] for row in found["compiled"])
    yield case(
        "sorted(): lines that explain it", f"1, with {share:.0%} of the time", holds=share < 0.6
    )


@claim(
    1, 4,
    says="Begin with cProfile and let it choose the functions for line_profiler.",
    verdict="true",
    answer="line_profiler sees nothing that you did not choose; cProfile sees every function.",
    command="python -m cProfile sample.py and kernprof -l sample.py: who mentions other()",
)  # fmt: skip
def cprofile_first() -> Iterator[Case]:
    with folder(sample=SAMPLE) as path:
        functions = succeed([sys.executable, "-m", "cProfile", "sample.py"], cwd=path)
        kernprof(path, "-l")
        lines = timings(path)
    yield case("cProfile names it", "(other)" in functions, holds="(other)" in functions)
    yield case("line_profiler does", "other" in lines, holds="other" not in lines)


@claim(
    5,
    says="The line of the loop's test is hit once more for each pixel than its body.",
    verdict="true",
    answer="The figures of the page: 34,219,980 against 33,219,980 for 1,000,000 pixels. Here with"
    " width 20: the sum of the counts, and that sum and 400 tests more.",
    command="kernprof -l on the loop of the Julia set, width 20",
)
def hits_of_while() -> Iterator[Case]:
    script = """
        import juliaset

        @profile
        def calculate(maxiter, zs, cs):
            output = [0] * len(zs)
            for i in range(len(zs)):
                n = 0
                z = zs[i]
                c = cs[i]
                while abs(z) < 2 and n < maxiter:
                    z = z * z + c
                    n += 1
                output[i] = n
            return output

        problem = juliaset.Problem.book(width=20, max_iterations=300)
        zs = [complex(x, y) for y in problem.ys for x in problem.xs]
        output = calculate(300, zs, [complex(problem.c)] * len(zs))
        print(len(zs), sum(output))
    """
    with folder(sample=script) as path:
        pixels, total = map(int, kernprof(path, "-l").split()[:2])
        hits = {line: count for line, count, _ in timings(path)["calculate"]}
    printed = f"{hits[10]:,} tests, {hits[11]:,} bodies, {pixels} pixels"
    yield case("hits", printed, holds=hits[10] == hits[11] + pixels and hits[11] == total)
