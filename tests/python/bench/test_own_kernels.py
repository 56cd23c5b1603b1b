"""Bring your own kernel: compiled, verified and timed like ours, or refused with a reason."""

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from shutil import copy
from string import Template

import pytest
from benched import CALM_OR_NOT, LOCK, Bench, expected_code

from command import juliaset
from juliaset.bench.contestants.own_kernel import own_kernels
from juliaset.bench.record_file import load
from juliaset.system.cores import timing_core

ROOT = Path(__file__).parents[3]

FITS = "def f(problem, out): pass"
SETTINGS = ("--width", "60", "--budget", "0.4", "--timeout", "10")
CPP = Template("""#include "pixel.hpp"
#include <cstdlib>
$before
namespace {
void calculate(const julia::Problem& problem, std::int32_t* counts, julia::Stop& stop) {
  auto patience = julia::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    julia::count_row(problem, j, counts, patience);
  }
  $after
}
}  // namespace
$published
""")
EXACT = 'JULIA_KERNEL("A kernel of mine.", one, exact);'
TOLERANT = 'JULIA_KERNEL("Nearly right.", one, tolerant);'
SPOILT = "for (int k = 0; k < 7; ++k) counts[k] += 1;"
SOURCES = {
    "mine": {"published": EXACT},
    "wrong": {"published": EXACT, "after": SPOILT},
    "tolerant": {"published": TOLERANT, "after": SPOILT},
    "tolerant_and_lazy": {
        "published": TOLERANT,
        "after": "counts[5] = -1;",
    },
    "prints": {
        "published": EXACT,
        "before": "#include <cstdio>\n"
        'struct Loud { Loud() { std::puts("["); } ~Loud() { std::puts("bye"); } } loud;',
    },
    "leaves_at_load": {
        "published": EXACT,
        "before": "struct Bomb { Bomb() { std::exit(0); } } bomb;",
    },
    "segfaults": {"published": EXACT, "after": "*static_cast<volatile int*>(nullptr) = 1;"},
    "dies_at_load": {
        "published": EXACT,
        "before": "struct Bomb { Bomb() { std::abort(); } } bomb;",
    },
    "unpublished": {"before": "// nothing here publishes it"},
    "garbled": {"before": "this is no C++;"},
}
BAD = {
    "wrong": ("wrong", r"^7 of 3600 pixels differ, the first at row 0, column 0 "),
    "tolerant_and_lazy": ("wrong", r"^it left 1 of the counts unwritten; 1 of 3600 pixels differ"),
    "segfaults": ("crashed", r"SIGSEGV"),
    "leaves_at_load": ("failed", r"^leaves_at_load\.cpp cannot be loaded: exit code 0"),
    "dies_at_load": ("failed", r"^dies_at_load\.cpp cannot be loaded: SIGABRT"),
    "unpublished": ("failed", r"^unpublished\.cpp has no JULIA_KERNEL\(\.\.\.\); "),
    "garbled": ("failed", r"^garbled\.cpp does not compile: .*garbled\.cpp:3.*error"),
}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """All sources, in the default flavour; and beside ours."""
    folder = tmp_path_factory.mktemp("own")
    with contest_of(SOURCES, folder) as run:
        run.end()
        yield run


def contest_of(names: Iterable[str], folder: Path, *arguments: str) -> Bench:
    blank = {"before": "", "after": "", "published": ""}
    for name in names:
        (folder / f"{name}.cpp").write_text(CPP.substitute(blank | SOURCES[name]))
    kernels = [word for name in names for word in ("--kernel", f"{name}.cpp")]
    return Bench(folder, *kernels, "--kernel", "cpp.scalar", *SETTINGS, *arguments, cwd=folder)


def test_the_contest_of_c_plus_plus_goes_on_to_its_end(bench: Bench) -> None:
    state = bench.contest["contest"]["state"]
    assert state in CALM_OR_NOT, bench.stderr
    assert bench.process.returncode == 1
    assert bench.stderr == ""
    assert "Traceback" not in bench.stdout
    assert bench.others() == []
    assert bench.left_in_temporary() == []


