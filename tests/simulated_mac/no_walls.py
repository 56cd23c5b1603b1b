"""Run in a submission's process before its sandbox: what a Mac has of it, next to nothing."""

import errno
import os
import resource

from juliaset import _walls

for _each in ("end_with_parent", "gain_no_rights", "leave_network", "landlock", "filter_calls"):
    setattr(_walls, _each, lambda *_: errno.ENOSYS)
_walls.landlock_version = lambda: -errno.ENOSYS
for _each in ("sched_getaffinity", "sched_setaffinity", "setresuid", "setresgid", "pidfd_open"):
    delattr(os, _each)
_setrlimit = resource.setrlimit


def _limit(what: int, limits: tuple[int, int]) -> None:
    if what == resource.RLIMIT_AS:
        raise ValueError("current limit exceeds maximum limit")
    _setrlimit(what, limits)


resource.setrlimit = _limit
