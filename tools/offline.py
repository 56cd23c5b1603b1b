"""Report what the pages of a folder would load from the net, or cannot find in the folder.

python tools/offline.py <folder> exits with 1 if there is anything. Links that a reader may follow
do not count, because a page does not load them by itself.
"""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Attributes whose address a browser fetches by itself; for <link> it depends on rel.
FETCHED = {
    ("audio", "src"),
    ("embed", "src"),
    ("iframe", "src"),
    ("image", "href"),
    ("image", "xlink:href"),
    ("img", "src"),
    ("img", "srcset"),
    ("input", "src"),
    ("object", "data"),
    ("script", "src"),
    ("source", "src"),
    ("source", "srcset"),
    ("track", "src"),
    ("use", "href"),
    ("use", "xlink:href"),
    ("video", "poster"),
    ("video", "src"),
}
FETCHED_RELATIONS = {
    *("dns-prefetch", "icon", "manifest", "mask-icon", "modulepreload", "preconnect", "prefetch"),
    *("preload", "stylesheet"),
}
STYLED = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")
# A script may fetch what it names: whole addresses of things that a page is made of.
SCRIPTED = re.compile(
    r"""["'`]((?:https?:)?//[^"'`\s]+?\.(?:m?js|css|woff2?|ttf|wasm|json|png|svg)\b[^"'`\s]*)"""
)


class Page(HTMLParser):
    """Collects what a browser would fetch for a page, also for pages inside it."""

    def __init__(self, text: str) -> None:
        """Read the whole text."""
        super().__init__()
        self.fetched: list[str] = []
        self.inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the addresses that this element fetches."""
        self.inside = tag
        words = {name: value or "" for name, value in attrs}
        relations = set(words.get("rel", "").split()) if tag == "link" else set()
        for name, value in words.items():
            if name == "srcset":
                self.fetched += [part.split()[0] for part in value.split(", ") if part.strip()]
            elif (tag, name) in FETCHED or (name == "href" and relations & FETCHED_RELATIONS):
                self.fetched.append(value)
            elif name == "style":
                self.fetched += styled(value)
            elif name == "srcdoc":
                self.fetched += Page(value).fetched

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser calls it so
        """Leave a style or script."""
        self.inside = ""

    def handle_data(self, data: str) -> None:
        """Look into styles and scripts."""
        if self.inside == "style":
            self.fetched += styled(data)
        elif self.inside == "script":
            self.fetched += SCRIPTED.findall(data)


def styled(css: str) -> list[str]:
    """Return the addresses in a style sheet."""
    return [address or imported for address, imported in STYLED.findall(css)]


def fetched(path: Path) -> list[str]:
    """Return the addresses that a file makes a browser fetch."""
    text = path.read_text()
    if path.suffix == ".css":
        return styled(text)
    return SCRIPTED.findall(text) if path.suffix == ".js" else Page(text).fetched


def complaints(folder: Path) -> Iterator[str]:
    """Return a line for each address that is outside the folder or does not exist."""
    for path in sorted(folder.rglob("*.*")):
        if path.suffix not in {".html", ".css", ".js"}:
            continue
        for address in fetched(path):
            parts = urlsplit(address)
            if parts.scheme == "data" or not (parts.netloc or parts.path):
                continue
            where = path.relative_to(folder)
            if parts.scheme or parts.netloc:
                yield f"{where}: would be loaded from the net: {address}"
            elif not (path.parent / unquote(parts.path)).is_file():
                yield f"{where}: is not in the folder: {address}"


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():  # noqa: PLR2004
        sys.stderr.write(f"arguments are {sys.argv[1:]}; allowed: the folder of a book\n")
        sys.exit(2)
    said = list(complaints(Path(sys.argv[1])))
    sys.stdout.writelines(f"{line}\n" for line in said)
    sys.exit(1 if said else 0)
