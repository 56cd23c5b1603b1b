"""Clocks, and what timeit does for you."""

import re
import statistics
import sys
import time
from typing import Any

from claims.claim import Cases, case, claim, control
from claims.counters import instructions_of
from claims.timing import as_long, is_longer
from claims.tools import last_line, python, require_python_311, run, succeed

TIMEIT = [sys.executable, "-m", "timeit"]
GOOD = r"(\d+) loops?, best of (\d+): [\d.e+-]+ \w+ per loop"


@claim
def timeit_chooses_loops() -> Cases:
    built_in = "timeit" in sys.stdlib_module_names
    yield case("in the standard library", built_in, holds=built_in)
    free = last_line(succeed([*TIMEIT, "sum(range(1000))"]))
    match = re.match(GOOD, free)
    loops = int(match[1]) if match else 0
    yield case("loops chosen by timeit", f"{loops} loops", holds=loops > 100)
    told = last_line(succeed([*TIMEIT, "-n", "7", "sum(range(1000))"]))
    yield case("told -n 7", told.partition(",")[0], holds=told.startswith("7 loops"))


@claim
def timeit_finds_function() -> Cases:
    setup = "def cheap(): return 1\ndef dear(): return sum(range(5000))\n"
    setup += "def both(): cheap(); dear()"
    whole = succeed([*TIMEIT, "-n", "200", "-s", setup, "both()"])
    named = "dear" in whole or "cheap" in whole
    printed = last_line(whole).partition(":")[0]
    yield case("timing the caller names the slow one", printed, holds=named)
    names: dict[str, Any] = {}
    exec(setup, names)  # noqa: S102 - the text above
    dear, cheap = names["dear"], names["cheap"]
    yield is_longer(
        "timing each candidate tells",
        lambda: [dear() for _ in range(20)],
        lambda: [cheap() for _ in range(20)],
        than=5,
    )


@claim
def best_of_runs() -> Cases:
    def runs(*, disturbed: bool) -> list[float]:
        taken = []
        for i in range(30):
            begin = time.perf_counter()
            sum(range(40_000))
            if disturbed and i % 3 == 0:
                time.sleep(0.005)
            taken.append(time.perf_counter() - begin)
        return taken

    quiet, noisy = runs(disturbed=False), runs(disturbed=True)
    best, mean = min(noisy) / min(quiet), statistics.mean(noisy) / statistics.mean(quiet)
    printed = f"the mean grew {mean:.1f} times, the best {best:.2f} times"
    yield case("with disturbances", printed, holds=best - 1 < (mean - 1) / 2)


@claim
def best_of_five() -> Cases:
    for repeats, options in ((5, []), (3, ["-r", "3"])):
        printed = succeed([*TIMEIT, "-n", "1", *options, "print('ran')"])
        ran = printed.count("ran")
        good = f"best of {repeats}" in printed and ran == repeats
        yield case(last_line(printed).partition(":")[0], f"ran {ran} times", holds=good)


@claim
def join_order() -> Cases:
    require_python_311()
    lines = {
        "map": "'-'.join(map(str, range(100)))",
        "list": "'-'.join([str(n) for n in range(100)])",
    }
    counts = {name: instructions_of(f"for _ in range(300): {line}") for name, line in lines.items()}
    printed = ", ".join(f"{name} {count / 1e6:.1f} million" for name, count in counts.items())
    yield case("instructions of 300 joins", printed, holds=counts["map"] < counts["list"])


@claim
def time_has_decorator() -> Cases:
    wrapping = []
    for name in ("time", "perf_counter", "monotonic", "process_time", "thread_time"):
        try:
            wrapped = getattr(time, name)(lambda: None)
        except TypeError:
            continue
        wrapping.append((name, wrapped))
    yield case("clocks that decorate", wrapping or "none", holds=bool(wrapping))


@claim
def perf_counter_measures() -> Cases:
    ours, calendar = time.get_clock_info("perf_counter"), time.get_clock_info("time")
    printed = f"monotonic {ours.monotonic}, adjustable {ours.adjustable}"
    yield case("perf_counter", printed, holds=ours.monotonic and not ours.adjustable)
    printed = f"monotonic {calendar.monotonic}, adjustable {calendar.adjustable}"
    yield control("time", printed, seen=calendar.adjustable and not calendar.monotonic)


@claim
def timeit_without_lists() -> Cases:
    setup = "f = lambda n, zs, cs: n"
    failed = run([*TIMEIT, "-n", "1", "-s", setup, "f(300, zs, cs)"])
    good = run([*TIMEIT, "-n", "1", "-s", setup + "; zs = cs = []", "f(300, zs, cs)"])
    yield case("without", last_line(failed.stderr), holds=failed.returncode == 0)
    yield control("with", last_line(good.stdout).partition(":")[0], seen=good.returncode == 0)


@claim
def measuring_is_free() -> Cases:
    code = """
        import cProfile, time
        def work():
            for i in range(100_000):
                abs(i)
        def clocked():
            begin = time.perf_counter(); work(); return time.perf_counter() - begin
        def profiled():
            profile = cProfile.Profile(); profile.enable(); work(); profile.disable()
        def took(f):
            begin = time.perf_counter(); f(); return time.perf_counter() - begin
        rounds = [(took(work), took(clocked), took(profiled)) for _ in range(9)]
        best = [min(column) for column in zip(*rounds)]
        print(best[1] / best[0], best[2] / best[0])
    """
    clock, profile = (float(part) for part in python(code).split())
    yield case("two clocks around it", as_long(clock), holds=clock < 1.5)
    yield case("under cProfile", as_long(profile), holds=profile < 1.5)
