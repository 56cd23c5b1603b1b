"""What memory_profiler costs, and psutil."""

import sys
from importlib.metadata import distribution, requires

from claims.claim import Cases, UnresolvedError, case, claim
from claims.timing import as_long
from claims.tools import line_with, on_sample, python, tool
from claims.topics.memory_lines import MEMORY, NO_OP


@claim
def slower_than_line_profiler() -> Cases:
    ours, theirs = seconds_of_loop("kernprof"), seconds_of_loop("memory_profiler")
    printed = f"{theirs / ours:,.0f} times as long"
    yield case("memory_profiler against line_profiler", printed, holds=theirs > 5 * ours)


def seconds_of_loop(under: str, body: str = "total += i", steps: int = 3000) -> float:
    """Return the best of three times of a loop, by the clock of the process that runs it."""
    script = f"""{NO_OP}
import time

@profile
def loop():
    total = 0
    for i in range({steps}):
        {body}
    return total

best = 1e9
for _ in range(3):
    begin = time.perf_counter()
    loop()
    best = min(best, time.perf_counter() - begin)
print("took", best)
"""
    commands = {
        "nothing": [sys.executable],
        "kernprof": [tool("kernprof"), "-l"],
        "memory_profiler": MEMORY,
        "ps": [*MEMORY, "--backend", "posix"],
    }
    return float(line_with(on_sample(script, commands[under]), "took").split()[1])


@claim
def ten_to_hundred_times() -> Cases:
    for label, body, steps in (
        ("long lines", "total += sum(range(3_000_000))", 6),
        ("lines of a few microseconds", "total += sum(range(220))", 3000),
        ("short lines, as in the Julia set", "total += i", 3000),
    ):
        rounds = [
            seconds_of_loop("memory_profiler", body, steps)
            / seconds_of_loop("nothing", body, steps)
            for _ in range(3)
        ]
        ratio = sorted(rounds)[1]
        if 8 < ratio < 12 or 80 < ratio < 125:
            raise UnresolvedError(f"{label}: {rounds}")
        yield case(label, as_long(ratio), holds=10 <= ratio <= 100)


@claim
def psutil_is_faster() -> Cases:
    ours, theirs = seconds_of_loop("memory_profiler", steps=60), seconds_of_loop("ps", steps=60)
    printed = f"{theirs / ours:,.0f} times as long"
    yield case("through ps against psutil", printed, holds=theirs > 5 * ours)


@claim
def psutil_is_optional() -> Cases:
    needs = requires("memory_profiler") or []
    printed = python("""
        import sys
        sys.modules["psutil"] = None
        try:
            import memory_profiler
            print("imported")
        except ImportError as error:
            print(error)
    """)
    version = distribution("memory_profiler").version
    required = any(need.startswith("psutil") and "extra" not in need for need in needs)
    yield case(f"version {version} requires", needs, holds=not required)
    yield case("import without psutil", printed, holds=printed == "imported")
