"""No process of an engine stays behind, however it, its session or its parent ends."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hosts import ENDLESS, HANGS_S, Host, descriptors, until

from processes import children, family, wait_until_gone


def test_a_process_that_is_killed_is_replaced(host: Host) -> None:
    before = children()
    host.paint(1)
    host.wait_for("done", 1)
    (process,) = children() - before
    os.kill(process, signal.SIGKILL)
    ended = host.wait_for("ended").content
    assert (ended["panel"], ended["id"]) == (0, 1)
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
    wait_until_gone(all_of_them)


PARENT = """
import sys, threading
sys.path.insert(0, {folder!r})
from hosts import ENDLESS, Host
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
    wait_until_gone(started)


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
