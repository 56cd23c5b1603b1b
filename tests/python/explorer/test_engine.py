"""The newest wish wins, every kernel stops for it, and no process stays."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hosts import HANGS_S, Host, children, descriptors, family, gone, problem_here, until

from juliaset.escape import escape_counts
from juliaset.explorer.passes import Pass
from juliaset.explorer.worker import Worker
from juliaset.kernel_type import Kernel
from juliaset.registry import kernels
from juliaset.system.memory import resident_bytes

# Nothing attracts and nothing escapes: no kernel ends this before a test does.
ENDLESS = {
    "view": {"level": 40, "column": -150, "row": 150, "width": 300, "height": 300},
    "c": [-0.75, 0],
    "limit": 1_000_000,
}
STORMY = ([0, 1], [-0.8, 0.156], [-1, 0])
HERE = [kernel for kernel in kernels() if kernel.available and kernel.name != "dask.distributed"]
LATER = ("numba.", "python.multiprocessing")  # they take a moment to start


@pytest.fixture
def host() -> Iterator[Host]:
    before = children()
    host = Host()
    yield host
    host.session.close()
    assert children() <= before


def settings() -> Iterator[object]:
    """Yield kernels of all kinds; of C++ also with the GIL held, and not optimised."""
    for kernel in HERE:
        slow = kernel.name.startswith(LATER) or bool(kernel.isa)
        yield pytest.param(kernel, {}, id=kernel.name, marks=pytest.mark.slow if slow else ())
        if kernel.flavours and not kernel.isa:
            yield pytest.param(kernel, {"gil": "held"}, id=f"{kernel.name}-held")
        if "O0" in kernel.flavours:
            more = {"gil": "held", "flavour": "O0"}
            yield pytest.param(kernel, more, id=f"{kernel.name}-O0", marks=pytest.mark.slow)


def busy(process: int) -> Callable[[], bool]:
    """Return whether a process computes: it or what it started has used a tenth of a second."""
    before = cpu_ticks(process)
    return lambda: cpu_ticks(process) > before + os.sysconf("SC_CLK_TCK") // 10


def cpu_ticks(process: int) -> int:
    ticks = 0
    for one in family(process):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks


@pytest.mark.parametrize(("kernel", "more"), list(settings()))
def test_every_kernel_stops_for_a_newer_picture(
    host: Host, kernel: Kernel, more: dict[str, object]
) -> None:
    before = children()
    host.paint(1)
    host.wait_for("done", 1)
    (process,) = children() - before
    host.paint(2, kernel.name, **more, **ENDLESS)
    until(busy(process))
    asked = len(host.sent)
    host.paint(3)
    assert np.array_equal(host.frame(3, problem_here()), escape_counts(problem_here()))
    after = [one.content for one in host.sent]
    first = next(k for k, it in enumerate(after) if it["id"] == 3)
    assert first >= asked
    assert {it["id"] for it in after[first:]} == {3}
    assert not any(it["type"] in {"refused", "ended"} for it in after)


def test_the_newest_wins_in_a_storm(host: Host) -> None:
    host.paint(0, "python.loops", c=STORMY[0])
    host.wait_for("done", 0)
    numbers = list(range(1, 601))
    threads = [threading.Thread(target=storm, args=(host, numbers[k::6], k)) for k in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    host.paint(700, c=STORMY[700 % 3])
    host.wait_for("done", 700)
    ids = [one.content["id"] for one in host.sent]
    assert ids == sorted(ids), "a picture comes after a newer one"
    right = [escape_counts(problem_here(c=c)) for c in STORMY]
    passes = [one for one in host.sent if one.content["type"] == "pass"]
    assert len({one.content["id"] for one in passes}) > 3
    for content, (found,) in passes:
        each = Pass(*(content[name] for name in Pass._fields))
        expected = right[content["id"] % 3][each.rows, each.columns]
        assert np.array_equal(np.frombuffer(found, np.int16), expected.ravel())


def storm(host: Host, numbers: list[int], seed: int) -> None:
    random = Random(seed)
    for number in numbers:
        kernel = random.choice(["best", "cpp.scalar", "python.loops", "numpy.masked"])
        host.paint(number, kernel, c=STORMY[number % 3])
        time.sleep(random.choice([0, 0.01, 0.05]))


class BusyHost(Host):
    """A host that is busy with the first pass until a test lets it go on."""

    def __init__(self) -> None:
        self.has_one, self.goes_on = threading.Event(), threading.Event()
        super().__init__()

    def keep(self, content: dict[str, object], buffers: Sequence[bytes]) -> None:
        super().keep(content, buffers)
        if content["type"] == "pass":
            self.has_one.set()
            assert self.goes_on.wait(HANGS_S)


@pytest.mark.parametrize("then", ["stop", "newer", "hello"])
def test_what_is_stopped_says_nothing_more(then: str) -> None:
    """All other passes are computed by then, and wait to be sent."""
    host = BusyHost()
    host.paint(1, "cpp.scalar")
    assert host.has_one.wait(HANGS_S)
    time.sleep(0.3)
    if then == "newer":
        host.paint(2)
    else:
        host.ask(**{"stop": {"type": "stop", "panel": 0}, "hello": {"type": "hello"}}[then])
    host.goes_on.set()
    host.paint(3)
    host.wait_for("done", 3)
    host.session.close()
    ids = [one.content["id"] for one in host.sent if "id" in one.content]
    assert ids[0] == 1
    assert 1 not in ids[1:]


def test_a_process_that_is_killed_is_replaced(host: Host) -> None:
    before = children()
    host.paint(1)
    host.wait_for("done", 1)
    (process,) = children() - before
    os.kill(process, signal.SIGKILL)
    ended = host.wait_for("ended").content
    assert ended["panel"] == 0
    assert "SIGKILL" in ended["message"]
    host.paint(2)
    host.wait_for("done", 2)
    host.ask(type="smooth", panel=0, id=1)
    assert "not complete" in host.wait_for("refused", 1).content["message"]


@pytest.mark.slow
@pytest.mark.parametrize("end", ["close", "kill"])
def test_processes_of_a_process_end_too(host: Host, end: str) -> None:
    before = children()
    host.paint(1, "python.multiprocessing", threads=2, **ENDLESS)
    until(lambda: len(set().union(*map(family, children() - before))) >= 3)
    mine = children() - before
    all_of_them = set().union(*map(family, mine))
    if end == "close":
        host.session.close()
    else:
        for process in mine:
            os.kill(process, signal.SIGKILL)
    assert gone(all_of_them)


PARENT = """
import sys, threading
sys.path.insert(0, {folder!r})
from hosts import Host
from test_engine import ENDLESS
host = Host()
host.paint(1, {kernel!r}, **ENDLESS)
print("begun", flush=True)
threading.Event().wait()
"""


@pytest.mark.parametrize(
    "kernel", ["python.loops", pytest.param("python.multiprocessing", marks=pytest.mark.slow)]
)
def test_all_end_with_a_parent_that_is_killed(kernel: str) -> None:
    program = PARENT.format(folder=str(Path(__file__).parent), kernel=kernel)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        least = 4 if "multi" in kernel else 3  # with the spare
        until(lambda: len(family(parent.pid)) >= least)
        started = family(parent.pid) - {parent.pid}
        parent.kill()
        parent.wait()
    assert gone(started)


def test_closing_from_many_threads_leaves_nothing() -> None:
    before, open_before = children(), descriptors()
    for kernel in ("best", "python.loops"):
        host = Host()
        host.paint(1, kernel, **ENDLESS)
        host.paint(2, kernel, panel=1, **ENDLESS)
        until(lambda: len(children() - before) >= 2)
        threads = [threading.Thread(target=host.session.close) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        host.session.close()
        after = len(host.sent)
        host.paint(3)
        host.ask(type="hello")
        assert children() <= before
        assert len(host.sent) == after
    assert descriptors() == open_before


def test_closing_at_once_leaves_nothing() -> None:
    before, open_before = children(), descriptors()
    for wait_s in (0, 0.001, 0.01, 0.05, 0.1, 0.2):
        host = Host()
        host.paint(1, "python.loops", **ENDLESS)
        time.sleep(wait_s)
        host.session.close()
    assert children() <= before
    assert descriptors() == open_before


def test_a_host_may_close_while_it_is_told() -> None:
    host, before = Host(), children()
    told = threading.Event()

    def close(*_: object) -> None:
        host.session.close()
        told.set()

    host.session._host = close  # noqa: SLF001
    host.paint(1)
    assert told.wait(HANGS_S)
    host.session.close()
    assert children() <= before


def test_an_engine_without_memory_says_so_and_goes_on(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(*_: object) -> list[bytes]:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "counts_of", none_left)
        host.paint(1)
        assert host.wait_for("ended").content["message"] == "there is no memory"
    host.paint(2)
    host.wait_for("done", 2)


@pytest.mark.parametrize("second", ["best", "python.loops"], ids=["no spare", "with a spare"])
def test_what_a_process_never_took_is_computed_by_another(host: Host, second: str) -> None:
    before = children()
    host.paint(1)
    host.wait_for("done", 1)
    (process,) = children() - before
    host.paint(2, second)
    host.wait_for("done", 2)
    os.kill(process, signal.SIGSTOP)  # it is free, and takes nothing any more
    host.paint(3, "cpp.scalar")
    assert np.array_equal(host.frame(3, problem_here()), escape_counts(problem_here()))


@pytest.mark.slow
def test_memory_and_descriptors_stay_as_they_are(host: Host) -> None:
    before = children()

    def sizes() -> list[int]:
        mine = sorted(children() - before)
        return [resident_bytes(process) for process in (os.getpid(), *mine)]

    def drag(numbers: range) -> None:
        for number in numbers:
            host.paint(number, ("best", "cpp.scalar", "python.loops")[number % 3])
            host.wait_for("done", number)
            host.sent.clear()

    drag(range(1, 100))
    begun, open_begun = sizes(), descriptors()
    drag(range(100, 700))
    grown = [end - begin for begin, end in zip(begun, sizes(), strict=True)]
    assert max(grown) < 4 << 20, grown
    assert descriptors() == open_begun
