"""`juliaset explore` ends with a signal, what computes ends with its page, and nothing is left."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import begin_slow_work, explorer, page_of, wait_for_none
from served import PATIENCE_S, message_from

import leftovers


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_that_computes(tmp_path: Path, number: signal.Signals) -> None:
    with explorer(tmp_path, "--no-browser") as running:
        assert len(running.line) <= 81
        with running.page() as page:
            begin_slow_work(page)
            assert len(leftovers.processes(tmp_path)) > 2
            os.killpg(running.process.pid, number)  # as a terminal does, to all of them
            assert running.ended() == (130, "", "")
        assert leftovers.processes(tmp_path) == {}


def test_a_closed_page_leaves_the_server_alone(tmp_path: Path) -> None:
    with explorer(tmp_path, "--no-browser") as running:
        with running.page() as page:
            before = set(leftovers.processes(tmp_path))
            begin_slow_work(page)
            assert set(leftovers.processes(tmp_path)) > before
        end = time.monotonic() + PATIENCE_S
        while set(leftovers.processes(tmp_path)) - before:
            assert time.monotonic() < end
            time.sleep(0.02)
        with running.page():
            pass
        os.kill(running.process.pid, signal.SIGTERM)
        assert running.ended() == (130, "", "")


def test_a_hangup_is_ignored_if_it_was_before(tmp_path: Path) -> None:
    """As after nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with explorer(tmp_path, "--no-browser") as running:
            os.kill(running.process.pid, signal.SIGHUP)
            with running.page():
                os.kill(running.process.pid, signal.SIGHUP)
                os.kill(running.process.pid, signal.SIGTERM)
                assert running.ended() == (130, "", "")
    finally:
        signal.signal(signal.SIGHUP, before)


def test_nothing_survives_a_server_that_is_killed(tmp_path: Path) -> None:
    with explorer(tmp_path, "--no-browser") as running, running.page() as page:
        begin_slow_work(page)
        running.process.kill()
        running.process.wait(PATIENCE_S)
        wait_for_none(tmp_path)


STUBBORN = """
import threading
from juliaset.explorer.server import PageServer
from juliaset.explorer.until_stopped import run_until_stopped

class Session:
    def __init__(self, send):
        send({"type": "hello"}, [])
    def receive(self, asked):
        pass
    def close(self):
        print("closing", flush=True)
        threading.Event().wait()

pages = PageServer(0, Session)
print(pages.link({}), flush=True)
run_until_stopped(pages)
"""


@pytest.mark.parametrize("second", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_second_signal_waits_for_nothing(second: signal.Signals) -> None:
    program = [sys.executable, "-c", STUBBORN]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            with page_of(server.stdout.readline().strip()) as page:
                assert message_from(page)[0]["type"] == "hello"
                server.send_signal(signal.SIGINT)
                assert server.stdout.readline() == "closing\n"
                server.send_signal(second)
                assert server.wait(PATIENCE_S) == -second
        finally:
            server.kill()
