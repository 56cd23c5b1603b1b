"""System calls that the sandbox refuses, whatever code makes them."""

import ast
import os
import subprocess
import sys

import pytest

from juliaset.grader.launch import lay_out
from juliaset.grader.sandbox.seccomp import MACHINES, filter_of

# It is ours, not a submission: it makes the calls inside the walls, and prints the results.
_PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
import ctypes, fcntl, mmap, os, _thread
from pathlib import Path
from juliaset.grader.sandbox.walls import Walls
read, write = os.pipe()
walls = Walls([Path("/usr/lib"), Path(sys.base_prefix)], 10, 1 << 28, threads=False)
walls.put_up(int(sys.argv[2]))
flags = fcntl.fcntl(read, fcntl.F_GETFL)
library = os.open(next(Path("/usr/lib").glob("*-linux-gnu/libc.so.6")), os.O_RDONLY)
pages = mmap.mmap(-1, 4096)
address = ctypes.addressof(ctypes.c_char.from_buffer(pages))
libc = ctypes.CDLL(None, use_errno=True)
def protect(how):
    if libc.mprotect(ctypes.c_void_p(address), 4096, how):
        raise OSError(ctypes.get_errno(), "mprotect")
def map_file(flags):
    return mmap.mmap(library, 4096, flags=flags, prot=mmap.PROT_READ | mmap.PROT_EXEC)
calls = {
    "read its flags": lambda: fcntl.fcntl(read, fcntl.F_GETFL),
    "wait for nothing": lambda: fcntl.fcntl(read, fcntl.F_SETFL, flags | os.O_NONBLOCK),
    "duplicate": lambda: fcntl.fcntl(read, fcntl.F_DUPFD_CLOEXEC, 0),
    "is it a terminal": lambda: os.isatty(read) or fcntl.ioctl(read, 0x541B, b"0000"),
    "protect memory": lambda: protect(1),
    "map memory": lambda: mmap.mmap(-1, 4096),
    "read ahead": lambda: pages.madvise(mmap.MADV_WILLNEED),
    "drop pages": lambda: pages.madvise(mmap.MADV_DONTNEED),
    "drop pages later": lambda: pages.madvise(mmap.MADV_FREE),
    "push pages out": lambda: pages.madvise(21),
    "map a library": lambda: map_file(mmap.MAP_PRIVATE),
    "map a program to write": lambda: mmap.mmap(-1, 4096, prot=7),
    "map a program of zeros": lambda: mmap.mmap(-1, 4096, prot=5),
    "map a program to share": lambda: map_file(mmap.MAP_SHARED),
    "make memory a program": lambda: protect(5),
    "make all memory a program": lambda: libc.personality(0x400000) == 0 or protect(7),
    "own a pipe": lambda: fcntl.fcntl(read, fcntl.F_SETOWN, os.getppid()),
    "own a pipe, extended": lambda: fcntl.fcntl(read, 15, b"0" * 8),
    "choose a signal": lambda: fcntl.fcntl(read, 10, 9),
    "send signals": lambda: fcntl.fcntl(read, fcntl.F_SETFL, flags | fcntl.FASYNC),
    "watch a folder": lambda: fcntl.fcntl(read, 1026, 1),
    "lease a file": lambda: fcntl.fcntl(read, 1024, 0),
    "resize a pipe": lambda: fcntl.fcntl(read, 1031, 4096),
    "send signals by ioctl": lambda: fcntl.ioctl(read, 0x5452, b"0001"),
    "own by ioctl": lambda: fcntl.ioctl(read, 0x8901, b"0001"),
    "type for the terminal": lambda: fcntl.ioctl(read, 0x5412, b"x"),
    "start a thread": lambda: _thread.start_new_thread(print, ()),
    "start a program": lambda: os.execv("/bin/true", ["true"]),
    "leave its session": lambda: os.setpgid(0, 0),
}
def tried(call):
    try:
        call()
    except PermissionError:
        return "refused"
    except RuntimeError:  # what Python makes of a thread that cannot start
        return "refused"
    except OSError as error:
        return str(error)
    return "done"
print({name: tried(call) for name, call in calls.items()})
"""
_ALLOWED = {
    *("read its flags", "wait for nothing", "duplicate", "is it a terminal"),
    *("protect memory", "map memory", "read ahead", "map a library"),
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The outcome of each call."""
    packages = lay_out(tmp_path_factory.mktemp("packages"))
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(packages), str(os.getpid())],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    words: dict[str, str] = ast.literal_eval(done.stdout.strip())
    return words


def test_signals_to_the_grader_by_way_of_a_pipe_are_refused(outcome: dict[str, str]) -> None:
    # Before Linux 6.12 any process can be made the owner of a pipe, and is sent a chosen signal.
    done = {name for name, said in outcome.items() if said == "done"}
    assert done == _ALLOWED, outcome
    assert {said for name, said in outcome.items() if name not in _ALLOWED} == {"refused"}


def test_the_filter_jumps_to_a_step_of_its_own_on_every_machine() -> None:
    lengths = set()
    for machine in MACHINES:
        for processes in (False, True):
            steps = filter_of(machine, threads=True, processes=processes)
            for k, (_, so, otherwise, _) in enumerate(steps):
                assert min(so, otherwise) >= 0
                assert max(so, otherwise) < min(256, len(steps) - k)
            lengths.add(len(steps))
    assert len(lengths) == 4, "a compiler may do more, and ARM has fewer calls"
