"""cProfile, what reads its files, and what it is built on."""

import contextlib
import cProfile
import io
import pstats
import sys
from collections.abc import Callable

from claims.claim import Cases, case, claim
from claims.timing import is_longer
from claims.tools import SCRIPTS, folder, last_line, line_with, on_sample, run, succeed
from claims.topics.gil import bound

SAMPLE = """
import time

def heavy():
    return [abs(-i) for i in range(50_000)]

def light():
    return abs(-1)

def main():
    for _ in range(3):
        heavy()
    light()

main()
"""
CPROFILE = [sys.executable, "-m", "cProfile"]


@claim(
    1, 3, 4, 5,
    says="cProfile is built in and tells how often each function ran and how long.",
    verdict="true",
    answer="Calls are exact. Times include the profiler's own work for each call.",
    command="python -m cProfile sample.py: heavy() is called three times, abs 150,001 times",
)  # fmt: skip
def cprofile_counts() -> Cases:
    printed = on_sample(SAMPLE, CPROFILE)
    yield case("in the library", built := "cProfile" in sys.stdlib_module_names, holds=built)
    known = {"(heavy)": "3", "(light)": "1", "built-in method builtins.abs": "150001"}
    for name, calls in known.items():
        counted = line_with(printed, name).split()[0]
        yield case(name.strip("()"), f"{counted} calls", holds=counted == calls)


@claim(
    4, 5,
    says="-s cumulative sorts by cumulative time, largest first.",
    verdict="true",
    answer="Cumulative time includes what a function calls, so main() stands above heavy().",
    command="python -m cProfile -s cumulative sample.py",
)  # fmt: skip
def cumulative_sorts() -> Cases:
    printed = on_sample(SAMPLE, [*CPROFILE, "-s", "cumulative"])
    lines = [line.split() for line in printed.splitlines()]
    times = [float(f[3]) for f in lines if len(f) >= 6 and f[3][:1].isdigit()]
    order = [f[5] for f in lines if len(f) >= 6 and f[5].endswith(("(main)", "(heavy)"))]
    ordered = times == sorted(times, reverse=True) and len(times) > 3
    yield case("the column cumtime falls", f"{times[:4]}", holds=ordered)
    yield case("order", " ".join(order), holds=[o[-6:] for o in order] == ["(main)", "heavy)"])


@claim(
    5,
    says="_lsprof is the old name of cProfile.",
    verdict="false",
    answer="Both are there today: _lsprof is the module in C that does the work, cProfile the"
    " Python around it. (Long ago the C profiler was a package called lsprof.)",
    command="cProfile.Profile.__mro__",
)
def lsprof_is_old_name() -> Cases:
    base = cProfile.Profile.__mro__[1]
    today, printed = base.__module__ == "_lsprof", f"{base.__module__}.{base.__name__}"
    yield case("what cProfile.Profile is made of", printed, holds=not today)


@claim(
    5,
    says="The Julia set of width 1000 makes 36,221,995 calls: 34,219,980 of abs, 2,002,000"
    " appends.",
    verdict="true",
    answer="One call of abs for each step and one more for each pixel that stops; the other 15"
    " calls are the script's own.",
    command="python -m cProfile -s cumulative julia1_nopil.py",
    slow=True,
)
def calls_of_julia() -> Cases:
    with folder() as path:
        succeed([*CPROFILE, "-o", path / "p", SCRIPTS / "julia1_nopil.py"], cwd=SCRIPTS)
        stats = pstats.Stats(str(path / "p"))
    rows = stats.stats  # type: ignore[attr-defined]
    total = stats.total_calls  # type: ignore[attr-defined]
    for name, calls in (("builtins.abs", 34_219_980), ("'append'", 2_002_000)):
        seen = sum(row[1] for key, row in rows.items() if name in key[2])
        yield case(name.strip("'"), f"{seen:,} calls", holds=seen == calls)
    yield case("all", f"{total:,} calls", holds=total == 36_221_995)


@claim(
    2,
    says="cProfile finds bottlenecks in C++ called from Python.",
    verdict="depends",
    answer="It shows how much time goes into the call, which is what you want for the overhead on"
    " Python's side. Inside, it sees nothing: no C++ function, no line. That takes perf, py-spy"
    " --native or callgrind.",
    command="cProfile over juliaset's cpp.scalar: names that it lists",
)
def cprofile_sees_cpp() -> Cases:
    profiler = cProfile.Profile()
    profiler.runcall(bound("cpp.scalar", 200)[0])
    names = [key[2] for key in pstats.Stats(profiler).stats]  # type: ignore[attr-defined]
    call = any("method" in name or "__call__" in name for name in names)
    yield case("the call into C++ is listed", call, holds=call)
    inside = any("calculate" in name for name in names)
    yield case("the function `calculate` in it is listed", inside, holds=inside)


@claim(
    3,
    says='cProfile.run("f(args)") profiles a function.',
    verdict="depends",
    answer="The text is executed in __main__. In a script or at the prompt that is where f is;"
    " from inside a function or another module use runctx, or Profile().runcall(f, args).",
    command="cProfile.run in a script, and in a function with a local f",
)
def cprofile_run() -> Cases:
    good = "import cProfile\ndef f(n): return n\ncProfile.run('f(1)')\n"
    local = "import cProfile\ndef g():\n    f = len\n    cProfile.run('f([])')\ng()\n"
    with folder(good=good, local=local) as path:
        for name, label in (("good", "f of the script"), ("local", "f of a function")):
            done = run([sys.executable, f"{name}.py"], cwd=path)
            calls = line_with(done.stdout, "function calls").partition(" in ")[0]
            printed = last_line(done.stderr) if done.returncode else calls
            yield case(label, printed, holds=done.returncode == 0)


@claim(
    3,
    says="cProfile is the profiler that Python recommends.",
    verdict="true",
    answer="The library's page on profilers says so; its twin `profile` is the same in pure Python"
    " and slows down several times as much.",
    command="python -c: events of 20,000 calls under cProfile and under profile, timed in turns",
)
def cprofile_recommended() -> Cases:
    import profile  # noqa: PLC0415 - deprecated in later versions; only compared here

    def under(make: Callable[[], object]) -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            make().runcall(lambda: [len("x") for _ in range(20_000)])  # type: ignore[attr-defined]

    slow, fast = lambda: under(profile.Profile), lambda: under(cProfile.Profile)
    yield is_longer("profile against cProfile", slow, fast, than=2)
