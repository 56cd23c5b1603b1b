"""Ask SnakeViz for its page, on this machine only, and end it."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path  # noqa: TC003 - cheap
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

from claims.running import environment


def snakeviz_page(program: str, profile: Path) -> tuple[int, str]:
    """Return the status and text of what SnakeViz shows for a profile."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [program, "-s", "-H", "127.0.0.1", "-p", str(port), str(profile)]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, env=environment(), stdout=quiet, stderr=quiet)  # noqa: S603
    try:
        return _ask(f"http://127.0.0.1:{port}/snakeviz/{quote(str(profile), safe='')}")
    finally:
        server.terminate()
        server.wait(10)


def _ask(address: str) -> tuple[int, str]:
    opener = build_opener(ProxyHandler({}))
    deadline = time.monotonic() + 30
    while True:
        try:
            with opener.open(address, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
