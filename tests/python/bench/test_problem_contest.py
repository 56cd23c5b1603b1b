"""A contest of a user's problem: what is right has a time, and what is not has a reason."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from benched import Bench
from problem_files import GOOD, SETTINGS, written

from command import juliaset
from juliaset.bench.exports import to_csv, to_markdown
from juliaset.bench.record import Record
from juliaset.bench.record_file import load
from juliaset.bench.record_problem import OwnProblem
from juliaset.bench.report import page

BAD = """

import ctypes


@shift.kernel("bad.nan")
def nan(x, k, n, out):
    out[...] = x + k
    out[3] = np.nan


@shift.kernel("bad.returns")
def returns(x, k, n, out):
    return (x + k).astype(np.float32)[:5]


@shift.kernel("bad.lazy")
def lazy(x, k, n, out):
    out[:-1] = x[:-1] + k


@shift.kernel("bad.writes_input")
def writes_input(x, k, n, out):
    x += k
    out[...] = x


@shift.kernel("bad.changes_input")
def changes_input(x, k, n, out):
    out[...] = x + k
    ctypes.c_double.from_address(x.ctypes.data).value += 1


@shift.kernel("bad.other_type")
def other_type(x, k, n, out):
    out.dtype = np.int64
    x.shape = (-1, 1)
    out[...] = 1


@shift.kernel("bad.raises")
def raises(x, k, n, out):
    out.no_such_method()


@shift.kernel("bad.dies")
def dies(x, k, n, out):
    ctypes.string_at(0)


@shift.kernel("bad.generator")
def generator(x, k, n, out):
    yield


shift.c_function("cpp.loop", "libshift.so", "shift", threads=True)
shift.cpp_file("cpp.file", "shift.cpp", "shift", threads=True, flags="-march=native")
shift.cpp_file("cpp.garbled", "garbled.cpp", "shift")
shift.cpp_file("cpp.no_source", "none.cpp", "shift")
shift.cpp_file("cpp.odd_flag", "shift.cpp", "shift", threads=True, flags="-mno-such-flag")
shift.c_function("cpp.no_symbol", "libshift.so", "shift_it")
shift.c_function("cpp.no_file", "libnone.so", "shift")
"""
CPP = """
#include <cstdint>

