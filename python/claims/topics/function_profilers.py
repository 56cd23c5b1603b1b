"""cProfile, what reads its files, and what it is built on."""

import contextlib
import cProfile
import io
import pstats
import sys
import warnings
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


@claim
def cprofile_counts() -> Cases:
    printed = on_sample(SAMPLE, CPROFILE)
    yield case("in the library", built := "cProfile" in sys.stdlib_module_names, holds=built)
    known = {"(heavy)": "3", "(light)": "1", "built-in method builtins.abs": "150001"}
    for name, calls in known.items():
        counted = line_with(printed, name).split()[0]
        yield case(name.strip("()"), f"{counted} calls", holds=counted == calls)


@claim
def cumulative_sorts() -> Cases:
    printed = on_sample(SAMPLE, [*CPROFILE, "-s", "cumulative"])
    lines = [line.split() for line in printed.splitlines()]
    times = [float(f[3]) for f in lines if len(f) >= 6 and f[3][:1].isdigit()]
    order = [f[5] for f in lines if len(f) >= 6 and f[5].endswith(("(main)", "(heavy)"))]
    ordered = times == sorted(times, reverse=True) and len(times) > 3
    yield case("the column cumtime falls", f"{times[:4]}", holds=ordered)
    yield case("order", " ".join(order), holds=[o[-6:] for o in order] == ["(main)", "heavy)"])


@claim
def lsprof_is_old_name() -> Cases:
    base = cProfile.Profile.__mro__[1]
    today, printed = base.__module__ == "_lsprof", f"{base.__module__}.{base.__name__}"
    yield case("what cProfile.Profile is made of", printed, holds=not today)


@claim
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


@claim
def cprofile_sees_cpp() -> Cases:
    profiler = cProfile.Profile()
    profiler.runcall(bound("cpp.scalar", 200)[0])
    names = [key[2] for key in pstats.Stats(profiler).stats]  # type: ignore[attr-defined]
    call = any("method" in name or "__call__" in name for name in names)
    yield case("the call into C++ is listed", call, holds=call)
    inside = any("calculate" in name for name in names)
    yield case("the function `calculate` in it is listed", inside, holds=inside)


@claim
def cprofile_run() -> Cases:
    good = "import cProfile\ndef f(n): return n\ncProfile.run('f(1)')\n"
    local = "import cProfile\ndef g():\n    f = len\n    cProfile.run('f([])')\ng()\n"
    with folder(good=good, local=local) as path:
        for name, label in (("good", "f of the script"), ("local", "f of a function")):
            done = run([sys.executable, f"{name}.py"], cwd=path)
            calls = line_with(done.stdout, "function calls").partition(" in ")[0]
            printed = last_line(done.stderr) if done.returncode else calls
            yield case(label, printed, holds=done.returncode == 0)


@claim
def cprofile_recommended() -> Cases:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # from Python 3.15 on
        import profile  # noqa: PLC0415 - only compared here

    def under(make: Callable[[], object]) -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            make().runcall(lambda: [len("x") for _ in range(20_000)])  # type: ignore[attr-defined]

    slow, fast = lambda: under(profile.Profile), lambda: under(cProfile.Profile)
    yield is_longer("profile against cProfile", slow, fast, than=2)
