"""Lets a browser without a screen draw a page, and hears from the page what came of it."""

import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from juliaset.profilers.requirements import browser
from juliaset.profilers.running import started

_PATIENCE_S = 40.0
# A page that draws in a worker is not done at its load event, where --dump-dom would look: a script
# in a copy of it waits for the shapes, and says how many there are to a server on loopback.
_REPORTER = """<script>
  const look = () => {{
    const shapes = document.querySelectorAll("{shape}").length;
    if (shapes) fetch("http://127.0.0.1:{port}/" + shapes, {{mode: "no-cors"}});
    else setTimeout(look, 100);
  }};
  look();
</script>"""


def drawn(page: Path, shape: str) -> int:
    """Count the shapes of one kind that a browser draws; 0 where it draws none in a while."""
    heard = threading.Event()
    counts: list[int] = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Take the number out of the path."""
            if self.path.strip("/").isdecimal():
                counts.append(int(self.path.strip("/")))
                heard.set()
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Ear) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            reporter = _REPORTER.format(shape=shape, port=server.server_address[1])
            _show(page.read_text() + reporter, heard)
        finally:
            server.shutdown()
    return max(counts, default=0)


def _show(text: str, heard: threading.Event) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        copy = Path(folder, "page.html")
        copy.write_text(text)
        words = [
            *(browser(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
            *("--disable-background-networking", "--no-first-run", "--remote-debugging-port=0"),
            *(f"--user-data-dir={folder}/browser", copy.as_uri()),
        ]
        with started(words, Path(folder)):
            heard.wait(_PATIENCE_S)
