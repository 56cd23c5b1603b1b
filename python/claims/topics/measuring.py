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


@claim(
    1, 3, 5,
    says="timeit is built in and chooses the number of loops unless told.",
    verdict="true",
    answer="It multiplies the loops until they take 0.2 s, then repeats that five times.",
    command='python -m timeit "sum(range(1000))", and with -n 7',
)  # fmt: skip
def timeit_chooses_loops() -> Cases:
    built_in = "timeit" in sys.stdlib_module_names
    yield case("in the standard library", built_in, holds=built_in)
    free = last_line(succeed([*TIMEIT, "sum(range(1000))"]))
    match = re.match(GOOD, free)
    loops = int(match[1]) if match else 0
    yield case("loops chosen by timeit", f"{loops} loops", holds=loops > 100)
    told = last_line(succeed([*TIMEIT, "-n", "7", "sum(range(1000))"]))
    yield case("told -n 7", told.partition(",")[0], holds=told.startswith("7 loops"))


@claim(
    1,
    says="timeit leads you to the function that is slow.",
    verdict="depends",
    answer="It prints one number for one statement. It compares candidates well, once you have"
    " them; to find them, begin with cProfile.",
    command="python -m timeit on a call of two functions, then on each alone",
)
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


@claim(
    2, 5,
    says="Of several runs, the best is the number to keep.",
    verdict="true",
    answer="Noise only adds time, so the smallest run is the least disturbed; the mean moves with"
    " every disturbance. Where the work itself varies (caches, random data), look at all runs.",
    command="ten runs of one loop, then ten with a disturbance in every third",
)  # fmt: skip
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


@claim(
    5,
    says="`best of 5` means that the loops were repeated five times.",
    verdict="true",
    answer="Five since Python 3.7, three before; -r changes it.",
    command='python -m timeit -n 1 -r 3 "print(1)"',
)
def best_of_five() -> Cases:
    for repeats, options in ((5, []), (3, ["-r", "3"])):
        printed = succeed([*TIMEIT, "-n", "1", *options, "print('ran')"])
        ran = printed.count("ran")
        good = f"best of {repeats}" in printed and ran == repeats
        yield case(last_line(printed).partition(":")[0], f"ran {ran} times", holds=good)


@claim(
    5,
    says="Joining strings: map is quickest, a list next, a generator last.",
    verdict="false",
    answer="It was so on Python 3.8. Python 3.11 makes str(n) cheap where it is written, but not"
    " inside map, and there map is last. An order of such lines holds for one version: measure.",
    command="valgrind --tool=cachegrind python -c: instructions of map and of the list",
    slow=True,
)
def join_order() -> Cases:
    require_python_311()
    lines = {
        "map": "'-'.join(map(str, range(100)))",
        "list": "'-'.join([str(n) for n in range(100)])",
    }
    counts = {name: instructions_of(f"for _ in range(300): {line}") for name, line in lines.items()}
    printed = ", ".join(f"{name} {count / 1e6:.1f} million" for name, count in counts.items())
    yield case("instructions of 300 joins", printed, holds=counts["map"] < counts["list"])


@claim(
    1,
    says="The time module has a decorator for timing.",
    verdict="false",
    answer="The decorator is written by hand (see julia1_decorator.py); from the module it takes a"
    " clock. For durations that should be perf_counter.",
    command="python -c: which names of `time` accept a function and return one",
)
def time_has_decorator() -> Cases:
    wrapping = []
    for name in ("time", "perf_counter", "monotonic", "process_time", "thread_time"):
        try:
            wrapped = getattr(time, name)(lambda: None)
        except TypeError:
            continue
        wrapping.append((name, wrapped))
    yield case("clocks that decorate", wrapping or "none", holds=bool(wrapping))


@claim(
    2, 3,
    says="perf_counter is the clock for measuring.",
    verdict="true",
    answer="It never goes back and is the finest there is; time.time() follows the calendar, which"
    " may be set while you measure.",
    command="time.get_clock_info('perf_counter') and ('time')",
)  # fmt: skip
def perf_counter_measures() -> Cases:
    ours, calendar = time.get_clock_info("perf_counter"), time.get_clock_info("time")
    printed = f"monotonic {ours.monotonic}, adjustable {ours.adjustable}"
    yield case("perf_counter", printed, holds=ours.monotonic and not ours.adjustable)
    printed = f"monotonic {calendar.monotonic}, adjustable {calendar.adjustable}"
    yield control("time", printed, seen=calendar.adjustable and not calendar.monotonic)


@claim(
    1,
    says="The timeit line of the page works with an import of the function alone.",
    verdict="false",
    answer="The names zs and cs are missing: import them in -s, too.",
    command='python -m timeit -s "from julia1 import f" "f(300, zs, cs)"',
)
def timeit_without_lists() -> Cases:
    setup = "f = lambda n, zs, cs: n"
    failed = run([*TIMEIT, "-n", "1", "-s", setup, "f(300, zs, cs)"])
    good = run([*TIMEIT, "-n", "1", "-s", setup + "; zs = cs = []", "f(300, zs, cs)"])
    yield case("without", last_line(failed.stderr), holds=failed.returncode == 0)
    yield control("with", last_line(good.stdout).partition(":")[0], seen=good.returncode == 0)


@claim(
    1, 5,
    says="Timing and profiling slow nothing down.",
    verdict="depends",
    answer="A clock at both ends is free; cProfile pays for every call, so a program of many small"
    " calls looks slower than it is.",
    command="python -c: 200,000 calls of abs, alone, between two clocks, and under cProfile",
    slow=True,
    implied=True,
)  # fmt: skip
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
