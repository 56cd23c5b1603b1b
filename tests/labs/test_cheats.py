"""Whatever a submission in Python tries, it fails with a message, and the grader goes on."""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from juliaset.bench.contestants.child import EndedError
from juliaset.course_folder import CHECKOUT
from juliaset.grader.build import build
from juliaset.grader.catalogue import find_lab
from juliaset.grader.launch import Limits
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError
from some_quick import some_quick

Write = Callable[[str], Path]

LAB = find_lab("5")
SOLUTION = LAB.folder / "solutions" / "compacting.py"
RIGHT = SOLUTION.read_text()
# No submission may import these, or name them after a dot; but getattr() finds them.
SYSTEM = """
import warnings
sys = getattr(warnings, "sys")
modules = getattr(sys, "modules")
os, late = modules["os"], getattr(modules["builtins"], "__im" "port__")
"""
LATE = """
def counts(xs, ys, c, limit):
    juliaset = late("juliaset")
    return juliaset.escape_counts(juliaset.Problem(xs, ys, c, limit))
"""
# The stand-in for juliaset is forgotten, and the real one's folder is put before it.
FORGETS = f"""
for name in [name for name in modules if name.startswith("juliaset")]:
    del modules[name]
sys.path[:] = [{str(CHECKOUT / "python")!r}, *sys.path[1:4]]
"""

CHEATS = {
    "hangs": ("def counts(*_):\n    while True: pass\n", "did not finish"),
    "sleeps": ("import time\ndef counts(*_):\n    time.sleep(60)\n", "did not finish"),
    "leaves": (f"{SYSTEM}def counts(*_): getattr(os, '_exit')(0)\n", "crashed"),
    "raises SystemExit": ("def counts(*_): raise SystemExit\n", "SystemExit"),
    "takes all memory": (
        "import numpy as np\ndef counts(*_): return np.ones(1 << 40)\n",
        "emory",
    ),
    "takes memory bit by bit": (
        "def counts(*_):\n    kept = []\n    while True: kept.append(bytearray(1 << 24))\n",
        "emory",
    ),
    "goes down for ever": ("def counts(*a): return counts(*a)\n", "RecursionError"),
    "kills the grader": (f"{SYSTEM}def counts(*_): os.kill(os.getppid(), 9)\n", "os.kill"),
    "forks": (f"{SYSTEM}def counts(*_): os.fork()\n", "os.fork"),
    "starts a shell": (f"{SYSTEM}def counts(*_): os.system('true')\n", "os.system"),
    "reads the machine's files": (
        "def counts(*_): return open('/etc/passwd').read()\n",
        "may not open /etc/passwd",
    ),
    "reads the grader's memory": (
        f"{SYSTEM}def counts(*_): open(f'/proc/{{os.getppid()}}/mem', 'rb')\n",
        "may not open /proc",
    ),
    "reads the solution": (
        f"def counts(*_): return open({str(SOLUTION)!r}).read()\n",
        "may not open",
    ),
    "imports late": (f"{SYSTEM}{LATE}", "has no attribute"),
    "finds the package": (f"{SYSTEM}{FORGETS}{LATE}", "juliaset"),
    "answers an object": ("def counts(*_): return object()\n", "a object; allowed"),
    "answers too soon": ("def counts(*_): return None\n", "gives back a NoneType"),
    "has no counts": ("def count(*_): return 0\n", "no function counts()"),
    "does not compile": ("def counts(:\n", "is not Python"),
    "is nothing": ("", "no function counts()"),
    "has a null": ("x = 1\0\n", "is not Python"),
}


# Each way of attack that starts a process has one case among these.
QUICK = (
    *("hangs", "leaves", "takes all memory", "goes down for ever", "starts a shell"),
    *("reads the solution", "finds the package", "answers an object", "answers too soon"),
    *("has no counts", "does not compile", "is nothing", "has a null"),
)


@pytest.mark.parametrize(("text", "words"), some_quick(CHEATS, *QUICK))
def test_a_cheat_fails_in_words(text: str, words: str, write: Write) -> None:
    seconds = 1 if words == "did not finish" else 2
    submission = Submission(LAB, write(text), limits=Limits(seconds=seconds, memory=1 << 28))
    with pytest.raises(FailedError, match=r"(?s).*") as failed:
        submission.check_counts()
    assert words in str(failed.value)
    assert "Traceback" not in str(failed.value)


def test_a_clock_of_its_own_is_not_the_grader_s(write: Write) -> None:
    text = f"import time\ntime.perf_counter_ns = time.perf_counter = lambda: 0\n{RIGHT}"
    with closing(SubmissionProcess(build(write(text)), Limits())) as process:
        process.call("counts", [0.5] * 50, [0.5] * 50, 0.1j, 300)
        assert process.timing.wall_ns > 0
        assert process.timing.cpu_ns > 0


def test_the_environment_is_empty(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "of the instructor")
    text = f"{SYSTEM}def seen(): return sorted(os.environ)\n"
    with closing(SubmissionProcess(build(write(text)), Limits())) as process:
        assert "A_SECRET" not in process.call("seen")


def test_nothing_is_left_for_the_next_process_and_no_disk_is_filled(write: Write) -> None:
    text = f"{SYSTEM}def leave(): open('kept', 'w')\ndef seen(): return sorted(os.listdir('.'))\n"
    with closing(SubmissionProcess(build(write(text)), Limits())) as process:
        with pytest.raises(EndedError, match="may not write"):
            process.call("leave")
        assert process.call("seen") == ["start.py"]


def test_more_cores_than_one_are_noticed(write: Write) -> None:
    with closing(
        SubmissionProcess(
            build(write(f"{SYSTEM}def seen(): return len(os.sched_getaffinity(0))\n")), Limits()
        )
    ) as process:
        assert process.call("seen") == 1


def test_a_flood_of_words_ends(write: Write) -> None:
    submission = Submission(
        LAB, write("def counts(*_):\n    while True: print('x' * 1000)\n"), limits=Limits(seconds=5)
    )
    with pytest.raises(FailedError, match="printed more than it may"):
        submission.check_counts()
    assert 1 << 10 < len(submission.printed) < 1 << 21


def test_a_link_is_no_submission(tmp_path: Path) -> None:
    path = tmp_path / "start.py"
    path.symlink_to(SOLUTION)
    with pytest.raises(FailedError, match="not a plain file"):
        Submission(LAB, path).check_counts()


def test_nothing_of_it_is_left(write: Write) -> None:
    with closing(SubmissionProcess(build(write(RIGHT)), Limits())) as process:
        number = process.pid
    assert not Path(f"/proc/{number}").exists()
    assert number != os.getpid()
