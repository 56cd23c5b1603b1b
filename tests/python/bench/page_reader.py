"""Reads a page as a browser would: elements in order, text by section, nothing left open."""

import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """Keeps the text of every section, and insists that each element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.sections: dict[str, list[str]] = {"": []}
        self.here = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "section":
            self.here = dict(attrs)["id"] or ""
            self.sections[self.here] = []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"script", "style"}:
            self.sections[self.here].append(data)

    def said(self, section: str = "") -> str:
        return " ".join(" ".join(self.sections[section]).split())

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def overflow(browser: str, text: str, width: int, folder: Path) -> int:
    """Return how many pixels a page is wider than a window of that width, in a browser."""
    look = "document.body.dataset.wide = document.documentElement.scrollWidth - innerWidth"
    copy = folder / "page.html"
    # The page's own policy would not run our script.
    copy.write_text(re.sub(r"<meta http-equiv[^>]*>", "", text) + f"<script>{look}</script>")
    answer = subprocess.run(
        [
            *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *("--disable-background-networking", f"--user-data-dir={folder / 'browser'}"),
            *(f"--window-size={width},900", "--dump-dom", copy.as_uri()),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    (wide,) = re.findall(r'data-wide="(-?\d+)"', answer.stdout)
    return int(wide)
