"""What control groups, v1 or v2, allow this process: a container is one, a batch job often too."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

_ROOT = Path("/")


def cpu_quota(root: Path = _ROOT) -> float | None:
    """Return how many CPUs' time this process may use; None if nothing limits it.

    A group's limit holds for all groups in it, so the smallest on the way up counts.
    """
    return min(_known(_quota, "cpu", root), default=None)


def memory_left(root: Path = _ROOT) -> int | None:
    """Return the bytes that this process may still take; None if nothing limits it."""
    left = min(_known(_memory, "memory", root), default=None)
    return None if left is None else int(left)


def _known(read: Callable[[Path], float | None], controller: str, root: Path) -> Iterator[float]:
    for group in _groups(controller, root):
        try:
            limit = read(group)
        except (ArithmeticError, LookupError, OSError, ValueError):
            continue  # not in this version, or not seen from in here
        if limit is not None:
            yield limit


def _groups(controller: str, root: Path) -> Iterator[Path]:
    """Yield the folders of this process's groups, each followed by those that it is in."""
    mounts = root / "sys" / "fs" / "cgroup"
    try:
        # A group may have any name, as a file may.
        lines = os.fsdecode((root / "proc" / "self" / "cgroup").read_bytes()).split("\n")
    except OSError:
        lines = []
    for _, names, path in (line.split(":", 2) for line in lines if line.count(":") > 1):
        if not names:  # v2 has one tree, which is here or, next to those of v1, in unified
            trees = [mounts, mounts / "unified"]
        elif controller in names.split(","):
            trees = [mounts / names, mounts / controller]
        else:
            continue
        # In a container the path may be the host's: then only the top of the tree is seen.
        parts = [part for part in path.split("/") if part]
        for depth in range(len(parts), -1, -1):
            for tree in trees:
                yield tree.joinpath(*parts[:depth])


def _quota(group: Path) -> float | None:
    if (group / "cpu.max").exists():
        quota, period = (group / "cpu.max").read_text().split()
    else:
        quota = (group / "cpu.cfs_quota_us").read_text()
        period = (group / "cpu.cfs_period_us").read_text()
    if quota == "max" or int(quota) < 0 or int(period) <= 0:
        return None
    return int(quota) / int(period)


def _memory(group: Path) -> int | None:
    if (group / "memory.max").exists():
        limit, used, cached = "memory.max", "memory.current", "inactive_file "
    else:
        limit, used = "memory.limit_in_bytes", "memory.usage_in_bytes"
        cached = "total_inactive_file "
    allowed = (group / limit).read_text().strip()
    if allowed == "max":
        return None
    left = int(allowed) - int((group / used).read_text())
    # Cached files count as used, but are dropped when memory is needed.
    for line in (group / "memory.stat").read_text().splitlines():
        if line.startswith(cached):
            left += int(line.split()[1])
    return left
