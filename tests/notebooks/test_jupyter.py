"""make jupyter serves the notebooks only to this machine, and Ctrl-C ends it."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

import pytest
from reading import ROOT

ANSWERS_S = 60


def status_of(address: str) -> int:
    """Return how a page is answered; the server prints its address just before it listens."""
    end = time.monotonic() + ANSWERS_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=ANSWERS_S) as page:  # noqa: S310 - loopback
                return int(page.status)
        except URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


@pytest.mark.slow
def test_it_prints_its_address_and_ends_cleanly(tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    # A person's own settings stay out, and nothing of this is left with them.
    own = {f"JUPYTER_{name}_DIR": str(tmp_path / name) for name in ("CONFIG", "DATA", "RUNTIME")}
    screenless = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY"), "")
    with subprocess.Popen(
        [ROOT / "setup" / "jupyter.sh"],
        env=os.environ | own | screenless | {"PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as server:
        assert server.stdout
        try:
            said = ""
            while not (address := re.search(r"http://\S+", said)):
                line = server.stdout.readline()
                assert line, said
                said += line
            assert address[0].startswith("http://127.0.0.1:")
            assert status_of(address[0]) == 200
            os.killpg(server.pid, signal.SIGINT)
            said += server.stdout.read()
            assert server.wait(60) == 0, said
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)
    assert "Traceback" not in said
