"""How long threads waited for a core: on fixture files, and for real on one core."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from juliaset.system.cores import core_numbers
from juliaset.system.run_delay import Scheduled, family_of, this_thread, threads_of, waited_ns

MS = 1_000_000
HAS_RUN_DELAY = pytest.mark.skipif(not threads_of(), reason="this system has no run delay")
SPIN = "import time\nend = time.perf_counter() + {s}\nwhile time.perf_counter() < end: pass"


def proc(folder: Path, threads: dict[int, str]) -> Path:
    for number, text in threads.items():
        path = folder / "7" / "task" / str(number) / "schedstat"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return folder


def test_each_thread_has_its_line(tmp_path: Path) -> None:
    found = threads_of(7, proc(tmp_path, {7: "500 20 3\n", 8: "100 0 1\n"}))
    assert found == {7: Scheduled(500, 20, 3), 8: Scheduled(100, 0, 1)}


@pytest.mark.parametrize("text", ["0 0 0\n", "", "1 2\n", "a b c\n"])
def test_a_system_that_does_not_count_says_nothing(tmp_path: Path, text: str) -> None:
    assert threads_of(7, proc(tmp_path, {7: text})) == {}
    assert threads_of(8, tmp_path) == {}
    assert this_thread(tmp_path) is None
    assert waited_ns({}, {}, cores=2) is None


def test_what_a_process_started_belongs_to_its_family(tmp_path: Path) -> None:
    for process, thread, children in ((7, 7, "9 "), (7, 8, "10 "), (9, 9, "11"), (10, 10, "")):
        task = tmp_path / str(process) / "task" / str(thread)
        task.mkdir(parents=True)
        (task / "schedstat").write_text(f"{thread} 0 1\n")
        (task / "children").write_text(children)
    # 11 has ended in between; 8 is a thread of 7, and its child is found too.
    assert family_of(7, tmp_path) == {number: Scheduled(number, 0, 1) for number in (7, 8, 9, 10)}
    assert family_of(11, tmp_path) == {}


def test_what_was_waited_between_two_looks() -> None:
    before = {1: Scheduled(100, 50)}
    after = {1: Scheduled(160, 60), 2: Scheduled(70, 7)}  # the second began in between
    assert waited_ns(before, after, cores=2) == 17


def test_the_moment_in_which_a_core_wakes_up_does_not_count() -> None:
    before = {1: Scheduled(0, 0, 5)}
    assert waited_ns(before, {1: Scheduled(100 * MS, MS, 25)}, cores=1) == 0
    assert waited_ns(before, {1: Scheduled(100 * MS, 3 * MS, 25)}, cores=1) == 2 * MS


def test_what_a_thread_waited_that_hardly_worked_does_not_count() -> None:
    after = {1: Scheduled(1000, 10), 2: Scheduled(5, 60)}
    assert waited_ns({}, after, cores=2) == 10


def test_threads_that_wait_for_each_other_show_nothing_of_others() -> None:
    after = {number: Scheduled(1000, 900) for number in range(3)}
    assert waited_ns({}, after, cores=3) == 2700
    assert waited_ns({}, after, cores=2) is None


@HAS_RUN_DELAY
def test_a_process_that_shares_its_core_waits_about_half_of_the_time() -> None:
    core = core_numbers()[-1]

    def spin(seconds: float) -> subprocess.Popen[bytes]:
        program = f"import os\nos.sched_setaffinity(0, [{core}])\n{SPIN.format(s=seconds)}"
        return subprocess.Popen([sys.executable, "-S", "-c", program])

    other, own = spin(60), spin(0.3)
    try:
        os.waitid(os.P_PID, own.pid, os.WEXITED | os.WNOWAIT)
        waited = waited_ns({}, threads_of(own.pid), cores=1)  # it has ended, and still has its line
        own.wait()
        assert threads_of(own.pid) == {}
    finally:
        other.kill()
        other.wait()
    assert waited is not None
    assert waited > 60 * MS


@HAS_RUN_DELAY
def test_this_thread_is_one_of_this_process() -> None:
    own = this_thread()
    assert own is not None
    assert max(each.ran_ns for each in threads_of().values()) >= own.ran_ns > 0
