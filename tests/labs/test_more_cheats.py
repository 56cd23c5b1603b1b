"""Tricks against the grader's process: it must outlive them, and go on in time."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import juliaset
from juliaset.bench.contestants.child import EndedError
from juliaset.grader.build import build
from juliaset.grader.launch import Limits
from juliaset.grader.process import Function, SubmissionProcess
from juliaset.grader.usage import peak_during, used_during
from juliaset.system.shared_memory import memory_of_fixed_size
from some_quick import some_quick

Write = Callable[[str], Path]

# No submission may import these, or name them after a dot; but getattr() finds them.
SYSTEM = """
import warnings
sys = getattr(warnings, "sys")
modules = getattr(sys, "modules")
os, late = modules["os"], getattr(modules["builtins"], "__im" "port__")
"""


def test_the_shared_memory_keeps_its_size() -> None:
    memory = memory_of_fixed_size(1 << 20)
    for size in (0, 1 << 21):
        with pytest.raises(PermissionError):
            os.ftruncate(memory, size)
    os.close(memory)


@pytest.mark.parametrize(
    "way",
    [
        "open(Lies('/etc/passwd'))",
        "os.open(Twice(), 0)",
        "open('/usr/lib/../../etc/passwd')",
        "os.symlink('/etc/passwd', 'here')",
        *(
            pytest.param(way, marks=pytest.mark.slow)
            for way in (
                "open(LyingBytes(b'/etc/passwd'))",
                "os.open(Lies('/etc/passwd'), 0)",
                "open(Number())",
                "open('/usr/lib/..')",
                "open('../start.py')",
                "os.chdir('/')",
                "os.remove('start.py')",
                "os.truncate('start.py', 0)",
            )
        ),
    ],
)
def test_the_hook_is_not_talked_round(way: str, write: Write) -> None:
    text = f"""{SYSTEM}
builtins = modules["builtins"]
class Lies(str):
    def __str__(self): return "/usr/lib/x"
    __contains__ = startswith = lambda *_: True
class LyingBytes(bytes):
    def decode(self, *_): return "/usr/lib/x"
class Twice:
    def __fspath__(self): return "/etc/passwd"
    def __str__(self): return "/usr/lib/x"
class Number:
    __class__ = property(lambda _: int)
    def __fspath__(self): return "/etc/passwd"
    def __index__(self): raise ValueError
def try_it():
    right, os.path.realpath = builtins.isinstance, lambda *_: "/usr/lib/x"
    builtins.isinstance = lambda *_: True
    try:
        {way}
    finally:
        builtins.isinstance = right
"""
    with closing(SubmissionProcess(build(write(text)), Limits())) as process:
        with pytest.raises(EndedError) as ended:
            process.call("try_it")
        assert any(words in ended.value.reason for words in ("submission", "requires a 'str'"))


def test_packages_beside_numpy_are_closed(tmp_path: Path) -> None:
    # As in a Python outside a virtual environment: everything is below what may be read.
    program = f"""
import sys
from pathlib import Path
from importlib.machinery import ExtensionFileLoader, ModuleSpec
sys.path[:0] = [{str(Path(juliaset.__file__).parents[1])!r}]
from juliaset.grader.sandbox.audit_hook import install
packages = Path({str(tmp_path)!r}) / "site-packages"
for name in ("numpy", "juliaset"):
    (packages / name).mkdir(parents=True)
    (packages / name / "x.py").touch()
install([Path({str(tmp_path)!r}), packages / "numpy", Path(sys.base_prefix)], threads=False)
def tried(do, *arguments):
    try:
        do(*arguments)
    except (PermissionError, ImportError) as error:
        return type(error).__name__
    return "done"
def load(path):
    spec = ModuleSpec("x", ExtensionFileLoader("x", str(path)), origin=str(path))
    return spec.loader.create_module(spec)
files = [packages / name / "x.py" for name in ("numpy", "juliaset")]
print([tried(do, file) for do in (open, load) for file in files])
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "['done', 'PermissionError', 'ImportError', 'PermissionError']"


def test_what_it_needs_is_open(write: Write) -> None:
    text = "def own(): return open('start.py').read(9), open(__file__).read(9)\n"
    with closing(SubmissionProcess(build(write(text)), Limits())) as process:
        assert process.call("own") == [text[:9]] * 2


