"""The explorer's page in Chromium, and its server, as the benchmarks see them."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from juliaset.system.process_table import words_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

_PROBE = Path(__file__).with_name("explorer_probe.js").read_text()
_HOST = Path(__file__).with_name("explorer_host.py")
# Where no network of its own may be made: nothing answers at this proxy.
_NO_PROXY_HERE = ("--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>;127.0.0.1")
PATIENCE_S = 60.0


def missing() -> str:
    """Return what the page needs and this machine lacks; empty if it lacks nothing."""
    for package in ("websockets", "playwright"):
        if find_spec(package) is None:
            return f"{package} is not installed; make test-browser installs it"
    if shutil.which(_browser()):
        return ""
    if os.environ.get("JULIASET_BROWSER"):
        return f"JULIASET_BROWSER is {_browser()!r}, which is not a program here"
    return (
        "there is no program chromium; make test-browser installs it, or "
        "JULIASET_BROWSER=/path/to/chrome names another"
    )


def _browser() -> str:
    return os.environ.get("JULIASET_BROWSER") or "chromium"


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
    """The page, with a picture of a certain size."""

    def __init__(self, page: "Page", link: str, size: int) -> None:
        """Open the page, and wait for its first picture."""
        self.page = page
        page.add_init_script(_PROBE)
        page.goto(link)
        self.wait("probe.newest().lastDrawn")
        self._fit(size)

    def _fit(self, size: int) -> None:
        for _ in range(4):  # another layout may follow from another size
            box = self.page.locator('[data-part="stage"]').first.bounding_box()
            view = self.page.viewport_size
            assert box
            assert view
            self.box = box
            more = [size - round(box["width"]), size - round(box["height"])]
            if more == [0, 0]:
                self.wait("probe.newest().lastDrawn")
                return
            width, height = view["width"] + more[0], view["height"] + more[1]
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.wait_for_timeout(100)
        raise ValueError(f"the page has no picture of {size} x {size}")

    def wait(self, condition: str) -> None:
        """Wait for something in the page, which forbids itself to be told what to run."""
        end = time.monotonic() + PATIENCE_S
        while not self.page.evaluate(condition):
            if time.monotonic() > end:
                raise TimeoutError(f"the page waits for {condition}")
            self.page.wait_for_timeout(5)

    def at(self, across: float, down: float) -> tuple[float, float]:
        """Return a place of the picture, of which the edges are 0 and 1."""
        box = self.box
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def drag(self, seconds: float) -> list[list[float]]:
        """Drag along a circle, and let go; return what the page notes of each move."""
        mouse, radius = self.page.mouse, 0.2 * self.box["width"]
        mouse.move(*self.at(0.7, 0.5))
        mouse.down()
        x, y = self.at(0.5, 0.5)
        notes: list[list[float]] = self.page.evaluate(
            "([x, y, radius, seconds]) => probe.drag(x, y, radius, seconds)",
            [x, y, radius, seconds],
        )
        mouse.up()
        return notes

    def wheel(self, notches: int, until: str) -> dict[str, Any]:
        """Turn the wheel, wait until a moment of the new picture is noted, and return all notes."""
        before = self.page.evaluate("probe.newest().id")
        self.page.mouse.wheel(0, 120 * notches)
        self.wait(f"probe.newest().id > {before} && probe.newest().{until}")
        found: dict[str, Any] = self.page.evaluate("probe.newest()")
        return found


@contextmanager
def explorer(size: int, **state: str) -> Iterator[tuple[Explorer, Host]]:
    """Serve the page and open it, with a state as in a link."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only some parts need it

    program = shutil.which(_browser())
    # Chromium's own sandbox refuses to be root's.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with Host() as host, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=[*_NO_PROXY_HERE, *sandbox]
        )
        try:
            page = browser.new_page(viewport={"width": size + 400, "height": size + 200})
            words = "".join(f"&{name}={value}" for name, value in state.items())
            yield Explorer(page, host.link + words, size), host
        finally:
            browser.close()


def renderers() -> list[int]:
    """Return the processes of the browser that have a page."""
    # Chromium writes its words anew, as one.
    return [each for each in below(os.getpid()) if "--type=renderer" in " ".join(words_of(each))]
