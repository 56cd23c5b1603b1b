"""The commands that ask for time, as typed in python/profiling, and what they made.

An exit code of 0 proves nothing here: each test looks at the numbers.
"""

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from desk import PIXELS, SMALL, SUM, Desk, at_width
from line_profiler import load_stats

ABS = SUM + PIXELS
LOOP = "calculate_z_serial_purepython"
NOPIL = f"julia1_nopil.py {SMALL}"
TIMED = r"\d+ loops?, best of 5: [\d.]+ [mun]?sec per loop"


@pytest.mark.slow  # the recipe of the same name is among the quick tests
def test_timeit(tmp_path: Path) -> None:
    imports = f"from julia1 import {LOOP}, zs, cs"
    printed = Desk(tmp_path).run(f'python -m timeit -s "{imports}" "{LOOP}(300, zs, cs)"')
    assert re.search(TIMED, printed), printed


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        'python -m timeit "sum(range(1000))"',
        "python -m timeit \"'-'.join(str(n) for n in range(100))\"",
        "python -m timeit \"'-'.join([str(n) for n in range(100)])\"",
        "python -m timeit \"'-'.join(map(str, range(100)))\"",
    ],
)
def test_timeit_on_one_line(tmp_path: Path, command: str) -> None:
    printed = Desk(tmp_path).run(command)
    assert re.search(TIMED, printed), printed


