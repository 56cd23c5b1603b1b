"""A page of the explorer as a test sees it: what it asked, what it shows, what its address says."""

import base64
import json
from dataclasses import dataclass
from typing import Any, Self, cast
from urllib.parse import parse_qsl, urlsplit

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page

from juliaset import Problem, escape_counts

# Keeps what the page sends through its socket, and the newest frame of each panel.
LISTEN = """
globalThis.seen = { sent: [], asked: {}, frames: {} };
const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (text) {
  const message = typeof text === "string" && text ? JSON.parse(text) : {}; // Jupyter's are bytes
  seen.sent.push(message);
  if (message.type === "paint") seen.asked[message.panel] = { ...message, at: performance.now() };
  if (message.type === "close") delete seen.asked[message.panel];
  return send.call(this, text);
};
addEventListener("juliaset:frame", ({ detail }) => { seen.frames[detail.panel] = detail; }, true);
addEventListener("juliaset:state", ({ detail }) => { seen.state = detail; }, true);
"""
# What a person does is sent with a frame of the screen.
NEXT_FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# An address follows the state when a gesture rests.
ADDRESS_RESTS = "() => !seen.state || location.hash.endsWith(`&${seen.state}`)"
# The page sends a request that it holds back within 80 ms.
SETTLED = """
(panels) => panels.every((panel) => {
  const { [panel]: asked } = seen.asked, { [panel]: frame } = seen.frames;
  return asked && frame?.id === asked.id && performance.now() - asked.at > 200;
})
"""
FRAME = """
(panel) => {
  const { [panel]: { view, counts, id, c, limit } } = seen.frames;
  const bytes = new Uint8Array(Int32Array.from(counts).buffer);
  let text = "";
  for (let k = 0; k < bytes.length; k += 8192) {
    text += String.fromCharCode(...bytes.subarray(k, k + 8192));
  }
  return { id, view, c, limit, counts: btoa(text) };
}
"""
PIXELS = """
(canvas) => {
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const pen = copy.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
  let text = "";
  for (let k = 0; k < data.length; k += 8192) {
    text += String.fromCharCode(...data.subarray(k, k + 8192));
  }
  return { width: canvas.width, height: canvas.height, bytes: btoa(text) };
}
"""

IS_DARK = """
(root) => {
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  pen.fillStyle = getComputedStyle(root).backgroundColor;
  pen.fillRect(0, 0, 1, 1);
  return Math.max(...pen.getImageData(0, 0, 1, 1).data.subarray(0, 3)) < 128;
}
"""


@dataclass(frozen=True)
class Frame:
    """A picture that a page has received."""

    id: int
    view: dict[str, int]
    c: complex
    limit: int
    counts: NDArray[np.int32]

    @property
    def problem(self) -> Problem:
        """The problem whose counts these are: its points by the formula of docs/explorer.md."""
        octave, part = divmod(self.view["level"], 4)
        step = (8 - part) * 2.0 ** -(octave + 3)
        xs = (self.view["column"] + np.arange(self.view["width"])) * step
        ys = (self.view["row"] - np.arange(self.view["height"])) * step
        return Problem(xs, ys, self.c, self.limit)

    def right_counts(self) -> NDArray[np.int32]:
        """Return what the package computes for the same points."""
        return cast("NDArray[np.int32]", escape_counts(self.problem))

    def assert_right(self) -> None:
        """Compare its counts with those of the package."""
        np.testing.assert_array_equal(self.counts, self.right_counts())


class Explorer:
    """A page of `juliaset explore`, or a widget without an address."""

    def __init__(self, page: Page) -> None:
        """Listen to the page; it has to be a new one."""
        self.page = page
        self.root = page.locator(".juliaset-explorer")
        page.add_init_script(LISTEN)

    def open(self, link: str, *, wait: bool = True, **state: str) -> Self:
        """Go to an address with a state; wait for the picture, or for the request alone."""
        self.page.goto(link + "".join(f"&{name}={value}" for name, value in state.items()))
        if wait:
            return self.settle()
        self.page.wait_for_function("() => seen.asked[0]")
        return self

    def settle(self, *panels: int, seconds: float = 60) -> Self:
        """Wait until the newest picture of each panel is whole."""
        self.page.evaluate(NEXT_FRAME)
        self.page.wait_for_function(SETTLED, arg=panels or (0,), timeout=1000 * seconds)
        return self

    def frame(self, panel: int = 0) -> Frame:
        """Return the newest picture."""
        found = self.page.evaluate(FRAME, panel)
        view = found["view"]
        counts = np.frombuffer(base64.b64decode(found["counts"]), np.int32)
        shape = view["height"], view["width"]
        return Frame(found["id"], view, complex(*found["c"]), found["limit"], counts.reshape(shape))

    def pixels(self, name: str = "picture", panel: int = 0) -> NDArray[np.uint8]:
        """Return the red, green, blue and alpha of each pixel of a canvas."""
        found = self.part(name, panel).evaluate(PIXELS)
        shape = found["height"], found["width"], 4
        return np.frombuffer(base64.b64decode(found["bytes"]), np.uint8).reshape(shape)

    def until_repainted(self, before: NDArray[np.uint8]) -> None:
        """Wait until the picture has other colours than before."""
        for _ in range(200):
            if not np.array_equal(self.pixels(), before):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("the picture is still the same")

    def keep_received(self) -> list[dict[str, Any]]:
        """Return a list of what the host sends, without the numbers; before the page is opened."""
        received: list[dict[str, Any]] = []

        def keep(frame: str | bytes) -> None:
            assert isinstance(frame, bytes)
            length = int.from_bytes(frame[:4], "little")
            received.append(json.loads(frame[4 : 4 + length]))

        self.page.on("websocket", lambda socket: socket.on("framereceived", keep))
        return received

    def part(self, name: str, panel: int = 0) -> Locator:
        """Return the part with a name, of one of the panels if each has it."""
        return self.root.locator(f'[data-part="{name}"]').nth(panel)

    def key(self, *keys: str) -> None:
        """Press keys on the picture, one after the other."""
        for key in keys:
            self.part("stage").press(key)

    def is_dark(self) -> bool:
        """Return whether the page is dark now."""
        return bool(self.root.evaluate(IS_DARK))

    def choice(self, name: str) -> Locator:
        """Return a select by its label."""
        return self.root.get_by_role("combobox", name=name, exact=True).first

    def button(self, action: str) -> Locator:
        """Return the button that is seen and does this."""
        return self.root.locator(f'button[data-do="{action}"]:visible').first

    def set(self, name: str, value: str = "") -> Locator:
        """Return the checkbox, or the radio button for a value, by its name in the form."""
        wanted = f'[value="{value}"]' if value else ""
        return self.root.locator(f'input[name="{name}"]{wanted}')

    @property
    def state(self) -> dict[str, str]:
        """What the address says, without the token, once it has followed the page."""
        self.page.wait_for_function(ADDRESS_RESTS)
        pairs = dict(parse_qsl(urlsplit(self.page.url).fragment, keep_blank_values=True))
        pairs.pop("token", None)
        return pairs

    def sent(self, kind: str) -> list[dict[str, Any]]:
        """Return the messages of one type that the page has sent."""
        sent: list[dict[str, Any]] = self.page.evaluate("seen.sent")
        return [message for message in sent if message["type"] == kind]
