"""Only juliaset.system and the listed modules know what differs between operating systems."""

import re

import pytest
from built import ROOT
from sources import tracked

SYSTEM = ROOT / "python" / "juliaset" / "system"
FOLDERS = ("python/juliaset", "python/profiling", "python/julia_compare.py", "tools")
# What a module contains if it knows an operating system.
KNOWS = re.compile(
    r"\bsys\.platform\b|\bplatform\.system\b|\bos\.uname\b|\bdarwin\b"
    r"|/proc\b|/sys/|\bprctl\b|\bpidfd_|\bmemfd_|\bsched_[gs]etaffinity\b|\bO_PATH\b"
    r"|\bLD_(?:PRELOAD|LIBRARY_PATH)\b|\bkqueue\b|\bpsutil\b|\bRLIMIT_AS\b|\bsetres[ug]id\b"
    r"|\bF_(?:ADD_)?SEALS?\b|\blib\w+\.so\b|\.so\.\d|\.so\"|\.dylib\b"
    r"|\bapt-get\b|\blinux-gnu\b|\b(?:dnf|pacman|brew) install\b"
)
# module: why it may know one.
EXCEPTIONS = {
    "python/juliaset/grader/bubblewrap.py": "a program of Linux alone; it mounts a /proc",
    "python/juliaset/grader/readable.py": "the folders of Linux that the sandbox opens",
    "python/juliaset/grader/usage.py": "its message names what a lab needs of Linux",
    "python/juliaset/grader/launch.py": "a compiled module of Python ends in .so on macOS too",
    "python/juliaset/grader/sandbox/compiled.py": "which modules the sandbox of Linux loads early",
    "python/juliaset/grader/sandbox/connection.py": "pinned only if the grader says to which core",
    "python/juliaset/grader/sandbox/seccomp.py": "a wall of Linux; elsewhere it says so",
    "python/juliaset/grader/sandbox/walls.py": "the walls of Linux; it is copied without system/",
    "python/juliaset/peers/programs/with_mojo.py": "its Python knows nothing of juliaset.system",
    "python/juliaset/peers/programs/with_mypyc.py": "its Python knows nothing of juliaset.system",
    "python/juliaset/peers/programs/with_pythran.py": "its Python knows nothing of juliaset.system",
    "python/juliaset/peers/worker.py": "its Python knows nothing of juliaset.system",
    "python/juliaset/profilers/requirements.py": "what perf and ptrace need of Linux",
    "tools/check_types.py": "it checks the types as on macOS",
    "tools/leftovers.py": "the searches for leftover processes run on Linux",
}


def lines_that_know(path: str) -> list[str]:
    """Return the lines of code, without comments, that name something of one system."""
    text = (ROOT / path).read_text()
    return [line for line in text.splitlines() if KNOWS.search(line.partition("  # ")[0])]


def others() -> list[str]:
    found = tracked(*(f"{each}/*.py" if not each.endswith(".py") else each for each in FOLDERS))
    return [str(path.relative_to(ROOT)) for path in found if SYSTEM not in path.parents]


@pytest.mark.parametrize("path", others())
def test_only_the_package_for_systems_knows_one(path: str) -> None:
    if path not in EXCEPTIONS:
        assert not lines_that_know(path), f"{path}: this belongs in juliaset.system"


@pytest.mark.parametrize("path", EXCEPTIONS)
def test_an_exception_is_still_one(path: str) -> None:
    assert lines_that_know(path), f"{path} no longer knows a system: remove it from the list"


def test_only_one_module_asks_for_the_name_of_the_system() -> None:
    asks = {
        path.name for path in tracked("python/juliaset/*.py") if "sys.platform" in path.read_text()
    }
    # linux.py, and the sandbox, which has no system/, ask for the sake of mypy --platform darwin;
    # a peer's worker runs where juliaset is not installed.
    assert asks == {"here.py", "linux.py", "connection.py", "worker.py"}


@pytest.mark.parametrize(
    "line",
    [
        'Path("/proc/self/status")',
        "os.sched_getaffinity(0)",
        'if sys.platform == "darwin":',
        "os.pidfd_open(pid)",
        'f"libjuliaset_{flavour}.so"',
        'ctypes.CDLL("libm.so.6")',
        '"sudo apt-get install -y g++"',
    ],
)
def test_what_the_check_is_for_is_found(line: str) -> None:
    assert KNOWS.search(line)
