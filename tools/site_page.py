"""What a built page has for a check: its anchors, links, pictures, headings, title and language."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import NamedTuple

VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"),
}
HEADINGS = {f"h{level}" for level in range(1, 7)}
# A screen reader reads the name of these, and not what they consist of.
NAMED = {"a", "button", "label"}
# Attributes that hold ids of other elements of the page.
REFERENCES = ("for", "aria-controls", "aria-describedby", "aria-labelledby")


class Picture(NamedTuple):
    """A picture, and what a screen reader says in its place."""

    source: str  # an address, or the kind of a drawing, which has none
    words: str | None
    is_decoration: bool


class Page(HTMLParser):
    """Collects the elements of one page that others refer to, or that a reader may not see."""

    def __init__(self, text: str) -> None:
        """Read the whole text."""
        super().__init__()
        self.language: str | None = None
        self.title = ""
        self.anchors: list[str] = []
        self.links: list[str] = []
        self.references: list[str] = []
        self.pictures: list[Picture] = []
        self.headings: list[int] = []
        self._open: list[str] = []
        self._hidden: list[int] = []  # how deep the hidden elements are that are open
        self._drawing: Picture | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what this element says."""
        words = {name: value or "" for name, value in attrs}
        self.anchors += [words["id"]] if words.get("id") else []
        self.references += [each for name in REFERENCES for each in words.get(name, "").split()]
        if tag in {"a", "area", "link"} and "href" in words:
            self.links.append(words["href"])
        elif tag == "html":
            self.language = words.get("lang")
        elif tag in HEADINGS and not self._hidden:
            self.headings.append(int(tag[1]))
        elif tag == "img":
            self._keep(Picture(words.get("src", ""), words.get("alt"), _is_decoration(words)))
        elif tag == "svg" and "svg" not in self._open:
            name = words.get("aria-label", "") if words.get("role") == "img" else None
            inside_name = bool(NAMED & set(self._open))
            kind = f'<svg class="{words.get("class", "")}">'  # one chart may have several
            self._drawing = Picture(kind, name, inside_name or _is_decoration(words))
        if tag not in VOID:
            self._open.append(tag)
            if words.get("aria-hidden") == "true" or "display: none" in words.get("style", ""):
                self._hidden.append(len(self._open))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what an element without contents says."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave the element, and those in it whose end is left out."""
        while tag in self._open:
            if self._hidden and self._hidden[-1] == len(self._open):
                self._hidden.pop()
            if self._open.pop() == tag:
                break
        if self._drawing and "svg" not in self._open:
            self._keep(self._drawing)
            self._drawing = None

    def handle_data(self, data: str) -> None:
        """Read the titles of the page and of its drawings."""
        if self._open and self._open[-1] == "title":
            if not self._drawing:
                self.title += data
            elif self._open[-2:] == ["svg", "title"] and self._drawing.words is not None:
                self._drawing = self._drawing._replace(words=self._drawing.words + data)

    def _keep(self, picture: Picture) -> None:
        if not self._hidden:
            self.pictures.append(picture)


def _is_decoration(words: Mapping[str, str]) -> bool:
    hidden = words.get("aria-hidden") == "true" or words.get("role") in {"none", "presentation"}
    return hidden or "display: none" in words.get("style", "")