@pytest.mark.skipif(not Path("/usr/bin/time").exists(), reason="no /usr/bin/time: package `time`")
def test_the_time_program(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    printed = desk.run(f"/usr/bin/time -p python {NOPIL}")
    seconds = {word: float(re.findall(rf"^{word} ([\d.]+)$", printed, re.MULTILINE)[0])
               for word in ("real", "user", "sys")}  # fmt: skip
    assert seconds["real"] > 0
    # One thread: user and sys cannot exceed what has passed, but for the clock's grain.
    assert seconds["user"] + seconds["sys"] <= seconds["real"] + 0.05
    printed = desk.run(f"/usr/bin/time --verbose python {NOPIL}")
    [kilobytes] = re.findall(r"Maximum resident set size \(kbytes\): (\d+)", printed)
    assert int(kilobytes) > 5000
    assert re.search(r"Major \(requiring I/O\) page faults: \d+", printed)


def test_cprofile_sorted_by_cumulative_time(tmp_path: Path) -> None:
    printed = Desk(tmp_path).run(f"python -m cProfile -s cumulative {NOPIL}")
    assert "Ordered by: cumulative time" in printed
    assert re.search(rf"^ *{ABS} .*built-in method builtins\.abs", printed, re.MULTILINE)
    places = [printed.index(name) for name in ("(calc_pure_python)", f"({LOOP})", "builtins.abs")]
    assert places == sorted(places)


def test_cprofile_into_a_file_and_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run(f"python -m cProfile -o profile.stats {NOPIL}")
    printed = desk.run("python seestats.py")
    assert re.search(rf"{LOOP}\) +<- +1 .*\(calc_pure_python\)", printed), printed
    assert re.search(rf"{LOOP}\) +-> +{ABS} .*builtins\.abs", printed), printed
    program = "import pstats; pstats.Stats('profile.stats').sort_stats('cumulative').print_stats()"
    assert f"{ABS}" in desk.run(f'python -c "{program}"')
    assert "cProfile -o none.stats" in desk.run("python seestats.py none.stats", code=1)


def test_the_browser_of_pstats(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run(f"python prof_save.py {SMALL}")
    words = r"strip\nsort cumtime\nstats 10\ncallers abs\ncallees count\n"
    printed = desk.run(f"printf '{words}' | python -m pstats prof.out")
    assert "Ordered by: cumulative time" in printed
    assert re.search(rf"builtins\.abs}} +<- +{ABS} .*{LOOP}", printed), printed
    assert re.search(rf"\(count\) +-> +1 .*{LOOP}", printed), printed


def test_cprofile_of_a_script(tmp_path: Path) -> None:
    printed = Desk(tmp_path).run(f"python -m cProfile prof.py {SMALL}")
    assert re.search(rf"^ *{ABS} .*builtins\.abs", printed, re.MULTILINE)
    for function in ("axis", "points", "count", "main"):
        assert f"({function})" in printed


def test_snakeviz_serves_the_profile(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run(f"python -m cProfile -o profile.stats {NOPIL}")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (desk.folder / "noise").open("w") as noise:
        command = ["/usr/bin/env", "snakeviz", "-s", "-p", str(port), "profile.stats"]
        server = subprocess.Popen(
            command, cwd=desk.folder, env=desk.environment(), stdout=noise, stderr=noise
        )
        try:
            page = read(f"http://127.0.0.1:{port}/snakeviz/{quoted(desk.folder)}")
        finally:
            server.terminate()
            server.wait(timeout=20)
    assert LOOP in page
    assert "builtins.abs" in page
    assert str(ABS) in page


def quoted(folder: Path) -> str:
    return str(folder / "profile.stats").replace("/", "%2F")


def read(address: str) -> str:
    """Ask until the server is up."""
    for _ in range(100):
        try:
            with urlopen(address, timeout=20) as answer:  # noqa: S310 - our own, on this machine
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


def hits(desk: Desk, name: str) -> dict[str, int]:
    """Read a profile of lines: the text of each line and how often it was reached."""
    timings = load_stats(str(desk.folder / f"{name}.lprof")).timings
    [(key, rows)] = [(key, rows) for key, rows in timings.items() if key[2].endswith(LOOP)]
    lines = (desk.folder / key[0]).read_text().splitlines()
    return {lines[line - 1].strip(): count for line, count, _ in rows}


def test_kernprof_line_by_line(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    printed = desk.run(at_width("kernprof -l -v julia1_lineprofiler.py"))
    assert re.search(rf"^ +\d+ +{ABS} .*while abs\(z\) < 2 and n < maxiter:", printed, re.MULTILINE)
    found = hits(desk, "julia1_lineprofiler.py")
    assert found["z = z * z + c"] == found["n += 1"] == SUM
    assert found["output[i] = n"] == PIXELS
    shown = desk.run("python -m line_profiler julia1_lineprofiler.py.lprof")
    assert re.search(rf"^ +\d+ +{SUM} .*z = z \* z \+ c", shown, re.MULTILINE)


def test_kernprof_on_the_split_test(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run(at_width("kernprof -l -v julia1_lineprofiler2.py"))
    found = hits(desk, "julia1_lineprofiler2.py")
    assert found["not_yet_escaped = abs(z) < 2"] == found["steps_left = n < maxiter"] == ABS
    assert found["z = z * z + c"] == SUM
    assert found["break"] == PIXELS


@pytest.mark.slow
def test_kernprof_on_the_swapped_test_shows_the_same_hits(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run(at_width("kernprof -l -v julia1_lineprofiler3.py"))
    desk.run(at_width("kernprof -l julia1_lineprofiler.py"))
    swapped, book = (hits(desk, f"julia1_lineprofiler{k}.py") for k in ("3", ""))
    assert sorted(swapped.values()) == sorted(book.values())
    assert swapped["while n < maxiter and abs(z) < 2:"] == ABS


@pytest.mark.slow
def test_pytest_benchmark(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (desk.folder / "pytest.ini").write_text("[pytest]\n")
    printed = desk.run("pytest --benchmark-only -v --benchmark-json=b.json")
    measured = json.loads((desk.folder / "b.json").read_text())["benchmarks"]
    assert len(measured) == 4
    assert all(row["stats"]["rounds"] > 0 for row in measured)
    assert "4 passed, 3 skipped" in printed


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("uv") is None, reason="no uv: pip install uv")
def test_pytest_benchmark_under_uv(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (desk.folder / "pytest.ini").write_text("[pytest]\n")
    command = "uv run --active --no-project pytest --benchmark-only -v"
    printed = desk.run(command, VIRTUAL_ENV=sys.prefix, UV_OFFLINE="1")
    assert "4 passed, 3 skipped" in printed
