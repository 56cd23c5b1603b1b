"""What tools need: programs and rights on this machine, and a kernel that they can look into."""

import ctypes
import os
import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from juliaset.course_folder import SETUP
from juliaset.kernel_type import Kernel
from juliaset.profilers.errors import CannotError
from juliaset.profilers.running import program, started
from juliaset.system import here
from juliaset.system.gil import is_free_threaded
from juliaset.system.packages import how_to_get

_PTRACE_ATTACH, _PTRACE_DETACH = 16, 17
HARDWARE_EVENTS = (
    *("cycles", "instructions", "cache-references", "cache-misses", "branches", "branch-misses"),
)


def need_program(name: str, thing: str = "") -> None:
    """Raise CannotError if a program is not installed: of the system, or of the group `profile`."""
    if not program(name):
        remedy = how_to_get(thing) if thing else SETUP
        raise CannotError(f"{name} is not installed", remedy)


def need_module(name: str) -> None:
    """Raise CannotError if a package of pip's group `profile` is not installed."""
    if find_spec(name) is None:
        raise CannotError(f"the package {name} is not installed", SETUP)


def need_python(oldest: tuple[int, int], newest: tuple[int, int] | None = None) -> None:
    """Raise CannotError if this Python is older or newer than a tool can be used with."""
    running = sys.version_info[:2]
    if oldest <= running and (newest is None or running <= newest):
        return
    first, last = (f"{major}.{minor}" for major, minor in (oldest, newest or oldest))
    wanted = f"{first} or newer" if newest is None else f"{first} to {last}"
    found = ".".join(map(str, sys.version_info[:3]))
    raise CannotError(f"it needs Python {wanted}; this is {found}", f"make setup PYTHON={last}")


def need_gil() -> None:
    """Raise CannotError if this Python was built without a GIL."""
    if is_free_threaded():
        version = ".".join(map(str, sys.version_info[:2]))
        raise CannotError(
            f"it needs a Python with a GIL; this is {version} free-threaded",
            f"make setup PYTHON={version}",
        )


@cache
def _ptrace_error() -> int:
    """Attach to a child's process, as a sampler does; return the error number, 0 if it works."""
    with started(["/bin/sleep", "30"], Path("/")) as child:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.ptrace(_PTRACE_ATTACH, child.pid, None, None):
            return ctypes.get_errno()
        os.waitpid(child.pid, os.WUNTRACED)
        libc.ptrace(_PTRACE_DETACH, child.pid, None, None)
        return 0


def need_ptrace() -> None:
    """Raise CannotError if one process may not look into another."""
    if here.is_macos() and os.geteuid():
        raise CannotError(
            "macOS lets only root look into another process", "sudo juliaset profile ..."
        )
    if here.is_linux() and (number := _ptrace_error()):
        raise CannotError(
            "this system does not allow a process to look into another "
            f"(ptrace: {os.strerror(number)})",
            "sysctl kernel.yama.ptrace_scope=0 as root; in Docker: --cap-add SYS_PTRACE",
        )


def need_perf() -> None:
    """Raise CannotError if perf may not count any event of a process of ours."""
    need_program("perf", "perf")
    answer = _perf("task-clock")
    if "task-clock" not in answer or "<not" in answer:
        level = Path("/proc/sys/kernel/perf_event_paranoid")
        setting = level.read_text().strip() if level.exists() else "absent"
        raise CannotError(
            f"perf may not open events (kernel.perf_event_paranoid is {setting})",
            "sysctl kernel.perf_event_paranoid=1 as root; in Docker: --cap-add PERFMON",
        )


def uncounted_events() -> list[str]:
    """Return the hardware events that this machine does not count; perf exits with 0 even so."""
    answer = _perf(",".join(HARDWARE_EVENTS))
    return [
        name for name in HARDWARE_EVENTS if not re.search(rf"^\d+,.*,?{name}", answer, re.MULTILINE)
    ]


@cache
def _perf(events: str) -> str:
    words = [program("perf"), "stat", "-x,", "-e", events, sys.executable, "-c", "pass"]
    answer = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
    return answer.stderr


def browser() -> str:
    """Find a browser that can draw without a screen."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(program, names)), "")


def language(kernel: Kernel) -> str:
    """Return what a kernel's loop runs in: C++, C, Cython, machine code of Numba, or Python."""
    if kernel.flavours:
        return "C" if kernel.toolchain == "c" else "C++"
    if kernel.source is not None and kernel.source.suffix == ".pyx":
        return "Cython"
    return "Numba" if kernel.toolchain == "numba" else "Python"


def only_python(kernel: Kernel) -> str:
    """Return why a tool for lines of Python has nothing to look at; empty if it has."""
    if (found := language(kernel)) == "Python":
        return ""
    return (
        f"it looks at lines of Python, and {kernel.name} runs in {found}; "
        "try py_spy_native or objdump"
    )


def only_cpp(kernel: Kernel) -> str:
    """Return why a kernel is not one of the C++ files; empty if it is."""
    if (found := language(kernel)) == "C++":
        return ""
    return f"{kernel.name} runs in {found}; allowed: kernels of cpp.*"


def not_under_valgrind(kernel: Kernel) -> str:
    """Return why valgrind cannot decode a kernel; empty if it can."""
    if kernel.isa != "avx512":
        return ""
    return f"valgrind cannot decode the AVX-512 instructions of {kernel.name}; try a kernel of AVX2"
