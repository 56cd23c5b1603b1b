"""Takes from a Python on Linux what one on a Mac lacks, and adds what that has.

Python imports it at its start if this folder is on PYTHONPATH. juliaset then takes the system for
macOS: there is no /proc and no /sys, and the functions that only Linux has are gone. psutil still
reads /proc. What only macOS has, kqueue and its counters of memory, is built on psutil and on
Linux's calls, as Apple's manual pages describe them.
"""

import ctypes
import errno
import fcntl
import importlib.abc
import importlib.util
import os
import resource
import select
import sys
import tempfile
import time
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

import psutil

_OF_LINUX: dict[ModuleType, tuple[str, ...]] = {
    os: (
        *("sched_getaffinity", "sched_setaffinity", "pidfd_open", "memfd_create", "O_PATH"),
        *("MFD_CLOEXEC", "MFD_ALLOW_SEALING", "setresuid", "setresgid", "pipe2"),
        *("waitid", "eventfd", "getrandom", "splice", "unshare", "setns", "posix_fadvise"),
    ),
    fcntl: ("F_ADD_SEALS", "F_SEAL_SHRINK", "F_SEAL_GROW", "F_SEAL_SEAL", "F_SETPIPE_SZ"),
    resource: ("prlimit", "RUSAGE_THREAD"),
}
_FUNCTIONS_OF_LINUX = {"prctl", "malloc_trim", "madvise"}
_NOT_HERE = ("/proc", "/sys")
_pidfd_open, _setrlimit, _stat = os.pidfd_open, resource.setrlimit, os.stat
_look_up = ctypes.CDLL.__getitem__


def _hide(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse to open what a Mac has not; raised in an audit hook, it comes out of open() itself."""
    if event in {"open", "os.listdir", "os.scandir"}:
        _refuse(arguments[0])


def _refuse(path: object) -> None:
    if isinstance(path, str | bytes | os.PathLike):
        text = os.fsdecode(path)
        if text.startswith(_NOT_HERE) and not _called_by_psutil():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), text)


def _called_by_psutil() -> bool:
    frame = sys._getframe(1)  # noqa: SLF001 - of this process
    while frame.f_back is not None:
        if "/psutil/" in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False


def _stat_here(path: Any, *words: Any, **options: Any) -> os.stat_result:  # noqa: ANN401
    _refuse(path)
    return _stat(path, *words, **options)


class _Queue:
    """select.kqueue(), for one event: the end of a process."""

    _descriptor = -1

    def control(self, changes: list[tuple[Any, ...]], _most: int) -> list[Any]:
        (process, *_) = changes[0]
        self._descriptor = _pidfd_open(process)
        return []

    def fileno(self) -> int:
        return self._descriptor

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)


def _usage(process: int, _flavour: int, place: Any) -> int:  # noqa: ANN401
    """Write what proc_pid_rusage() does, as far as it is read."""
    try:
        found = psutil.Process(process).memory_info()
    except psutil.Error:
        ctypes.set_errno(errno.ESRCH)
        return -1
    place._obj[9], place._obj[30] = found.rss, found.rss  # noqa: SLF001 - what byref() holds
    return 0


def _cpu_times(process: psutil.Process) -> SimpleNamespace:
    """Return what psutil reads on a Mac: counted at each switch of threads, not in ticks."""
    try:
        used = _gettime(~process.pid << 3 | 0b010)
    except OSError:
        raise psutil.NoSuchProcess(process.pid) from None
    return SimpleNamespace(user=used, system=0.0)


def _function(library: ctypes.CDLL, name: str) -> Any:  # noqa: ANN401
    if name in _FUNCTIONS_OF_LINUX:
        raise AttributeError(f"no such function on a Mac: {name}")
    if name == "proc_pid_rusage":
        return _usage
    if name == "malloc_zone_pressure_relief":
        return lambda _zone, _goal: 0
    return _look_up(library, name)


def _limit(what: int, limits: tuple[int, int]) -> None:
    if what == resource.RLIMIT_AS:  # more than the address space of any process of a Mac
        raise ValueError("current limit exceeds maximum limit")
    _setrlimit(what, limits)


def _clock_gettime(clock: int) -> float:
    if clock < 0:  # a thread's or another process's, as Linux numbers them
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    return _gettime(clock)


_gettime = time.clock_gettime


def _name(module: ModuleType) -> None:
    module.NAME = "darwin"  # type: ignore[attr-defined]


def _without_walls(module: ModuleType) -> None:
    """Let a submission's process, which imports nothing from here, find no wall either."""
    text = Path(__file__).with_name("no_walls.py").read_text()
    module._PROGRAM = module._PROGRAM.replace(  # type: ignore[attr-defined]  # noqa: SLF001
        "{first}\n", "{first}\n" + text.replace("{", "{{").replace("}", "}}")
    )


class _Changed(importlib.abc.MetaPathFinder):
    """Changes modules of juliaset when they are imported; the rest of Python still knows Linux."""

    CHANGES: ClassVar = {
        "juliaset.system.here": _name,
        "juliaset.grader.launch": _without_walls,
    }

    def find_spec(
        self, name: str, _path: object = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        change = self.CHANGES.pop(name, None)
        if change is None:
            return None
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.loader is not None
        execute = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            execute(module)
            change(module)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


for _module, _names in _OF_LINUX.items():
    for _name in _names:
        if hasattr(_module, _name):
            delattr(_module, _name)
sys.addaudithook(_hide)
tempfile._O_TMPFILE_WORKS = False  # type: ignore[attr-defined]  # noqa: SLF001
os.stat = _stat_here
time.clock_gettime = _clock_gettime
psutil.Process.cpu_times = _cpu_times
resource.setrlimit = _limit
ctypes.CDLL.__getitem__ = _function  # type: ignore[method-assign]
ctypes.CDLL.__getattr__ = _function  # type: ignore[method-assign]
for _name, _value in {
    "kqueue": _Queue,
    "kevent": lambda *words: words,
    "KQ_FILTER_PROC": -5,
    "KQ_EV_ADD": 1,
    "KQ_NOTE_EXIT": 1 << 31,
}.items():
    setattr(select, _name, _value)
sys.meta_path.insert(0, _Changed())
