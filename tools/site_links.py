"""Find links of built pages that lead nowhere or away, and pages to which none leads."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from site_page import Page

FIRST = "index.html"
ELSEWHERE = {"http", "https", "mailto"}  # a reader may follow these; no page needs them
INDEX = re.compile(r"Search\.setIndex\((.*)\)\s*", re.DOTALL)

Pages = dict[Path, Page]


def target(path: Path, link: SplitResult) -> Path:
    """Return the file to which a link of a page leads."""
    return (path.parent / unquote(link.path)).resolve() if link.path else path


def wrong_links(path: Path, pages: Pages, folder: Path) -> Iterator[str]:
    """Compare the links of one page with the files of the folder and with their anchors."""
    page = pages[path]
    for address in dict.fromkeys(page.links):
        link = urlsplit(address)
        if link.scheme in ELSEWHERE:
            continue
        file = target(path, link)
        if link.scheme or link.netloc or not file.is_relative_to(folder):
            yield f"a link leaves the folder: {address}"
        elif not file.is_file():
            yield f"a link leads nowhere: {address}"
        elif link.fragment and file in pages and not _has(pages[file], unquote(link.fragment)):
            yield f"the page of a link lacks its anchor: {address}"
    for name, count in Counter(page.anchors).items():
        if count > 1:
            yield f"{count} elements have the id {name!r}"
    for name in dict.fromkeys(page.references):
        if name not in page.anchors:
            yield f"an attribute names the id {name!r}, which is not on the page"


def _has(page: Page, anchor: str) -> bool:
    return anchor == "top" or anchor in page.anchors  # "top" is the top of any page


def unreached(pages: Pages, folder: Path) -> Iterator[str]:
    """Find the pages to which no chain of links leads from the first page, if there is one."""
    first = folder / FIRST
    reached, new = {first}, [first] if first in pages else []
    while new:
        path = new.pop()
        found = {target(path, urlsplit(link)) for link in pages[path].links} & set(pages)
        new += found - reached
        reached |= found
    for path in pages if first in pages else ():
        if path not in reached:
            yield f"{path.relative_to(folder)}: no link leads here from {FIRST}"


def wrong_index(pages: Pages, folder: Path) -> Iterator[str]:
    """Compare the index of the search with the pages, if there is one."""
    index = folder / "searchindex.js"
    if index.is_file():
        call = INDEX.fullmatch(index.read_text())
        names: list[str] = json.loads(call[1])["docnames"] if call else []
        if not names:
            yield "searchindex.js: it lists no page"
        for name in names:
            if folder / f"{name}.html" not in pages:
                yield f"searchindex.js: it lists a page that does not exist: {name}"
