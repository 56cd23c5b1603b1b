"""The explorer's page in Chromium, and its server, as the benchmarks see them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from explorer_chromium import Page, chromium

from juliaset.system.process_table import words_of

_PROBE = Path(__file__).with_name("explorer_probe.js").read_text()
_HOST = Path(__file__).with_name("explorer_host.py")
_STAGE = "document.querySelector('[data-part=stage]')"
_REST_S = 0.3  # without a message to the browser, while measuring


class Host:
    """A process that serves the page."""

    def __init__(self) -> None:
        """Start it, and wait for its address."""
        self._process = subprocess.Popen(
            [sys.executable, _HOST],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            process_group=0,  # Ctrl-C is for the benchmark, which then ends it
        )
        self.link = self._line()

    def _line(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def waited(self) -> list[int]:
        """Return how many messages waited to be sent, each 10 ms since the last call."""
        assert self._process.stdin
        self._process.stdin.write("waited\n")
        self._process.stdin.flush()
        found: list[int] = json.loads(self._line())
        return found

    @property
    def process(self) -> int:
        """The number of the server's process."""
        return self._process.pid

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it, and its engines."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()


def below(process: int) -> list[int]:
    """Return the processes that a process has started, and those that these have started."""
    found: list[int] = []
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):  # it has just ended
            for child in map(int, thread.read_text().split()):
                found += [child, *below(child)]
    return found


class Explorer:
    """The explorer in a browser, with a picture of a certain size."""

    def __init__(self, page: Page, link: str, size: int) -> None:
        """Open it, and wait for its first picture."""
        self.page = page
        page.open(link, _PROBE)
        page.wait("probe.newest().lastDrawn")
        self._fit(size)

    def _fit(self, size: int) -> None:
        for _ in range(4):  # another layout may follow from another size
            self._left, self._top, width, height = self.page.evaluate(
                f"(({{ left, top, width, height }}) => [left, top, width, height])"
                f"({_STAGE}.getBoundingClientRect())"
            )
            more = [size - round(width), size - round(height)]
            if more == [0, 0]:
                self._size = size
                self.page.wait("probe.newest().lastDrawn")
                return
            self.page.resize(self.page.size[0] + more[0], self.page.size[1] + more[1])
            time.sleep(_REST_S)
        raise ValueError(f"the page has no picture of {size} x {size}")

    def at(self, across: float, down: float) -> tuple[float, float]:
        """Return a place of the picture, of which the edges are 0 and 1."""
        return self._left + across * self._size, self._top + down * self._size

    def drag(self, seconds: float) -> list[list[float]]:
        """Drag along a circle, and let go; return what the page notes of each move."""
        held = {"button": "left", "buttons": 1, "clickCount": 1}
        self.page.mouse("mousePressed", self.at(0.7, 0.5), **held)
        x, y = self.at(0.5, 0.5)
        notes: list[list[float]] = self.page.evaluate(
            f"probe.drag({x}, {y}, {0.2 * self._size}, {seconds})"
        )
        self.page.mouse("mouseReleased", self.at(0.7, 0.5), **held)
        return notes

    def wheel(
        self, notches: int, place: tuple[float, float], until: list[str], *, stop: bool = False
    ) -> dict[str, float]:
        """Turn the wheel, wait until these are noted of the new picture, and return all notes.

        stop: Stop what is painted now, before.
        """
        self.page.mouse("mouseMoved", place)
        if stop:
            self.page.evaluate(f"{_STAGE}.focus()")
            self.page.press("x")
        self.page.evaluate(f"probe.expect({json.dumps(until)})")
        time.sleep(_REST_S)
        self.page.mouse("mouseWheel", place, deltaX=0, deltaY=120 * notches)
        time.sleep(_REST_S)
        found: dict[str, float] = self.page.evaluate("probe.expected")
        return found


@contextmanager
def explorer(size: int, **state: str) -> Iterator[tuple[Explorer, Host]]:
    """Serve the page and open it, with a state as in a link."""
    words = "".join(f"&{name}={value}" for name, value in state.items())
    with Host() as host, chromium(size + 400, size + 200) as page:
        yield Explorer(page, host.link + words, size), host


def renderers() -> list[int]:
    """Return the processes of the browser that have a page."""
    # Chromium rewrites its command line as one word.
    return [each for each in below(os.getpid()) if "--type=renderer" in " ".join(words_of(each))]
