"""Which core measures, on fixture trees of /sys/devices, and how many cores may be used."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from juliaset import _native
from juliaset.system import cores
from juliaset.system.cores import choose_core, core_numbers, timing_core, unbound, usable_cores

UNDER_OPENMP = """
import os
from concurrent.futures import ThreadPoolExecutor
from juliaset import _native, escape_counts, Problem
from juliaset.system.cores import core_numbers, unbound, usable_cores

escape_counts(Problem.view(width=8), "cpp.openmp")  # loads OpenMP
print(*sorted(os.sched_getaffinity(0)))
print(*core_numbers())
with unbound(), ThreadPoolExecutor(1) as pool:
    print(*sorted(pool.submit(os.sched_getaffinity, 0).result()))
print(*sorted(os.sched_getaffinity(0)))
print(usable_cores(), _native.usable_cores())
"""


def tree(folder: Path, files: dict[str, str | int]) -> Path:
    """Write files under a folder that stands for /sys/devices."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n")
    return folder


def of_core(number: int, **about: str | int) -> dict[str, str | int]:
    """Return the files of one core; the names are short for the paths."""
    paths = {
        "capacity": "cpu_capacity",
        "max_khz": "cpufreq/cpuinfo_max_freq",
        "base_khz": "cpufreq/base_frequency",
        "siblings": "topology/thread_siblings_list",
    }
    return {f"system/cpu/cpu{number}/{paths[name]}": value for name, value in about.items()}


def laptop(folder: Path) -> Path:
    """A hybrid Intel: two performance cores with two threads each, then four efficient ones."""
    files: dict[str, str | int] = {"cpu_core/cpus": "0-3", "cpu_atom/cpus": "4-7"}
    for number in range(4):
        siblings = "0-1" if number < 2 else "2-3"
        files |= of_core(number, max_khz=4_700_000, base_khz=2_100_000, siblings=siblings)
    for number in range(4, 8):
        files |= of_core(number, max_khz=3_500_000, base_khz=1_500_000, siblings=number)
    return tree(folder, files)


def test_not_an_efficient_core_though_its_number_is_the_highest(tmp_path: Path) -> None:
    number, why = choose_core(range(8), laptop(tmp_path))
    assert number == 3
    assert why == "a performance core; not core 0, where interrupts arrive"


def test_not_the_sibling_of_core_0(tmp_path: Path) -> None:
    assert choose_core([0, 1, 2, 5], laptop(tmp_path)).number == 2
    # Its sibling shares the hardware of core 0, so the higher number is all that is left.
    assert choose_core([0, 1, 5], laptop(tmp_path)) == (1, "a performance core")


def test_only_cores_that_may_be_used(tmp_path: Path) -> None:
    devices = laptop(tmp_path)
    assert choose_core([4, 5, 6], devices) == (6, "Linux reports 3 equal cores")
    assert choose_core([4], devices) == (4, "the only core that this process may use")


def test_an_efficient_core_with_a_fast_clock_stays_an_efficient_core(tmp_path: Path) -> None:
    files = {"cpu_core/cpus": 1, "cpu_atom/cpus": 2}
    files |= of_core(1, max_khz=3_000_000) | of_core(2, max_khz=3_500_000)
    assert choose_core([1, 2], tree(tmp_path, files)).number == 1


def test_the_big_cores_of_an_arm(tmp_path: Path) -> None:
    files: dict[str, str | int] = {}
    for number, capacity in enumerate([446, 446, 446, 446, 871, 871, 871, 1024]):
        files |= of_core(number, capacity=capacity, max_khz=2_000_000, siblings=number)
    found = choose_core(range(8), tree(tmp_path, files))
    assert found == (7, "the largest capacity, 1024")
    assert choose_core(range(7), tmp_path) == (6, "the largest capacity, 871")


def test_big_cores_that_come_first(tmp_path: Path) -> None:
    files: dict[str, str | int] = {}
    for number, capacity in enumerate([1024, 1024, 512, 512]):
        files |= of_core(number, capacity=capacity)
    found = choose_core(range(4), tree(tmp_path, files))
    assert found == (1, "the largest capacity, 1024; not core 0, where interrupts arrive")


def test_the_core_that_its_maker_allows_the_highest_clock(tmp_path: Path) -> None:
    files: dict[str, str | int] = {}
    for number, khz in enumerate([4_900_000, 4_900_000, 5_100_000, 4_900_000]):
        files |= of_core(number, max_khz=khz, capacity=1024)
    assert choose_core(range(4), tree(tmp_path, files)) == (2, "the highest clock, 5.10 GHz")


