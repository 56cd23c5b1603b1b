"""The walls of the sandbox: those that this machine has work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import os, resource, socket, sys, threading
from pathlib import Path
from juliaset.grader.sandbox.walls import Walls
import numpy
readable = [Path("/usr/lib"), Path(sys.base_prefix), Path("/proc/self/status")]
walls = Walls([*readable, Path.cwd()], 10, 1 << 28)
walls.put_up(int(sys.argv[1]))
def tried(do):
    try:
        do()
    except OSError as error:
        return type(error).__name__
    return "done"
rights = open("/proc/self/status").read().partition("CapEff:")[2].split()[0]
parent = os.getppid()
def fork():
    if not os.fork():
        os._exit(0)
print({"standing": walls.standing, "rights": int(rights, 16),
       "fork": tried(fork),
       "signal": tried(lambda: os.kill(parent, 0)),
       "pushed aside": tried(lambda: os.setpriority(os.PRIO_PROCESS, parent, 19)),
       "limited": tried(lambda: resource.prlimit(parent, resource.RLIMIT_CPU)),
       "another core": tried(lambda: os.sched_setaffinity(0, range(64))),
       "thread": tried(threading.Thread(target=print, args=("",)).start),
       "outside": tried(lambda: os.open(sys.argv[2], os.O_RDONLY)),
       "inside": tried(lambda: os.open("own", os.O_RDONLY)),
       "written": tried(lambda: os.open("new", os.O_CREAT | os.O_WRONLY)),
       "network": tried(lambda: socket.create_connection(("127.0.0.1", int(sys.argv[3])), 1))})
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a process in the sandbox can do, as it reports itself: it is ours, not a submission."""
    import ast  # noqa: PLC0415
    import socket  # noqa: PLC0415

    folder, secret = (
        tmp_path_factory.mktemp("inside"),
        tmp_path_factory.mktemp("outside") / "secret",
    )
    secret.write_text("the answer")
    (folder / "own").write_text("itself")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(os.getpid()), str(secret), str(port)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            start_new_session=True,
        )
    words: dict[str, object] = ast.literal_eval(done.stdout.strip())
    return words


def stands(seen: dict[str, object], wall: str) -> None:
    standing = seen["standing"]
    assert isinstance(standing, dict)
    if standing[wall]:
        pytest.skip(f"not on this machine: {wall} ({standing[wall]})")


def test_files_outside_are_closed(seen: dict[str, object]) -> None:
    stands(seen, "only the files that it needs")
    assert seen["outside"] == "PermissionError"


def test_its_own_folder_is_open(seen: dict[str, object]) -> None:
    assert seen["inside"] == "done"


def test_nothing_is_written(seen: dict[str, object]) -> None:
    stands(seen, "only the files that it needs")
    assert seen["written"] == "PermissionError"


def test_there_is_no_network(seen: dict[str, object]) -> None:
    stands(seen, "no network")
    assert seen["network"] != "done"


@pytest.mark.parametrize("what", ["fork", "signal", "pushed aside", "limited", "another core"])
def test_other_processes_are_out_of_reach(seen: dict[str, object], what: str) -> None:
    stands(seen, "no other processes")
    assert seen[what] == "PermissionError"


def test_threads_are_allowed(seen: dict[str, object]) -> None:
    assert seen["thread"] == "done"


def test_nobody_keeps_the_rights_of_root(seen: dict[str, object]) -> None:
    assert seen["rights"] == 0


def test_every_wall_says_whether_it_stands(seen: dict[str, object]) -> None:
    standing = seen["standing"]
    assert isinstance(standing, dict)
    assert list(standing) == [
        "process group of its own",
        "limits on time, memory and files",
        "empty folder",
        "a file system of its own (bubblewrap)",
        "no network",
        "another user",
        "only the files that it needs",
        "no other processes",
    ]


def test_a_wall_survives_a_child(tmp_path: Path) -> None:
    program = (
        "import ctypes, sys; from pathlib import Path\n"
        "from juliaset.grader.sandbox.landlock import restrict\n"
        "ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)  # no new privileges: a user may ask then\n"
        "reason = restrict([Path('/usr'), Path('/lib'), Path('/lib64')])\n"
        "print(reason)\n"
        "import os\n"
        "child = os.fork()\n"
        "if not child:\n"
        "    try: open(sys.argv[1]); os._exit(0)\n"
        "    except PermissionError: os._exit(7)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    (tmp_path / "secret").write_text("x")
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "secret")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    reason, code = done.stdout.splitlines()
    if reason:
        pytest.skip(reason)
    assert code == "7"
