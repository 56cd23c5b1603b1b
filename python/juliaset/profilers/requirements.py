"""What a tool needs of this machine and of a kernel, checked before it runs for a minute."""

import ctypes
import os
import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from juliaset.profilers.errors import CannotError
from juliaset.profilers.running import program, started
from juliaset.registry import Kernel, get_kernel

_PTRACE_ATTACH, _PTRACE_DETACH = 16, 17
HARDWARE_EVENTS = (
    *("cycles", "instructions", "cache-references", "cache-misses", "branches", "branch-misses"),
)


def nothing() -> None:
    """Python is enough."""


def need_program(name: str, package: str) -> None:
    """Ask for a program of the system."""
    if not program(name):
        raise CannotError(f"{name} is not installed", f"sudo apt-get install -y {package}")


def need_module(name: str) -> None:
    """Ask for a package of pip's group `profile`."""
    if find_spec(name) is None:
        raise CannotError(f"the package {name} is not installed", "make setup")


def need_tool(name: str) -> None:
    """Ask for a program that a package of the group `profile` brings."""
    if not program(name):
        raise CannotError(f"{name} is not installed", "make setup")


@cache
def _ptrace_error() -> int:
    """Attach to a child of a child, as a sampler would; give the error number, 0 where it works."""
    with started(["/bin/sleep", "30"], Path("/")) as child:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.ptrace(_PTRACE_ATTACH, child.pid, None, None):
            return ctypes.get_errno()
        os.waitpid(child.pid, os.WUNTRACED)
        libc.ptrace(_PTRACE_DETACH, child.pid, None, None)
        return 0


def need_ptrace() -> None:
    """Ask whether one process may look into another."""
    if number := _ptrace_error():
        raise CannotError(
            f"this system forbids to look into another process (ptrace: {os.strerror(number)})",
            "sysctl kernel.yama.ptrace_scope=0 as root; in Docker: --cap-add SYS_PTRACE",
        )


def need_perf() -> None:
    """Ask whether perf may open any event of a process of ours."""
    need_program("perf", "linux-perf")
    answer = _perf("task-clock")
    if "task-clock" not in answer or "<not" in answer:
        level = Path("/proc/sys/kernel/perf_event_paranoid")
        setting = level.read_text().strip() if level.exists() else "absent"
        raise CannotError(
            f"perf may not open events (kernel.perf_event_paranoid is {setting})",
            "sysctl kernel.perf_event_paranoid=1 as root; in Docker: --cap-add PERFMON",
        )


def uncounted_events() -> list[str]:
    """Name the hardware events that this machine does not count: perf exits with 0 all the same."""
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
    """Find a browser that draws without a screen."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(program, names)), "")


def language(kernel: Kernel) -> str:
    """Say in what its loop runs: C++, Cython, machine code from Numba, or Python."""
    if kernel.flavours:
        return "C++"
    if kernel.source is not None and kernel.source.suffix == ".pyx":
        return "Cython"
    return "Numba" if kernel.toolchain == "numba" else "Python"


def only_python(kernel: str) -> str:
    """Refuse kernels without lines of Python; empty where there are some."""
    found = language(get_kernel(kernel))
    if found == "Python":
        return ""
    return (
        f"it looks at lines of Python, and {kernel} runs in {found}; try py_spy_native or objdump"
    )


def only_cpp(kernel: str) -> str:
    """Refuse what is not compiled from the C++ files."""
    found = language(get_kernel(kernel))
    return "" if found == "C++" else f"{kernel} runs in {found}; allowed: kernels of cpp.*"


def not_under_valgrind(kernel: str) -> str:
    """Refuse what valgrind cannot decode."""
    if get_kernel(kernel).isa == "avx512":
        return f"valgrind cannot decode the AVX-512 instructions of {kernel}; try its AVX2 sibling"
    return ""
