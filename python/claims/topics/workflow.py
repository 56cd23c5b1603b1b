"""How to go about it: in what order, with what tests, from where."""

import functools
import json
import sys
from pathlib import Path

import numpy as np

import juliaset
from claims.claim import Cases, NotHereError, case, claim, control
from claims.tools import folder, last_line, python, run, succeed


@claim
def tests_protect() -> Cases:
    counts = juliaset.escape_counts(juliaset.Problem.book(100, 300))
    broken = counts[:, ::-1]
    yield control("the right sum", int(counts.sum()), seen=counts.sum() == 334236)
    sums = int(broken.sum()) != int(counts.sum())
    yield case("a test of the sum sees the mirrored picture", sums, holds=sums)
    pixels = not np.array_equal(broken, counts)
    yield case("a test of each pixel sees it", pixels, holds=pixels)


@claim
def pytest_benchmark_lines() -> Cases:
    script = """
        def work():
            total = 0
            for i in range(1000):
                total += i
            return total

        def test_work(benchmark):
            assert benchmark(work) == 499500
    """
    with folder(test_sample=script) as path:
        (path / "pytest.ini").write_text("[pytest]\n")
        options = ["--benchmark-only", "--benchmark-json=out.json", "-q", "-p", "no:cacheprovider"]
        succeed([sys.executable, "-m", "pytest", *options, "test_sample.py"], cwd=path)
        rows = json.loads((path / "out.json").read_text())["benchmarks"]
    rounds = rows[0]["stats"]["rounds"]
    yield control("measured", f"{len(rows)} row, {rounds:,} rounds", seen=rounds > 5)
    keys = sorted(key for row in rows for key in (*row, *row["stats"]))
    lines = [key for key in keys if "line" in key]
    yield case("entries about lines", lines or "none", holds=bool(lines))


@claim
def memory_is_traded() -> Cases:
    calls = []

    def fib(n: int) -> int:
        calls.append(n)
        return n if n < 2 else again(n - 1) + again(n - 2)

    again = fib
    fib(20)
    plain = len(calls)
    calls.clear()
    again = functools.lru_cache(maxsize=None)(fib)
    again(20)
    printed = f"{plain:,} calls, {len(calls)}"
    yield case("more RAM: fib(20), remembered", printed, holds=len(calls) < plain / 100)
    copied, in_place = (faults_of(text) for text in ("b = a * 2.0", "a *= 2.0"))
    yield case("less RAM: in place", f"{copied:,} faults, {in_place}", holds=in_place < copied / 10)


def faults_of(statement: str, setup: str = "") -> int:
    """Return the minor page faults of a statement on an array `a` of 16 MiB, after its setup."""
    code = (
        "import numpy as np, resource\n"
        "def usage(): return resource.getrusage(resource.RUSAGE_SELF).ru_minflt\n"
        "import ctypes; ctypes.CDLL(None).prctl(41, 1, 0, 0, 0)  # no huge pages\n"
        "a = np.ones(1 << 21); a *= 1.0\n"
    )
    return int(python(f"{code}{setup}\nbefore = usage()\n{statement}\nprint(usage() - before)"))


@claim
def commands_are_ready() -> Cases:
    good = run([sys.executable, "-m", "timeit", "-n", "10", "sum(range(1000))"])
    loops = last_line(good.stdout).partition(",")[0]
    yield case("sum(range(1000))", loops, holds=good.returncode == 0)
    with folder(julia1="def calculate_z_serial_purepython(n, zs, cs): return [0]") as path:
        setup = "from julia1 import calculate_z_serial_purepython"
        call = "calculate_z_serial_purepython(300, zs, cs)"
        done = run([sys.executable, "-m", "timeit", "-s", setup, call], cwd=path)
    yield case("the Julia set by timeit", last_line(done.stderr), holds=done.returncode == 0)


@claim
def pip_installs() -> Cases:
    system = Path("/usr/bin/python3")
    if not system.exists():
        raise NotHereError("no /usr/bin/python3 to ask")
    ask = (
        "import sys, sysconfig, pathlib\n"
        "mark = pathlib.Path(sysconfig.get_path('stdlib', sysconfig.get_default_scheme()))\n"
        "print((mark / 'EXTERNALLY-MANAGED').exists() and sys.prefix == sys.base_prefix)"
    )
    managed = {who: succeed([who, "-c", ask]).strip() for who in (str(system), sys.executable)}
    if managed[str(system)] != "True":
        raise NotHereError("the system's Python is not managed by a distribution that refuses")
    for who, label in ((str(system), "the system's Python"), (sys.executable, "this environment")):
        refused = managed[who] == "True"
        yield case(label, "refuses" if refused else "allows", holds=not refused)


@claim
def finer_is_dearer() -> Cases:
    printed = python("""
        import sys
        def work():
            total = 0
            for i in range(10_000):
                total += i
            return total
        for setter in (sys.setprofile, sys.settrace):
            events = 0
            def note(frame, event, argument):
                global events
                events += frame.f_code.co_name == "work"
                return note
            setter(note); work(); setter(None)
            print(events)
    """)
    functions, lines = map(int, printed.split())
    yield case("functions, lines", f"{functions} events, {lines:,}", holds=lines > 100 * functions)
