"""What control groups allow, on fixture trees of /proc/self/cgroup and /sys/fs/cgroup."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from juliaset import _native
from juliaset.system.cgroups import cpu_quota, memory_left

V1 = "4:memory:/jobs/mine\n3:cpu,cpuacct:/jobs/mine\n1:name=systemd:/jobs/mine\n"
V2 = "0::/jobs/mine\n"
UNLIMITED_V1 = str(2**63 - 4096)


def tree(root: Path, cgroup: str, groups: dict[str, dict[str, str]]) -> Path:
    """Write what the process is in, and the files of each group by its path."""
    files = {"proc/self/cgroup": cgroup}
    for group, contents in groups.items():
        files |= {f"sys/fs/cgroup/{group}/{name}": text for name, text in contents.items()}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n")
    return root


def v1(quota: int, period: int = 100_000) -> dict[str, str]:
    return {"cpu.cfs_quota_us": str(quota), "cpu.cfs_period_us": str(period)}


def v2(quota: int | str, period: int = 100_000) -> dict[str, str]:
    return {"cpu.max": f"{quota} {period}"}


QUOTAS: dict[str, tuple[str, dict[str, dict[str, str]], float | None]] = {
    "v2": (V2, {"jobs/mine": v2(150_000)}, 1.5),
    "v2_without_a_limit": (V2, {"jobs/mine": v2("max"), "jobs": v2("max")}, None),
    "v2_limited_above": (V2, {"jobs/mine": v2("max"), "jobs": v2(400_000, 200_000)}, 2.0),
    "v2_the_smallest_on_the_way_up": (V2, {"jobs/mine": v2(300_000), "jobs": v2(50_000)}, 0.5),
    "v2_in_a_container": ("0::/\n", {".": v2(250_000)}, 2.5),
    "v2_next_to_v1": (V1 + V2, {"unified/jobs": v2(100_000)}, 1.0),
    "v1": (V1, {"cpu,cpuacct/jobs/mine": v1(150_000)}, 1.5),
    "v1_without_a_limit": (V1, {"cpu,cpuacct/jobs/mine": v1(-1)}, None),
    "v1_limited_above": (
        V1,
        {"cpu,cpuacct/jobs/mine": v1(-1), "cpu,cpuacct/jobs": v1(100_000, 50_000)},
        2.0,
    ),
    "v1_under_the_name_of_its_link": (V1, {"cpu/jobs/mine": v1(20_000)}, 0.2),
    "v1_in_a_container_that_sees_the_host_s_path": (
        "3:cpu,cpuacct:/docker/0123456789ab\n",
        {"cpu,cpuacct": v1(350_000)},
        3.5,
    ),
    "another_group_s_limit": (V2, {"jobs/other": v2(10_000), "other": v2(10_000)}, None),
    "several_trees_with_several_controllers": (
        "5:cpuset:/a\n4:cpuacct,cpu:/a/b\n2:memory:/a\n",
        {"cpuacct,cpu/a": v1(60_000), "cpuset/a": v1(1000), "cpu/a/b": v1(70_000)},
        0.6,
    ),
    "no_groups_at_all": ("", {}, None),
    "a_line_without_its_parts": ("0\n:\n" + V2, {"jobs": v2(100_000)}, 1.0),
    "a_path_without_a_slash": ("0::jobs\n", {".": v2(100_000), "jobs": v2(50_000)}, 0.5),
    "nonsense": (V2, {"jobs/mine": {"cpu.max": "much"}, "jobs": v2(100_000, 0)}, None),
}


@pytest.mark.parametrize("name", QUOTAS)
def test_the_quota_of_cpu_time(tmp_path: Path, name: str) -> None:
    cgroup, groups, expected = QUOTAS[name]
    root = tree(tmp_path, cgroup, groups)
    assert cpu_quota(root) == expected
    assert _native.cpu_quota(str(root)) == expected


NAMES = st.sampled_from(["", "cpu", "cpu,cpuacct", "cp"])
PATHS = st.sampled_from(["/", "/a", "/a/b", "//a//b/", "a", ""])
LINES = st.one_of(
    st.builds("{}:{}:{}".format, st.integers(0, 12), NAMES, PATHS),
    st.sampled_from(["", ":", "0", "0:cpu", "::/"]),
)
GROUPS = st.sampled_from([".", "a", "a/b", "cpu/a", "cpu,cpuacct/a", "unified/a"])
NUMBERS = st.sampled_from(["max", "-1", "0", "50000", "100000", "x"])
FILES = st.one_of(
    st.builds(lambda a, b: {"cpu.max": f"{a} {b}"}, NUMBERS, NUMBERS),
    st.builds(lambda a, b: {"cpu.cfs_quota_us": a, "cpu.cfs_period_us": b}, NUMBERS, NUMBERS),
)


@given(st.lists(LINES, max_size=3), st.dictionaries(GROUPS, FILES, max_size=4))
@settings(max_examples=50)
def test_c_and_python_read_the_same_out_of_any_tree(
    lines: list[str], groups: dict[str, dict[str, str]]
) -> None:
    with TemporaryDirectory() as folder:
        root = tree(Path(folder), "\n".join(lines), groups)
        assert _native.cpu_quota(str(root)) == cpu_quota(root)


def test_a_system_without_groups_limits_nothing(tmp_path: Path) -> None:
    assert cpu_quota(tmp_path) is None
    assert memory_left(tmp_path) is None


def memory_v2(limit: str, used: int, cached: int = 0) -> dict[str, str]:
    stat = f"anon 1\ninactive_file {cached}\nactive_file 7"
    return {"memory.max": limit, "memory.current": str(used), "memory.stat": stat}


def memory_v1(limit: str, used: int, cached: int = 0) -> dict[str, str]:
    stat = f"inactive_file 1\ntotal_inactive_file {cached}\ntotal_active_file 7"
    return {
        "memory.limit_in_bytes": limit,
        "memory.usage_in_bytes": str(used),
        "memory.stat": stat,
    }


MEMORY: dict[str, tuple[str, dict[str, dict[str, str]], int | None]] = {
    "v2": (V2, {"jobs/mine": memory_v2("1000", 400)}, 600),
    "v2_does_not_count_cached_files": (V2, {"jobs/mine": memory_v2("1000", 400, 300)}, 900),
    "v2_without_a_limit": (V2, {"jobs/mine": memory_v2("max", 400)}, None),
    "v2_limited_above": (
        V2,
        {"jobs/mine": memory_v2("max", 400), "jobs": memory_v2("900", 500)},
        400,
    ),
    "v1": (V1, {"memory/jobs/mine": memory_v1("1000", 400, 300)}, 900),
    "v1_limited_above": (
        V1,
        {"memory/jobs/mine": memory_v1(UNLIMITED_V1, 9), "memory/jobs": memory_v1("50", 9)},
        41,
    ),
    "v1_in_a_container_that_sees_the_host_s_path": (
        "4:memory:/docker/0123456789ab\n",
        {"memory": memory_v1("1000", 1)},
        999,
    ),
    "a_group_that_took_too_much": (V2, {"jobs/mine": memory_v2("1000", 1400)}, -400),
}


@pytest.mark.parametrize("name", MEMORY)
def test_the_memory_that_is_left(tmp_path: Path, name: str) -> None:
    cgroup, groups, expected = MEMORY[name]
    assert memory_left(tree(tmp_path, cgroup, groups)) == expected


def test_a_group_may_have_any_name(tmp_path: Path) -> None:
    group = tmp_path / "sys/fs/cgroup" / os.fsdecode(b"gr\xe9")
    group.mkdir(parents=True)
    (group / "cpu.max").write_text("50000 100000")
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/cgroup").write_bytes(b"0::/gr\xe9\n")
    assert cpu_quota(tmp_path) == 0.5


@pytest.mark.parametrize("text", ["1" + "0" * 400 + " 100000", "5", "a b", "9" * 5000 + " 1"])
def test_a_quota_that_is_no_number_limits_nothing(text: str, tmp_path: Path) -> None:
    assert cpu_quota(tree(tmp_path, V2, {"jobs/mine": {"cpu.max": text}})) is None
