"""Magics of IPython, python -m, decorators and a file called code.py."""

import functools
import re
import sys
from collections.abc import Callable

from claims.claim import Cases, case, claim, control
from claims.tools import folder, ipython, last_line, line_with, run

SAMPLE = """
print("the script ran as", __name__)

def doubled(n):
    total = 0
    for i in range(n):
        total += 2
    return total

if __name__ == "__main__":
    print("and its main part")
"""


@claim
def run_magic() -> Cases:
    printed = ipython("%run sample.py", "print(doubled(21))", sample=SAMPLE)
    yield case("output", " / ".join(printed.split("\n")[:3]), holds="main part\n42" in printed)


@claim
def run_n_magic() -> Cases:
    printed = ipython("%run -n sample.py", "print(doubled(21))", sample=SAMPLE)
    yield control("functions are there", "42" in printed, seen="42" in printed)
    yield control("the main part stays out", "main part" not in printed, seen="main" not in printed)
    line = line_with(printed, "the script ran")
    yield case("the rest", line, holds=not line)


@claim
def dash_m() -> Cases:
    done = run([sys.executable, "-m", "calendar", "2000", "1"])
    line = line_with(done.stdout, "January")
    yield case("python -m calendar 2000 1", line, holds=line == "January 2000")


@claim
def decorator_extends() -> Cases:
    notes: list[str] = []

    def noting(function: Callable[[int], int]) -> Callable[[int], int]:
        @functools.wraps(function)
        def wrapper(n: int) -> int:
            notes.append(function.__name__)
            return function(n)

        return wrapper

    def plain(n: int) -> int:
        return n + 1

    code = plain.__code__
    extended = noting(plain)
    answer = extended(1)
    same = extended.__wrapped__.__code__ is code  # type: ignore[attr-defined]
    printed = f"{answer}, {notes}, same code: {same}"
    yield case("same code, more done", printed, holds=same and notes == ["plain"])


@claim
def timeit_name() -> Cases:
    lines = ["calls = []", "def counted(): calls.append(1)"]
    bare = ipython(*lines, "%timeit -n 10 -r 1 counted", "print('calls', len(calls))")
    call = ipython(*lines, "%timeit -n 10 -r 1 counted()", "print('calls', len(calls))")
    made = [int(line_with(text, "calls").split()[1]) for text in (bare, call)]
    yield case("%timeit counted", f"{made[0]} calls", holds=made[0] > 0)
    yield control("%timeit counted()", f"{made[1]} calls", seen=made[1] >= 10)


@claim
def timeit_magic() -> Cases:
    line = last_line(ipython("%timeit sum(range(1000))"))
    good = re.search(r"\(mean . std\. dev\. of 7 runs, [\d,]+ loops each\)", line)
    yield case("it ends with", line.partition("per loop ")[2].partition(",")[0], holds=bool(good))


@claim
def prun_magic() -> Cases:
    printed = ipython("from sample import doubled", "%prun doubled(10)", sample=SAMPLE)
    line = line_with(printed, "(doubled)")
    yield case("calls of doubled", line.split()[0] if line else "none", holds=line.startswith("1 "))


@claim
def lprun_magic() -> Cases:
    load = ["%load_ext line_profiler", "from sample import doubled"]
    printed = ipython(*load, "%lprun -f doubled doubled(10)", sample=SAMPLE)
    hits = line_with(printed, "total += 2").split()[1:2]
    yield case("hits of the loop's body", hits, holds=hits == ["10"])


@claim
def script_called_code() -> Cases:
    with folder(code="print('my script')", other="print('the other')") as path:
        plain = run([sys.executable, "code.py"], cwd=path)
        yield case("python code.py", plain.stdout.strip(), holds=plain.stdout == "my script\n")
        done = run([sys.executable, "-c", "import pdb"], cwd=path)
        printed = done.stdout.strip() or last_line(done.stderr)
        yield case("import pdb, beside it", printed, holds=printed == "")
