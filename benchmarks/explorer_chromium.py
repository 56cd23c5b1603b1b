"""A Chromium without a window that is told what to do through its own protocol.

The tests use playwright, which has the browser tell it of all that a socket brings, each message in
base64. That takes the browser longer than what is measured here.
"""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

PATIENCE_S = 60.0
_LOOK_S = 0.02
_ALONE = (
    "--headless",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    # Where no network of its own may be made: nothing answers at this proxy.
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>;127.0.0.1",
)


def missing() -> str:
    """Return what the page needs and this machine lacks; empty if it lacks nothing."""
    if find_spec("websockets") is None:
        return "websockets is not installed; make test-browser installs it"
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


class Page:
    """One page, as a person uses it."""

    def __init__(self, socket: "ClientConnection", width: int, height: int) -> None:
        """Open an empty one."""
        self._socket = socket
        self._calls = 0
        self._session: dict[str, str] = {}
        target = self._call("Target.createTarget", url="about:blank")
        attached = self._call("Target.attachToTarget", **target, flatten=True)
        self._session = attached
        self._call("Page.enable")
        self.resize(width, height)

    def _call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._calls += 1
        message = {"id": self._calls, "method": method, "params": parameters, **self._session}
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv(timeout=PATIENCE_S))
            if answer.get("id") == self._calls:
                break
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        found: dict[str, Any] = answer["result"]
        return found

    def resize(self, width: int, height: int) -> None:
        """Resize the page, in pixels of the screen."""
        self.size = width, height
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def open(self, link: str, first: str) -> None:
        """Go to a link; `first` runs in the page before its own scripts do."""
        self._call("Page.addScriptToEvaluateOnNewDocument", source=first)
        self._call("Page.navigate", url=link)

    def reload(self) -> None:
        """Reload the page."""
        before = self.evaluate("performance.timeOrigin")
        self._call("Page.reload")
        self.wait(f"performance.timeOrigin !== {before}")

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401
        """Return what an expression is in the page, or what it promises there.

        Raises:
            RuntimeError: The page is going, or the expression fails.
        """
        how = {"awaitPromise": True, "returnByValue": True}
        found = self._call("Runtime.evaluate", expression=expression, **how)
        if "exceptionDetails" in found:
            raise RuntimeError(f"{expression}: {found['result'].get('description')}")
        return found["result"].get("value")

    def wait(self, condition: str) -> None:
        """Wait until something is so in the page."""
        end = time.monotonic() + PATIENCE_S
        while True:
            with suppress(RuntimeError):  # a page that is loaded has nothing at first
                if self.evaluate(condition):
                    return
            if time.monotonic() > end:
                raise TimeoutError(f"the page waits for {condition}")
            time.sleep(_LOOK_S)

    def collect_garbage(self) -> None:
        """Free what the page no longer reaches."""
        self._call("HeapProfiler.collectGarbage")

    def mouse(self, kind: str, place: tuple[float, float], **more: object) -> None:
        """Do with the mouse what the protocol calls mouseMoved, mousePressed, and so on."""
        x, y = place
        self._call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def press(self, letter: str) -> None:
        """Press a key and let it go."""
        self._call("Input.dispatchKeyEvent", type="keyDown", key=letter, text=letter)
        self._call("Input.dispatchKeyEvent", type="keyUp", key=letter)


@contextmanager
def chromium(width: int, height: int) -> Iterator[Page]:
    """Start it, open a page, and end all its processes in the end."""
    from websockets.sync.client import connect  # noqa: PLC0415 - an extra

    # Chromium's own sandbox refuses to be root's.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        words = [_browser(), *_ALONE, *sandbox, f"--user-data-dir={folder}"]
        process = subprocess.Popen(
            [*words, "--remote-debugging-port=0"],
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            address = _address(process, Path(folder) / "DevToolsActivePort")
            with connect(address, max_size=None, compression=None) as socket:
                yield Page(socket, width, height)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _address(process: "subprocess.Popen[bytes]", file: Path) -> str:
    """Wait for the address at which the browser listens."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError, ValueError):
            port, path = file.read_text().splitlines()
            return f"ws://127.0.0.1:{port}{path}"
        time.sleep(_LOOK_S)
    raise RuntimeError(f"Chromium does not start; it ended with {process.poll()}")