def test_work_on_a_core_that_nobody_counts_is_not_begun(write: Write) -> None:
    # Without the wall this child computes, its parent sleeps, and CPU time says: at once.
    text = f"""{SYSTEM}
def begin():
    start, (read, write) = late("_posixsubprocess").fork_exec, os.pipe()
    nothing = [None, None, None, -1]
    return start([b"/x"], [b"/x"], False, (), None, None, *[-1] * 6, read, write, False, False, 0,
                 *nothing, lambda: getattr(os, '_exit')(0), False)
"""
    with closing(SubmissionProcess(build(write(text)), Limits())) as process:
        if reason := process.walls["no other processes"]:
            pytest.skip(reason)
        with pytest.raises(EndedError, match="PermissionError"):
            process.call("begin")


CONNECTION = """
    frame = getattr(sys, "_getframe")()
    while "connection" not in getattr(frame, "f_locals"):
        frame = getattr(frame, "f_back")
    connection = getattr(frame, "f_locals")["connection"]
"""
# It answers the next requests in advance and reads none of them: the pipe is soon full.
DEAF = f"""{CONNECTION}
    for _ in range(9):
        connection.send({{"value": None}})
        connection._number += 1
    time.sleep(60)
"""
DRIPPING = f"""{CONNECTION}
    while True:
        os.write(getattr(connection, "_answers").fileno(), b" ")
        time.sleep(0.05)
"""
HANGS = {
    "between questions": (
        "    while True:\n        time.sleep(0.4)\n        ask()\n",
        "within 1 s",
    ),
    "a little in each call": ("    time.sleep(0.5)\n", "more than 3 s together"),
    "with its ears shut": (DEAF, "within 1 s"),
    "byte by byte": (DRIPPING, "within 1 s"),
}


@pytest.mark.parametrize(("body", "words"), some_quick(HANGS, "with its ears shut"))
def test_no_way_of_hanging_keeps_the_grader(body: str, words: str, write: Write) -> None:
    path = write(f"{SYSTEM}import time\ndef wait(ask, numbers):\n{body}")
    asks, numbers = Function("ask"), [0.123456789] * 2000
    with (
        closing(SubmissionProcess(build(path), Limits(seconds=1, all_seconds=3))) as process,
        pytest.raises(EndedError) as ended,
    ):
        [process.call("wait", asks, numbers, functions={"ask": int}) for _ in range(9)]
    assert ended.value.status == "timeout"
    assert words in ended.value.reason


def test_a_thread_that_goes_on_while_others_are_timed_is_noticed(write: Write) -> None:
    text = f"""{SYSTEM}
def go_on():
    while True: pass
def begin(): return late("_thread").start_new_thread(go_on, ()) and None
def add(a, b): return a + b
"""
    with closing(SubmissionProcess(build(write(text)), Limits(threads=2))) as process:
        assert process.call("add", 1, 2) == 3
        process.call("begin")
        with pytest.raises(EndedError, match="of CPU time after its answers"):
            [time.sleep(0.1) or process.call("add", 1, 2) for _ in range(100)]


def test_a_process_at_rest_is_not_blamed(write: Write) -> None:
    text = "def count(n):\n    for k in range(n): pass\n"
    with closing(SubmissionProcess(build(write(text)), Limits())) as process:
        for _ in range(300):
            process.call("count", 1000)


# It writes the answer to its next request itself, and is gone when the grader asks what it used.
HASTY = f"""{SYSTEM}
def leave(*_):
{CONNECTION}
    answers, number = getattr(connection, "_answers"), getattr(connection, "_number")
    answers.write('{{"number": ' + str(number) + ', "value": null}}\\n')
    answers.flush()
    getattr(os, "_exit")(0)
"""


@pytest.mark.parametrize(
    "use",
    [
        lambda process: process.call("leave"),
        lambda process: used_during(process.pid, lambda: process.call("leave")),
        lambda process: peak_during(process.pid, lambda: process.call("leave")),
    ],
    ids=["its time", "its threads", "its memory"],
)
def test_one_that_answers_and_ends_has_crashed(
    use: Callable[[SubmissionProcess], object], write: Write
) -> None:
    with (
        closing(SubmissionProcess(build(write(HASTY)), Limits())) as process,
        pytest.raises(EndedError) as ended,
    ):
        [use(process) for _ in range(2)]
    assert ended.value.status == "crashed"


def test_a_number_of_thousands_of_digits_is_not_taken(write: Write) -> None:
    path = write("def big(): return [1, 10**4000]\n")
    with (
        closing(SubmissionProcess(build(path), Limits())) as process,
        pytest.raises(EndedError, match="a number of 13288 bits; allowed: 64"),
    ):
        process.call("big")