def test_the_base_clock_decides_where_the_highest_is_the_same(tmp_path: Path) -> None:
    files: dict[str, str | int] = {}
    for number, khz in enumerate([2_400_000, 2_400_000, 1_800_000]):
        files |= of_core(number, max_khz=3_000_000, base_khz=khz)
    found = choose_core(range(3), tree(tmp_path, files))
    assert found.number == 1
    assert found.why.startswith("the highest base clock, 2.40 GHz; not core 0")


def test_a_server_of_equal_cores(tmp_path: Path) -> None:
    files: dict[str, str | int] = {}
    for number in range(64):
        siblings = f"{number % 32},{number % 32 + 32}"
        files |= of_core(number, max_khz=3_700_000, siblings=siblings)
    devices = tree(tmp_path, files)
    assert choose_core(range(64), devices).number == 63
    assert choose_core([0, 31, 32], devices).number == 31  # 32 is the other half of core 0


@pytest.mark.parametrize("text", ["", "many", "x-3", "1,,x"])
def test_a_container_that_says_nothing_or_nonsense(tmp_path: Path, text: str) -> None:
    expected = (3, "Linux reports 4 equal cores; not core 0, where interrupts arrive")
    assert choose_core(range(4), tmp_path) == expected
    files = of_core(3, capacity=text, max_khz=text, siblings=text)
    assert choose_core(range(4), tree(tmp_path, files | {"cpu_atom/cpus": text})) == expected


def test_this_machine_has_one() -> None:
    found = timing_core()
    assert found.number in core_numbers()
    assert found.why
    assert found == timing_core()


@pytest.fixture
def many_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that may use eight cores, and nothing asks for fewer."""
    monkeypatch.setattr(cores, "core_numbers", lambda: list(range(8)))
    monkeypatch.setattr(cores, "_quota", lambda: None)
    for name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("many_cores")
@pytest.mark.parametrize(
    ("quota", "usable"), [(None, 8), (8.0, 8), (12.0, 8), (2.5, 3), (2.0, 2), (0.2, 1), (0.0, 1)]
)
def test_a_quota_leaves_as_many_cores_as_have_something_to_do(
    quota: float | None, usable: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cores, "_quota", lambda: quota)
    assert usable_cores() == usable


@pytest.mark.usefixtures("many_cores")
@pytest.mark.parametrize("name", ["OMP_NUM_THREADS", "OMP_THREAD_LIMIT"])
@pytest.mark.parametrize(
    ("text", "usable"), [("3", 3), (" 2 ", 2), ("4,2", 4), ("99", 8), ("0", 8), ("x", 8), ("", 8)]
)
def test_what_openmp_is_told_holds_for_all(
    name: str, text: str, usable: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, text)
    assert usable_cores() == usable


@pytest.mark.parametrize("name", ["OMP_NUM_THREADS", "OMP_THREAD_LIMIT"])
@pytest.mark.parametrize("text", ["1", " 1 ", "1,2", "99", "0", "-1", "x", "1x", ""])
def test_python_and_cpp_count_alike(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert usable_cores() == _native.usable_cores()
    monkeypatch.setenv(name, text)
    assert usable_cores() == _native.usable_cores()


@pytest.mark.skipif(len(core_numbers()) == 1, reason="there is one core, bound or not")
def test_openmp_that_binds_its_threads_takes_no_core_away() -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("OMP_")}
    said = subprocess.run(
        [sys.executable, "-c", UNDER_OPENMP],
        env=environment | {"OMP_PROC_BIND": "true"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    bound, allowed, inside, after, count = said
    every = " ".join(map(str, core_numbers()))
    assert (allowed, inside) == (every, every)
    assert bound == after != every  # so the thread that loaded OpenMP was bound
    assert len(set(count.split())) == 1


def test_nothing_is_unbound_if_openmp_binds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_PROC_BIND", "false")
    monkeypatch.setenv("OMP_PLACES", "cores")
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, [core_numbers()[-1]])
    try:
        with unbound():
            assert core_numbers() == sorted(os.sched_getaffinity(0)) == [max(before)]
    finally:
        os.sched_setaffinity(0, before)


def test_a_number_of_threads_without_end_asks_for_all_cores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "9" * 10_000)
    assert usable_cores() >= 1
