"""Tools that look from outside, IPython, and machine code; each may be missing, and says so."""

import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from desk import PIXELS, SMALL, SUM, Desk

LOOP = "calculate_z_serial_purepython"
LONG = "julia1_nopil.py 1000"  # seconds: long enough to be watched
EVENTS = (
    "cycles,instructions,cache-references,cache-misses,branches,branch-misses,"
    "task-clock,faults,minor-faults,cs,migrations"
)
HARDWARE = 6  # the first of them are counted by the processor


@contextmanager
def watched(desk: Desk) -> Iterator[int]:
    """Run the program, and give its process id while it computes."""
    command = ["/usr/bin/env", "python", "-u", *LONG.split()]
    program = subprocess.Popen(
        command, cwd=desk.folder, env=desk.environment(), stdout=subprocess.PIPE, text=True
    )
    try:
        assert program.stdout is not None
        assert program.stdout.readline().startswith("Length of x")
        yield program.pid
    finally:
        program.kill()
        program.communicate()


@pytest.fixture
def traceable(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    with watched(desk) as pid:
        printed = desk.run(f"py-spy dump --pid {pid}", code=None)
    if "Permission denied" in printed or "Operation not permitted" in printed:
        pytest.skip("py-spy may not look into other processes here: no ptrace")
    return desk


def test_py_spy_record(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    printed = desk.run("py-spy record -o profile.svg -- python julia1_nopil.py 300", code=None)
    if "Permission denied" in printed or "Operation not permitted" in printed:
        pytest.skip("py-spy may not look into other processes here: no ptrace")
    svg = (desk.folder / "profile.svg").read_text()
    assert svg.lstrip().startswith("<?xml")
    assert f"{LOOP} (julia1_nopil.py:" in svg


@pytest.mark.slow  # the recipe of the same name is among the quick tests
def test_py_spy_dump(traceable: Desk) -> None:
    with watched(traceable) as pid:
        time.sleep(1)
        printed = traceable.run(f"py-spy dump --pid {pid}")
        frames = json.loads(traceable.run(f"py-spy dump --json --pid {pid}"))[0]["frames"]
    assert re.search(rf"{LOOP} \(julia1_nopil\.py:\d+\)", printed)
    assert [frame["name"] for frame in frames] == [LOOP, "calc_pure_python", "<module>"]


@pytest.mark.slow
def test_py_spy_top(traceable: Desk) -> None:
    with watched(traceable) as pid:
        child, terminal = pty.fork()
        if child == 0:
            os.execvpe("py-spy", ["py-spy", "top", "--pid", str(pid)], traceable.environment())  # noqa: S606, S607
        shown = b""
        try:
            end = time.monotonic() + 20
            while LOOP[:20].encode() not in shown and time.monotonic() < end:
                if select.select([terminal], [], [], 0.2)[0]:
                    shown += os.read(terminal, 65536)
        finally:
            os.kill(child, 9)
            os.waitpid(child, 0)
            os.close(terminal)
    assert LOOP[:20].encode() in shown
    assert b"%Own" in shown


@pytest.mark.slow  # a claim about Scalene is among the quick tests
def test_scalene(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run("scalene run -o scalene.json julia1_nopil.py 500")
    files = json.loads((desk.folder / "scalene.json").read_text())["files"]
    [file] = [value for name, value in files.items() if name.endswith("julia1_nopil.py")]
    spent = {
        line["line"].strip(): line["n_cpu_percent_python"] + line["n_cpu_percent_c"]
        for line in file["lines"]
    }
    # It shares the loop's time out among these three as its samples happen to fall. On a busy
    # machine much is called system time, so what counts is their part of what it gave to Python.
    loop = ("while abs(z)", "z = z * z", "n += 1")
    busy = sum(share for line, share in spent.items() if line.startswith(loop))
    assert busy > sum(spent.values()) / 2 > 0
    assert "% of time" in desk.run("scalene view --cli --reduced scalene.json")


@pytest.mark.skipif(shutil.which("perf") is None, reason="no perf: package linux-perf")
def test_perf_stat(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    printed = desk.run(f"perf stat -x, -e {EVENTS} python julia1_nopil.py {SMALL}", code=None)
    if "No permission" in printed or "not permitted" in printed:
        pytest.skip("perf may not count here: kernel.perf_event_paranoid")
    values = {}
    for line in printed.splitlines():
        words = line.split(",")
        if len(words) > 3 and words[2].split(":")[0] in EVENTS.split(","):
            values[words[2].split(":")[0]] = words[0]
    assert list(values) == EVENTS.split(",")
    for event in EVENTS.split(",")[:HARDWARE]:
        if not re.fullmatch(r"\d+", values[event]):
            # A virtual machine without the counter: perf says so here, and ends with 0.
            assert values[event] in {"<not supported>", "<not counted>"}
    assert float(values["task-clock"]) > 0
    assert int(values["faults"]) >= int(values["minor-faults"]) > 100


@pytest.mark.skipif(shutil.which("perf") is None, reason="no perf: package linux-perf")
def test_perf_list(tmp_path: Path) -> None:
    printed = Desk(tmp_path).run("perf list sw")
    for event in ("task-clock", "page-faults", "context-switches", "cpu-migrations"):
        assert event in printed


@pytest.mark.slow  # the recipe of the same name for another kernel is among the quick tests
def test_ipython(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    loaded = f"%run -n prof.py\n%timeit -n 2 -r 2 count({SMALL})\n%prun count({SMALL})"
    printed = desk.run(f"ipython --colors=NoColor -c '{loaded}'")
    assert "which is right" not in printed, "%run -n does not run what stands under __main__"
    assert re.search(r"per loop \(mean ± std\. dev\. of 2 runs, 2 loops each\)", printed)
    assert re.search(rf"^ *{SUM + PIXELS} .*builtins\.abs", printed, re.MULTILINE)
    assert f"{SUM}, which is right" in desk.run(f"ipython -c '%run julia1.py {SMALL}'")
    lines = f"%run -n prof.py\n%load_ext line_profiler\n%lprun -f axis axis({SMALL})"
    printed = desk.run(f"ipython --colors=NoColor -c '{lines}'")
    assert re.search(rf"^ +\d+ +{SMALL} .*steps\.append\(x\)", printed, re.MULTILINE)
    memory = "%load_ext memory_profiler\n%memit [complex(k, k) for k in range(3_000_000)]"
    printed = desk.run(f"ipython --colors=NoColor -c '{memory}'")
    [increment] = re.findall(r"peak memory: [\d.]+ MiB, increment: ([\d.]+) MiB", printed)
    assert 60 < float(increment) < 130  # 120 MB, seen by samples


@pytest.mark.slow  # the recipe of the same name is among the quick tests
def test_dis(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    printed = desk.run("python -m dis julia1_nopil.py")
    assert f"<code object {LOOP}" in printed
    assert re.search(r"\((?:NULL \+ )?abs(?: \+ NULL)?\)", printed)
    printed = desk.run("python dis_sample.py")
    loop, terse = (int(n) for n in re.findall(r"(\d+) instructions", printed))
    assert loop > terse + 3
    if sys.version_info[:2] == (3, 11):
        assert (loop, terse) == (17, 9)


def test_pyinstrument(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run("pyinstrument -r json -o profile.json julia1_nopil.py 200")
    assert f'"function": "{LOOP}"' in (desk.folder / "profile.json").read_text()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("valgrind") is None, reason="no valgrind: package valgrind")
def test_callgrind(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    command = "valgrind --tool=callgrind --callgrind-out-file=callgrind.out.1"
    desk.run(f"{command} python julia1_nopil.py 20")
    text = (desk.folder / "callgrind.out.1").read_text()
    [total] = re.findall(r"^(?:summary|totals): (\d+)", text, re.MULTILINE)[:1]
    assert int(total) > 10_000_000
    assert "_PyEval_EvalFrameDefault" in text


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("objdump") is None, reason="no objdump: package binutils")
def test_the_compiled_twin_of_dis(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run("python setup_cython.py build_ext --inplace")
    lengths = {}
    for flags in ("O0", "O3_native"):
        printed = desk.run(f"objdump -d --no-show-raw-insn julia1_cython_{flags}.*.so")
        blocks = re.findall(rf"^\w+ <\S*{LOOP}\S*>:\n((?:.+\n)+)", printed, re.MULTILINE)
        [body] = [block for block in blocks if "hypot" in block] or [""]
        assert re.search(r"v?mulsd", printed)
        lengths[flags] = len(body.splitlines())
    assert lengths["O0"] > 0
    assert lengths["O3_native"] > 0
