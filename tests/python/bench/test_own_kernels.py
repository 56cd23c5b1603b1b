"""Bring your own kernel: compiled, verified and timed like ours, or refused with a reason."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from shutil import copy
from string import Template

import pytest
from benched import CALM_OR_NOT, Bench, expected_code

from juliaset.bench.record_file import load
from juliaset.system.cores import timing_core

ROOT = Path(__file__).parents[3]
SETTINGS = ("--width", "60", "--budget", "0.4", "--timeout", "10", "--processes", "3")
CPP = Template("""#include "parts/pixel.hpp"
#include <cstdlib>
$before
namespace {
void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto patience = juliaset::Patience::caller(stop);
  for (std::int32_t j = 0; j < problem.height && !patience.ended(); ++j) {
    juliaset::count_row(problem, j, counts, patience);
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
    "garbled": {"before": "this isn't C++;"},
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


# Each source is compiled and has a row: the quick tests have a contest of a few.
QUICK = ("tolerant", "wrong", "segfaults", "unpublished")
OTHERS = tuple(name for name in SOURCES if name not in QUICK)
with_contest_of = partial(pytest.mark.parametrize, indirect=["bench"])
FEW = pytest.param(QUICK, id="few")
REST = pytest.param(OTHERS, id="others", marks=pytest.mark.slow)


@pytest.fixture(scope="module")
def bench(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    """A contest of sources, in the default flavour, also next to ours."""
    folder = tmp_path_factory.mktemp("own")
    with contest_of(request.param, folder) as run:
        run.end()
        yield run


def contest_of(names: Iterable[str], folder: Path, *arguments: str) -> Bench:
    blank = {"before": "", "after": "", "published": ""}
    for name in names:
        (folder / f"{name}.cpp").write_text(CPP.substitute(blank | SOURCES[name]))
    kernels = [word for name in names for word in ("--kernel", f"{name}.cpp")]
    return Bench(folder, *kernels, "--kernel", "cpp.scalar", *SETTINGS, *arguments, cwd=folder)


@with_contest_of("bench", [FEW, REST])
def test_the_contest_of_c_plus_plus_goes_on_to_its_end(bench: Bench) -> None:
    state = bench.contest["contest"]["state"]
    assert state in CALM_OR_NOT, bench.stderr
    assert bench.process.returncode == 1
    assert bench.stderr == ""
    assert "Traceback" not in bench.stdout
    assert bench.others() == []
    # Only all that the compiler said of a file, if it said more than is shown.
    logged = [f"juliaset-{os.getuid()}"] if "garbled.cpp@O3" in bench.rows else []
    assert bench.left_in_temporary() == logged


@pytest.mark.slow
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


@with_contest_of("bench", [FEW])
def test_a_tolerant_one_shows_how_many_pixels_differ(bench: Bench) -> None:
    row = bench.rows["tolerant.cpp@O3"]
    assert (row["status"], row["exactness"], row["differing"]) == ("ok", "tolerant", 7)
    assert row["samples"]
    assert re.search(r"^tolerant\.cpp@O3 .* 7 pixels differ", bench.stdout, re.MULTILINE)


@with_contest_of("bench", [REST])
def test_one_that_prints_when_it_is_loaded_and_unloaded_is_timed(bench: Bench) -> None:
    row = bench.rows["prints.cpp@O3"]
    assert (row["status"], row["exactness"]) == ("ok", "exact"), row["reason"]
    assert row["samples"]


@with_contest_of(
    ("bench", "name"),
    [
        pytest.param(QUICK, name, id=name)
        if name in QUICK
        else pytest.param(OTHERS, name, id=name, marks=pytest.mark.slow)
        for name in BAD
    ],
)
def test_what_is_wrong_with_ones_own_is_said(bench: Bench, name: str) -> None:
    status, reason = BAD[name]
    row = bench.rows[f"{name}.cpp@O3"]
    assert row["status"] == status, row["reason"]
    assert re.search(reason, row["reason"], re.DOTALL), row["reason"]
    assert f"{name}.cpp@O3: {status}" in bench.stdout


@pytest.mark.slow
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
