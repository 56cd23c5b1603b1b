"""A few faults of each kind; `make faults` tries all of them."""

import platform
from collections.abc import Iterator

import pytest
import sweep
from commands_under_faults import all_commands, blamed, own_words, run_and_judge
from injected import NEVER, Ended, Fault, Server

from juliaset import _native

COMMANDS = {command.name: command for command in all_commands()}
# Commands of others abort or raise SystemError there, which blamed() says.
QUICK = [
    ("escape_counts:best", "malloc", (1, 20, 40)),
    ("escape_counts:best", "dlopen", (1,)),
    ("escape_counts:cpp.scalar", "dlopen", (1,)),
    ("escape_counts:cpp.openmp", "malloc", (30,)),
    ("escape_counts:cython.prange", "mmap", (1,)),
    ("escape_counts:python.threads", "mmap", (1, 2)),
    ("render", "malloc", (3, 300, 1700)),
    ("render", "open", (1, 3, 9)),
    ("render", "dlopen", (1,)),
]
SLOW = [
    *(("bench", kind, tuple(range(1, 10))) for kind in ("fork", "mmap", "open")),
    ("bench", "malloc", (7, 700, 7000)),
    *(("grade", kind, tuple(range(1, 10))) for kind in ("fork", "mmap", "open")),
    ("grade", "malloc", (7, 700, 7000)),
]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if platform.libc_ver()[0] != "glibc":
        pytest.skip("the malloc that fails is glibc's; this C library is another one")
    if "Clang" in _native.load("O3").compiler:
        pytest.skip("LLVM's OpenMP waits for ever if it gets no memory while it starts")
    with Server() as started:
        yield started


def check(server: Server, name: str, fault: Fault) -> Ended:
    ended, wrong = run_and_judge(server, COMMANDS[name], fault)
    assert not wrong or blamed(ended), f"{name} {fault}: {wrong}\n{ended.stderr}"
    return ended


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize(("name", "kind", "numbers"), QUICK)
def test_a_call_that_fails_is_an_error_in_words(
    server: Server, name: str, kind: str, numbers: tuple[int, ...], *, later: bool
) -> None:
    reached = [check(server, name, Fault(kind, number, later)).failed for number in numbers]
    assert reached[0]


@pytest.mark.slow
@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize(("name", "kind", "numbers"), SLOW)
def test_a_contest_and_a_grading_survive_faults(
    server: Server, name: str, kind: str, numbers: tuple[int, ...], *, later: bool
) -> None:
    reached = [check(server, name, Fault(kind, number, later)).failed for number in numbers]
    assert reached[0]


def test_a_call_is_counted_and_fails_by_its_number(server: Server) -> None:
    command = COMMANDS["escape_counts:cpp.openmp"]
    undisturbed, wrong = run_and_judge(server, command, Fault("malloc", NEVER))
    assert (undisturbed.code, wrong, undisturbed.failed) == (0, [], False)
    first, _ = run_and_judge(server, command, Fault("malloc", 1))
    assert (first.code, first.failed) == (2, True)
    assert first.calls < undisturbed.calls
    assert "MemoryError" in first.stderr
    assert any("numpy" in path for path in first.stack("failed"))


def test_a_command_that_no_sweep_has_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["sweep.py", "rendr", "malloc"])
    with pytest.raises(SystemExit, match="2"):
        sweep.main()
    assert "'rendr' (choose from" in capsys.readouterr().err


OWN = "MemoryError: there is no memory for a thread\n"
BEGAN = "Exception ignored in thread started by"
WORKER = "<bound method _Worker._run of <x.Worker object at 0x7>>"
BEGUN = f"{BEGAN}: {WORKER}"


@pytest.mark.parametrize(
    ("said", "own"),
    [
        (OWN, OWN),
        (f"{BEGUN}\nMemoryError: \n{OWN}", OWN),
        (f"{BEGUN}\nMemoryError: {BEGUN}\nMemoryError\n: \n{OWN}", OWN),
        (f"{BEGAN}{BEGUN}\nMemoryError: \n: {WORKER}\nMemoryError: \n{OWN}", OWN),
        (f"{BEGUN}\nMemoryError: {BEGUN}\nMemoryError\nmine: \n{OWN}", None),
    ],
)
def test_what_python_says_of_threads_is_not_ours(said: str, own: str | None) -> None:
    assert own_words(said).strip() == (said if own is None else own).strip()


def ended(code: int | None, stderr: str = "", log: str = "") -> Ended:
    return Ended(["render"], Fault("malloc", 1), code, "", stderr, log)


@pytest.mark.parametrize(
    ("how", "whose"),
    [
        (ended(-6, log="failed /x/_pydantic_core.so\ncrashed /x/libc.so.6\n"), "_pydantic_core"),
        (ended(-11, log="failed /x/numpy.so\ncrashed /site-packages/juliaset/_native.so\n"), ""),
        (ended(70, 'x\n  File "/x/python3.11/typing.py", line 1\nE: y\nj: z\n'), "typing.py"),
        (ended(1, 'x\n  File "/x/site-packages/numpy/a.py", line 1\nE: y\n'), "numpy"),
        (ended(2, "juliaset: MemoryError\n"), ""),
    ],
)
def test_what_is_not_ours_is_known_by_its_place(how: Ended, whose: str) -> None:
    assert blamed(how) == whose
