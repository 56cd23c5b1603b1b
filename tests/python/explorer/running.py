"""`juliaset explore` in a process of its own, and pages that talk to it."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from served import PAINT, PATIENCE_S, ClientConnection, connect, message_from

import leftovers
from command import COMMAND

LINE = r"(http://127\.0\.0\.1:(\d+)/#token=([\w-]{22})(\S*)) shows it; Ctrl-C ends it\.\n"
# Minutes of work for python.loops, and parts of a second until its first pixels are there.
SLOW = {"kernel": "python.loops", "c": [0, 0], "limit": 20_000}
SLOW["view"] = {"level": 40, "column": -200, "row": 200, "width": 400, "height": 400}


class Running:
    """The command in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout
        self.line = process.stdout.readline()
        found = re.fullmatch(LINE, self.line)
        assert found, (self.line, process.stderr and process.stderr.read())
        self.link, self.port, self.token = found[1], int(found[2]), found[3]

    @contextmanager
    def page(self) -> Iterator[ClientConnection]:
        """Open a page, and wait for its greeting."""
        with page_of(self.link) as page:
            page.send(json.dumps({"type": "hello"}))
            assert message_from(page)[0]["type"] == "hello"
            yield page

    def ended(self) -> tuple[int, str, str]:
        """Wait for the end; return the exit code and what was said since the first line."""
        said = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, *said


def page_of(link: str) -> ClientConnection:
    """Open the socket of the page that a link leads to."""
    place = urlsplit(link)
    (token,) = parse_qs(place.fragment)["token"]
    return connect(
        f"ws://{place.netloc}/socket",
        origin=f"http://{place.netloc}",  # type: ignore[arg-type]
        subprotocols=["juliaset", f"token.{token}"],  # type: ignore[list-item]
        proxy=None,
        open_timeout=PATIENCE_S,
        max_queue=None,  # it reads, as a browser does, also what a test does not look at
    )


@contextmanager
def explorer(folder: Path, *words: str, **environment: str) -> Iterator[Running]:
    process = subprocess.Popen(
        [*COMMAND, "explore", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(folder), "DISPLAY": ""} | environment,
        start_new_session=True,
    )
    try:
        yield Running(process)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_for_none(folder: Path) -> None:
    end = time.monotonic() + PATIENCE_S
    while left := leftovers.processes(folder):
        assert time.monotonic() < end, left
        time.sleep(0.02)


def begin_slow_work(page: ClientConnection) -> None:
    """Let both panels compute for minutes."""
    for panel in (0, 1):
        page.send(json.dumps(PAINT | SLOW | {"panel": panel}))
    seen: set[int] = set()
    while seen != {0, 1}:
        content = message_from(page)[0]
        assert content["type"] == "pass", content
        seen.add(content["panel"])
