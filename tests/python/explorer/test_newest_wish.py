"""The newest wish wins, and every kernel stops for it."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hosts import ENDLESS, HANGS_S, Host, problem_here, until

from juliaset.escape import escape_counts
from juliaset.explorer.jobs import Job, Smooth
from juliaset.explorer.passes import Pass
from juliaset.explorer.worker import Worker
from juliaset.kernel_type import Kernel
from juliaset.registry import kernels
from processes import children, family

STORMY = ([0, 1], [-0.8, 0.156], [-1, 0])
HERE = [kernel for kernel in kernels() if kernel.available and kernel.name != "dask.distributed"]
LATER = ("numba.", "python.multiprocessing")  # they take a moment to start


def settings() -> Iterator[object]:
    """Yield kernels of all kinds; of C++ also with the GIL held, and not optimised."""
    for kernel in HERE:
        slow = kernel.name.startswith(LATER) or bool(kernel.isa)
        yield pytest.param(kernel, {}, id=kernel.name, marks=pytest.mark.slow if slow else ())
        held = {"gil": "held"} if "held" in kernel.gils else {}
        if held and kernel.flavours and not kernel.isa:
            yield pytest.param(kernel, held, id=f"{kernel.name}-held")
        if "O0" in kernel.flavours:
            more = held | {"flavour": "O0"}
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
        host.ask(type=then, **({"panel": 0, "id": 1} if then == "stop" else {}))
    host.goes_on.set()
    host.paint(3)
    host.wait_for("done", 3)
    host.session.close()
    said = [one.content for one in host.sent if one.content["type"] != "stopped"]
    ids = [content["id"] for content in said if "id" in content]
    assert ids[0] == 1
    assert 1 not in ids[1:]


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


def test_what_was_compared_is_told_if_smooth_colours_are_asked_for_meanwhile(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Worker.begin

    def begin_late(worker: Worker, job: Job) -> None:
        if isinstance(job, Smooth):
            assert worker.connection.poll(HANGS_S)  # the frame is compared, and not asked again
        begin(worker, job)

    monkeypatch.setattr(Worker, "begin", begin_late)
    host.paint(1)
    host.wait_for("done", 1)
    host.ask(type="smooth", panel=0, id=1)
    host.wait_for("depths", 1)
    host.wait_for("compared", 1)
