"""line_profiler and kernprof."""

import sys
from pathlib import Path

from line_profiler import load_stats

from claims.claim import Cases, case, claim
from claims.tools import folder, on_sample, succeed, tool

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


def profiled(source: str, *options: str) -> dict[str, list[tuple[int, int, float]]]:
    """Run a script under kernprof -l and return its timings."""
    with folder(sample=source) as path:
        kernprof(path, "-l", *options)
        return timings(path)


@claim
def line_profiler_tells() -> Cases:
    rows = {line: hits for line, hits, _ in profiled(SAMPLE)["chosen"]}
    yield case("hits of the loop's body", rows.get(9), holds=rows.get(9) == 1000)
    yield case("lines with times", len(rows), holds=len(rows) == 5)


@claim
def only_decorated() -> Cases:
    names = sorted(profiled(SAMPLE))
    yield case("functions in the file", names, holds=names == ["chosen"])


@claim
def needs_decorator() -> Cases:
    plain = SAMPLE.replace("@profile\n", "")
    for options, label in (([], "kernprof -l"), (["-p", "sample.py"], "kernprof -l -p")):
        names = sorted(name for name, rows in profiled(plain, *options).items() if rows)
        yield case(f"{label}: functions measured", names or "none", holds="chosen" not in names)


@claim
def records_cpu_time() -> Cases:
    slept = next(s for line, _, s in profiled(SAMPLE)["chosen"] if line == SLEEP_LINE)
    yield case("the sleeping line", f"{slept:.2f} s", holds=slept < 0.1)


@claim
def strongest_tool() -> Cases:
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
    found = profiled(script)
    ran = sum(1 for _, hits, _ in found["loop"] if hits >= 29_999)
    yield case("Python: lines of the loop told apart", ran, holds=ran == 3)
    times = [seconds for _, _, seconds in found["compiled"]]
    share = max(times) / sum(times)
    printed = f"1, with {share:.0%} of the time"
    yield case("sorted(): lines that explain it", printed, holds=share < 0.6)


@claim
def cprofile_first() -> Cases:
    functions = on_sample(SAMPLE, [sys.executable, "-m", "cProfile"])
    lines = profiled(SAMPLE)
    yield case("cProfile names it", "(other)" in functions, holds="(other)" in functions)
    yield case("line_profiler does", "other" in lines, holds="other" not in lines)


@claim
def hits_of_while() -> Cases:
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