def test_ones_own_is_verified_and_timed_in_each_flavour(tmp_path: Path) -> None:
    flavours = ("O2", "O3")
    with contest_of(["mine"], tmp_path, "--flavour", ",".join(flavours)) as run:
        assert run.end() == expected_code(run.contest["contest"]["state"], 0), run.stdout
        for flavour in flavours:
            row, ours = (run.rows[f"{name}@{flavour}"] for name in ("mine.cpp", "cpp.scalar"))
            assert (row["status"], row["exactness"], row["differing"]) == ("ok", "exact", 0)
            assert (row["flags"], row["gil"]) == (ours["flags"], "released")
            assert row["samples"]
            assert row["compiler"]
            assert row["cold"]["compile_ns"] > 1e6
            assert "compile_ns" not in ours["cold"]
            assert {process["core"] for process in row["processes"]} == {timing_core().number}
        assert run.rows["mine.cpp@O2"]["flags"] != run.rows["mine.cpp@O3"]["flags"]


def test_a_tolerant_one_shows_how_many_pixels_differ(bench: Bench) -> None:
    row = bench.rows["tolerant.cpp@O3"]
    assert (row["status"], row["exactness"], row["differing"]) == ("ok", "tolerant", 7)
    assert row["samples"]
    assert re.search(r"^tolerant\.cpp@O3 .* 7 pixels differ", bench.stdout, re.MULTILINE)


def test_one_that_prints_when_it_is_loaded_and_unloaded_is_timed(bench: Bench) -> None:
    row = bench.rows["prints.cpp@O3"]
    assert (row["status"], row["exactness"]) == ("ok", "exact"), row["reason"]
    assert row["samples"]


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_with_ones_own_is_said(bench: Bench, name: str) -> None:
    status, reason = BAD[name]
    row = bench.rows[f"{name}.cpp@O3"]
    assert row["status"] == status, row["reason"]
    assert re.search(reason, row["reason"], re.DOTALL), row["reason"]
    assert f"{name}.cpp@O3: {status}" in bench.stdout


PROPER = """
from __future__ import annotations
import neighbour
from dataclasses import dataclass
from functools import wraps
from juliaset import get_kernel


@dataclass
class Tile:
    row: int


def plain(problem, out):
    get_kernel(neighbour.NAME).bind(problem, out)()


def logged(function):
    @wraps(function)
    def inner(*arguments):
        return function(*arguments)
    return inner


@logged
def decorated(problem, out, threads):
    assert threads == 2
    plain(problem, out)
"""


