"""What Linux says in /proc and /sys, changed in any way: an answer that can be used, or none."""

import math
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from mutation import damaged
from searching import search

from juliaset.system import cgroups, cores, load, run_delay

pytestmark = pytest.mark.fuzz

NUMBERS = [
    b"0",
    b"-1",
    b"9" * 5000,
    b"1" + b"0" * 400,
    b"1_0",
    b"max",
    b"nan",
    b"1e999",
    b"\xff",
    b"",
]


@st.composite
def texts(draw: DrawFn, valid: Mapping[str, bytes]) -> dict[str, bytes | None]:
    """Draw contents of these files, of which some are missing, damaged or have odd numbers."""
    found: dict[str, bytes | None] = dict(valid)
    for name in draw(st.lists(st.sampled_from(sorted(valid)), min_size=1, max_size=3)):
        text = valid[name]
        words = text.split(b" ")
        words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(NUMBERS))
        found[name] = draw(st.one_of(damaged(text), st.just(b" ".join(words)), st.none()))
    return found


def lay(root: Path, files: Mapping[str, bytes | None]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(text)


def number(value: float | None) -> bool:
    return value is None or math.isfinite(value)


GROUPS = {
    "v2": {
        "proc/self/cgroup": b"0::/a/b\n",
        "sys/fs/cgroup/a/b/cpu.max": b"150000 100000\n",
        "sys/fs/cgroup/a/cpu.max": b"max 100000\n",
        "sys/fs/cgroup/a/b/memory.max": b"1000000\n",
        "sys/fs/cgroup/a/b/memory.current": b"4000\n",
        "sys/fs/cgroup/a/b/memory.stat": b"anon 1\ninactive_file 200\n",
    },
    "v1": {
        "proc/self/cgroup": b"3:cpu,cpuacct:/a\n4:memory:/a\n1:name=systemd:/\n",
        "sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us": b"50000\n",
        "sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us": b"100000\n",
        "sys/fs/cgroup/memory/a/memory.limit_in_bytes": b"1000000\n",
        "sys/fs/cgroup/memory/a/memory.usage_in_bytes": b"4000\n",
        "sys/fs/cgroup/memory/a/memory.stat": b"total_inactive_file 200\n",
    },
}


@pytest.mark.parametrize("version", GROUPS)
def test_control_groups(version: str, tmp_path: Path) -> None:
    def rule(files: dict[str, bytes | None]) -> None:
        lay(tmp_path, files)
        assert number(cgroups.cpu_quota(tmp_path))
        assert isinstance(cgroups.memory_left(tmp_path), int | None)

    search(f"control groups {version}", rule, texts(GROUPS[version]), examples=25)


MACHINE = {
    "proc/pressure/cpu": b"some avg10=0.00 avg60=0.10 total=123456\nfull avg10=0.00 total=7\n",
    "proc/cpuinfo": b"processor : 0\nmodel name : AMD EPYC\nprocessor : 1\n",
    "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor": b"performance\n",
}


def test_what_else_runs(tmp_path: Path) -> None:
    readers: list[Callable[[Path], object]] = [load.governor, load.cpu_name]

    def rule(files: dict[str, bytes | None]) -> None:
        lay(tmp_path, files)
        assert number(load.pressure(tmp_path))
        assert all(isinstance(read(tmp_path), str) for read in readers)

    search("load", rule, texts(MACHINE), examples=25)


CORES = {
    "cpu_atom/cpus": b"2-3,8\n",
    "system/cpu/cpu0/topology/thread_siblings_list": b"0-1\n",
    "system/cpu/cpu1/cpu_capacity": b"1024\n",
    "system/cpu/cpu2/cpufreq/cpuinfo_max_freq": b"4000000\n",
    "system/cpu/cpu3/cpufreq/base_frequency": b"3000000\n",
}


def test_cores(tmp_path: Path) -> None:
    def rule(files: dict[str, bytes | None]) -> None:
        lay(tmp_path, files)
        chosen = cores.choose_core(range(4), tmp_path)
        assert chosen.number in range(4)
        assert chosen.why.isprintable()

    search("cores", rule, texts(CORES), examples=25)


TASKS = {
    "1/task/1/schedstat": b"123456 789 10\n",
    "1/task/1/children": b"2 3 \n",
    "2/task/2/schedstat": b"5 6 7\n",
    "2/task/2/children": b"3 \n",
    "3/task/3/schedstat": b"0 0 0\n",
    "thread-self/schedstat": b"123456 789 10\n",
}


def test_threads(tmp_path: Path) -> None:
    def rule(files: dict[str, bytes | None]) -> None:
        lay(tmp_path, files)
        run_delay.this_thread(tmp_path)
        found = run_delay.family_of(1, tmp_path)
        assert found.keys() <= {1, 2, 3}

    search("threads", rule, texts(TASKS), examples=25)
