"""Watches a page: the hosts that it asks, its complaints, and what moves by itself."""

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page

HERE = {"127.0.0.1", "localhost", "[::1]"}
# A browser counts a shift as expected for half a second after an input. The readout follows the
# cursor, and its numbers have as many digits as they have. A browser on a busy machine reports that
# the body of the blank page, which it leaves, has moved: that is as wide as its window but for its
# margins, then without them, and is not one of our elements.
SHIFTS = """
globalThis.unexpectedShifts = [];
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) {
    const nodes = shift.sources.map(({ node }) => node);
    const isReadout = nodes.every((node) => node?.parentElement?.closest(".readout"));
    const box = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join();
    const isBlank = shift.sources.every(({ node, previousRect: was, currentRect: now }) =>
      !node && box(was).startsWith("8,8,") &&
      box(now).startsWith(`0,0,${Math.round(was.width) + 16},`));
    if (shift.hadRecentInput || isReadout || isBlank) continue;
    const moved = shift.sources.map(({ node, previousRect, currentRect }) =>
      `${node?.nodeName} ${node?.className ?? node?.textContent}` +
      `${node?.isConnected ? "" : ", removed,"} from ${box(previousRect)} to ${box(currentRect)}`);
    const at = Math.round(shift.startTime);
    const text = `${shift.value.toFixed(4)} of ${moved.join(", ")}, ${at} ms after the start`;
    globalThis.unexpectedShifts.push(text);
  }
}).observe({ type: "layout-shift", buffered: true });
"""


def is_foreign(url: str) -> bool:
    """Return whether a browser asks another machine for this."""
    parts = urlsplit(url)
    return parts.scheme not in {"data", "blob", "about"} and parts.hostname not in {
        host.strip("[]") for host in HERE
    }


class Watch:
    """What a page has done since it was opened."""

    def __init__(self, page: Page) -> None:
        """Begin to watch; the page has to be a new one."""
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("console", self._on_console)
        page.on("pageerror", self._on_error)
        page.add_init_script(SHIFTS)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _on_error(self, error: Error) -> None:
        self.complaints.append(f"uncaught: {error}")

    @property
    def foreign(self) -> list[str]:
        """The requests that it has sent to other machines."""
        return [url for url in self.asked if is_foreign(url)]

    @property
    def shifts(self) -> list[str]:
        """What moved although no person did anything."""
        return [] if self.page.is_closed() else self.page.evaluate("unexpectedShifts")

    def assert_well_behaved(self) -> None:
        """Check that it has asked no other machine, has not complained, and stood still."""
        assert not self.foreign
        assert not self.complaints
        assert not self.shifts