def test_a_proper_module_is_imported_as_python_would(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(PROPER)
    (tmp_path / "neighbour.py").write_text('NAME = "cpp.scalar"\n')
    (tmp_path / "random.py").write_text('raise RuntimeError("this is not Python\'s random")\n')
    kernels = ("--kernel", "mine.py:plain", "--kernel", "mine.py:decorated", "--threads", "2")
    with Bench(tmp_path, *kernels, *SETTINGS, cwd=tmp_path) as run:
        assert run.end() == expected_code(run.contest["contest"]["state"], 0), run.stdout
        assert run.rows["mine.py:plain"]["samples"]
        assert run.rows["mine.py:decorated/t2"]["samples"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("import no_such_module\ndef f(problem, out): pass", "No module named 'no_such_module'"),
        pytest.param(
            "\n1 / 0\ndef f(problem, out): pass",
            "ZeroDivisionError: division by zero (line 2 of mine.py)",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_file_that_breaks_is_a_row_that_failed(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "mine.py").write_text(text)
    kernels = ("--kernel", "mine.py:f", "--kernel", "cpp.scalar")
    with Bench(tmp_path, *kernels, *SETTINGS, cwd=tmp_path) as run:
        run.end()
        assert run.process.returncode == 1
        row = run.rows["mine.py:f"]
        assert row["status"] == "failed"
        assert reason in row["reason"]
        assert run.rows["cpp.scalar@O3"]["samples"]
        assert run.stdout.startswith(
            "mine.py:f: failed, tried on 60 x 60 pixels\n"
        )  # before the contest
        assert "Traceback" not in run.stdout + run.stderr


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        ("STEPS = 'some'", "some"),
        ("STEPS: str = 'every'", "every"),
        ("STEPS = 300", ""),  # a number of the user's, and not about this
        ("def g():\n    STEPS = 'some'", ""),
        ("", ""),
    ],
)
def test_a_file_says_whether_its_kernels_take_every_step(
    tmp_path: Path, line: str, steps: str
) -> None:
    path = tmp_path / "mine.py"
    path.write_text(f"{line}\n{FITS}")
    (kernel,) = own_kernels(f"{path}:f", [])
    assert kernel.about.steps == steps


TOO_DEEP = "juliaset: mine.py cannot be read: it is nested too deeply"


@pytest.mark.parametrize(
    ("pattern", "text", "message"),
    [
        ("none.py:f", "", "there is no file 'none.py'"),
        ("none.cpp", "", "there is no file 'none.cpp'"),
        ("mine.py:nope", "def f(problem, out): pass", "'mine.py:nope'; allowed: mine.py:f"),
        ("mine.py", "def f(problem, out): pass", "allowed: mine.py:f"),
        ("mine.py:f", "f = 1", "it has no function"),
        ("mine.py:f", "def f(problem, out)\n    pass", "mine.py is not Python: expected ':'"),
        ("mine.py:f", "\0", "mine.py is not Python"),
        ("mine.py:f", f"STEPS = 'few'\n{FITS}", "mine.py: STEPS is 'few'; allowed: 'every' or"),
        ("mine.py:f", "def f(): pass", "mine.py:f is `def f()`; allowed: def f(problem, out) or "),
        pytest.param("mine.py:f", f"x = {'-' * 20_000}1", TOO_DEEP, id="minuses"),
        pytest.param("mine.py:f", f"x = a{'.a' * 20_000}", TOO_DEEP, id="attributes"),
        ("mine.cpp:f", "int x;", "a .cpp file needs no function's name"),
        ("my-own.cpp", "int x;", "allowed: letters, digits, _"),
    ],
)
def test_what_cannot_be_a_kernel_is_said_at_once(
    tmp_path: Path, pattern: str, text: str, message: str
) -> None:
    if text:
        (tmp_path / pattern.partition(":")[0]).write_text(text)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    answer = juliaset(
        "bench", "--kernel", pattern, *SETTINGS, folder=tmp_path, TMPDIR=str(temporary)
    )
    assert answer.returncode == 2
    assert message in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert answer.stdout == ""
    assert {path.name for path in temporary.iterdir()} <= {LOCK}


def test_a_build_of_the_learner_s_that_crashes_is_a_row_of_the_quick_contest(
    tmp_path: Path,
) -> None:
    python, path = tmp_path / "python", tmp_path / "contest.json"
    (python / "profiling").mkdir(parents=True)
    copy(ROOT / "python" / "julia_compare.py", python)
    scripts = str(ROOT / "python" / "profiling")
    (python / "profiling" / "julia1_cython_O0.py").write_text("import os\nos.abort()\n")
    (python / "profiling" / "julia1_cython_O3_native.py").write_text(
        f"import sys\nsys.path.append({scripts!r})\n"
        "from julia1_nopil import calculate_z_serial_purepython\n"
    )
    answer = subprocess.run(
        [
            *(sys.executable, str(python / "julia_compare.py"), "--kernel", "cython.setup*"),
            *("--width", "30", "--budget", "0.5", "--json", str(path)),
        ],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert answer.returncode == 1, answer.stderr
    record = load(path)
    rows = {row.id: row for row in record.variants}
    crashed, right = rows["cython.setup@O0"], rows["cython.setup@O3_native"]
    assert (crashed.status, crashed.toolchain) == ("crashed", "cython")
    assert "SIGABRT" in crashed.reason
    assert right.timed
    assert right.exactness == "exact"
    assert rows["cpp.scalar@O3"].timed
