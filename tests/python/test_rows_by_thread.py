"""Which thread of OpenMP took which row: _native.rows_by_thread(), for those who want to see it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from juliaset import Problem, _native

CHUNK = 4  # rows that OpenMP hands out at once
JULIA = Path(__file__).parents[2] / "julia"


def test_its_loop_is_that_of_the_kernel_with_one_line_more() -> None:
    kernel, probe = map(loop_of, ("kernels/openmp.cpp", "probes/rows_by_thread.cpp"))
    (more,) = (line for line in probe if "omp_get_thread_num()" in line)
    assert [line for line in probe if line is not more] == kernel
    assert any(f"schedule(dynamic, {CHUNK})" in line for line in kernel)


def loop_of(name: str) -> list[str]:
    text = (JULIA / name).read_text()
    return text[text.index("void calculate(") : text.index("}  // namespace")].splitlines()


def rows_of(problem: Problem, threads: int) -> list[int]:
    rows = _native.rows_by_thread(
        problem.xs, problem.ys, problem.c, problem.max_iterations, threads
    )
    assert rows.dtype == np.int32
    assert rows.shape == (problem.height,)
    return rows.tolist()


@pytest.mark.parametrize("height", [1, 3, 4, 5, 103])
@pytest.mark.parametrize("threads", [1, 2, 5])
def test_each_row_has_its_thread(height: int, threads: int) -> None:
    rows = rows_of(Problem.view(width=37, height=height), threads)
    assert set(rows) <= set(range(threads))
    chunks = [rows[first : first + CHUNK] for first in range(0, height, CHUNK)]
    assert all(len(set(chunk)) == 1 for chunk in chunks), "a chunk is of one thread"


def test_a_thread_that_has_much_to_do_takes_few_rows() -> None:
    ys = np.full(400, 100.0)
    ys[:CHUNK] = 0.1
    # A busy machine may begin the second thread late: then there is more to do the next time.
    for limit in (2**22, 2**24, 2**26):
        rows = rows_of(Problem(np.zeros(8), ys, 0.25 + 0j, limit), 2)
        if len(set(rows)) == 2:
            break
    assert {rows[0]} != set(rows)
    assert rows.count(rows[0]) < rows.count(1 - rows[0])


def test_no_number_means_all_cores() -> None:
    assert set(rows_of(Problem.view(width=50), 0)) <= set(range(_native.usable_cores()))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"threads": -1}, "threads is -1; allowed: 1 to"),
        ({"threads": 10**9}, "threads is 1000000000; allowed: 1 to"),
        ({"xs": np.zeros(0)}, "xs has no points"),
        ({"ys": np.array([np.nan])}, r"ys\[0\] is -?nan; allowed: finite"),
        ({"max_iterations": -1}, "max_iterations is -1; allowed: 0 or more"),
    ],
)
def test_what_it_refuses(changes: dict[str, Any], message: str) -> None:
    good = {"xs": np.zeros(3), "ys": np.zeros(2), "c": 0j, "max_iterations": 9, "threads": 1}
    with pytest.raises(ValueError, match=message):
        _native.rows_by_thread(**{**good, **changes})


def test_ctrl_c_ends_it() -> None:
    program = (
        "import numpy, signal, sys\n"
        "from juliaset import _native\n"
        "signal.alarm(60)\n"
        "_native.rows_by_thread(numpy.zeros(9), numpy.zeros(9), 0.25, 9, 2)\n"
        "try:\n"
        "    print(flush=True)\n"
        "    _native.rows_by_thread(numpy.zeros(9), numpy.zeros(9), 0.25, 2**31 - 1, 2)\n"
        "except KeyboardInterrupt:\n"
        "    sys.exit(7)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, start_new_session=True
    ) as child:
        assert child.stdout
        child.stdout.readline()
        time.sleep(0.1)  # for the call to begin; the signal is caught before it, too
        assert child.poll() is None
        os.kill(child.pid, signal.SIGINT)
        assert child.wait() == 7


def test_importing_what_has_it_does_not_bring_openmp() -> None:
    # OpenMP may bind the thread that loads it to one core, and so would `import juliaset`.
    program = (
        "from juliaset import _native\n"
        "import numpy\n"
        "loaded = lambda: 'omp.so' in open('/proc/self/maps').read()\n"
        "assert not loaded()\n"
        "_native.rows_by_thread(numpy.zeros(9), numpy.zeros(9), 0.25, 9, 2)\n"
        "assert loaded()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