extern "C" void shift(const double* x, double k, std::int64_t n, double* out, std::int64_t threads);
void shift(const double* x, double k, std::int64_t n, double* out, std::int64_t threads) {
  if (threads == 2) out[0] = x[0] + k;
  for (std::int64_t i = threads == 2; i < n; ++i) out[i] = x[i] + k;
}
"""
REASONS = {
    "bad.nan": ("wrong", "1 of 10 values differ, the first at [3]: expected 6.0, got nan"),
    "bad.returns": (
        "wrong",
        "it handed back an array of float32[5]; a kernel fills `out`, float64[10]. it wrote nothi",
    ),
    "bad.lazy": ("wrong", "it left 1 of the values unwritten; 1 of 10 values differ, the first at"),
    "bad.writes_input": ("failed", "read-only"),
    "bad.changes_input": ("wrong", "it changed its input 'x'"),
    "bad.other_type": (
        "wrong",
        "10 of 10 values differ, the first at [0]: expected 3.0, got 5e-324",
    ),
    "bad.raises": ("failed", "has no attribute 'no_such_method' (line "),
    "bad.dies": ("crashed", "SIGSEGV"),
    "bad.generator": ("wrong", "it handed back a generator, whose body has not run"),
    "cpp.no_symbol": ("failed", "libshift.so has no function 'shift_it'; is it extern C?"),
    "cpp.garbled": ("failed", "garbled.cpp does not compile: garbled.cpp:1:"),
    "cpp.no_source": ("unavailable", "there is no file none.cpp"),
    "cpp.odd_flag/t1": ("unavailable", "-mno-such-flag"),
    "cpp.no_file": ("unavailable", "there is no file libnone.so; compile it first"),
}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A contest of kernels in Python and C++, some of which are right."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "shift.cpp").write_text(CPP)
    (folder / "garbled.cpp").write_text("this is not C++;")
    compiler = ["g++", "-O2", "-shared", "-fPIC", "shift.cpp", "-o", "libshift.so"]
    subprocess.run(compiler, cwd=folder, check=True)
    written(folder, GOOD + BAD)
    with Bench(folder, "--problem", "mine.py", "--threads", "1,2", *SETTINGS, cwd=folder) as run:
        run.end()
        yield run


def test_what_is_right_has_a_time_and_what_is_not_has_none(bench: Bench) -> None:
    rows = bench.rows
    timed = {name for name, row in rows.items() if row["samples"] and "twin" not in name}
    cpp = {f"{name}/t{threads}" for name in ("cpp.loop", "cpp.file") for threads in (1, 2)}
    assert timed == {"numpy.temporary", "numpy.in_place"} | cpp
    assert all(rows[name]["exactness"] == "exact" for name in timed)
    assert bench.contest["contest"]["baseline"] == "numpy.temporary"
    assert bench.process.returncode == 1
    assert bench.stderr == ""
    assert bench.others() == []
    assert bench.left_in_temporary() == []


@pytest.mark.parametrize("name", REASONS)
def test_each_row_without_a_time_has_its_reason(bench: Bench, name: str) -> None:
    status, reason = REASONS[name]
    row = bench.rows[name]
    assert row["status"] == status
    assert reason in row["reason"]
    assert not row["samples"]


def test_the_record_says_how_a_cpp_file_was_compiled(bench: Bench) -> None:
    row, of_library = bench.rows["cpp.file/t1"], bench.rows["cpp.loop/t1"]
    assert row["flags"].endswith(" -march=native")
    assert "-ffp-contract=off" in row["flags"]
    assert row["compiler"]
    assert row["cold"]["compile_ns"] > 1e6
    assert (of_library["flags"], of_library["compiler"]) == ("", "")


def test_the_screen_says_which_problem_was_solved(bench: Bench) -> None:
    assert "shift: size = 5000, k = 3.0, n = 5000.\n5,000 steps, each one addition." in bench.stdout
    assert "and every output compared with the oracle's." in bench.stdout
    assert "bad.nan: wrong, tried on size 10\n1 of 10 values differ" in bench.stdout
    assert "ns/step" in bench.stdout
    assert "of the roof" not in bench.stdout


def test_the_record_says_which_problem_was_solved(bench: Bench) -> None:
    record = load(bench.json)
    assert isinstance(record.problem, OwnProblem)
    assert record.problem.name == "shift"
    assert record.problem.output == "float64[5000]"
    assert record.steps == 5000
    assert (record.contest.bound, record.contest.no_bound) == (None, "")
    assert not any(row.verdict == "suspect" for row in record.variants)


def test_the_readers_of_a_contest_read_it(bench: Bench) -> None:
    record = load(bench.json)
    html = page(record)
    assert "shift: size = 5000" in html
    assert "and the output is the oracle" in html
    assert "same count for every pixel" not in html
    assert "juliaset explain" not in html
    assert "cpp.loop/t2" in to_csv(record)
    assert "| `numpy.in_place` |" in to_markdown(record)


def changed(record: Record, path: Path, **fields: object) -> str:
    assert isinstance(record.problem, OwnProblem)
    contents = json.loads(path.read_text())
    contents["problem"] |= fields
    other = path.with_name(f"{'_'.join(fields)}.json")
    other.write_text(json.dumps(contents))
    return str(other)


def test_contests_of_two_problems_are_not_compared(bench: Bench) -> None:
    record, mine = load(bench.json), str(bench.json)
    julia = str(Path(__file__).parent / "contests" / "v1_kernels.json")
    title = "shift: size = 5000, k = 3.0, n = 5000"
    cannot = "juliaset: the two contests cannot be compared: "
    for other, why in (
        (julia, "they solved different problems: c = "),
        (
            changed(record, bench.json, name="other"),
            f"they solved different problems: {title}; and",
        ),
        (
            changed(record, bench.json, digest="0"),
            f"both solved {title}, but with other inputs or another right output",
        ),
    ):
        for pair in ((mine, other), (other, mine)):
            answer = juliaset("compare", *pair)
            assert (answer.returncode, answer.stdout) == (3, "")
            assert answer.stderr.startswith(cannot)
            assert answer.stderr.count("\n") == 1
        assert (
            why in juliaset("compare", *((other, mine) if other == julia else (mine, other))).stderr
        )
    for other in (
        changed(record, bench.json, step="one sum"),
        changed(record, bench.json, steps=1),
    ):
        assert "they solved different" not in juliaset("compare", mine, other).stderr


def test_the_gil_of_our_kernels_is_not_added_to_a_contest_of_another_problem(bench: Bench) -> None:
    answer = juliaset("gil", "--into", str(bench.json))
    assert answer.returncode == 2
    assert (
        "a contest of shift: size = 5000, k = 3.0, n = 5000; allowed: one of the Julia set"
        in answer.stderr
    )
