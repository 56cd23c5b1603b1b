"""HTML that cannot forget to escape: text becomes markup only by going through here."""

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

VOID = {"meta", "br"}


class Html(str):
    """Markup that is ready for the page; any other string is text and will be escaped."""

    __slots__ = ()


def join(parts: Iterable[str], between: str = "") -> Html:
    """Put pieces one after another, escaping those that are text."""
    return Html(html.escape(between).join(_safe(part) for part in parts))


def el(tag: str, /, *children: str, **attributes: object) -> Html:
    """Write an element; `class_` is class, `data_value` is data-value, None and False leave out."""
    words = "".join(
        f" {key.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{html.escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    end = "" if tag in VOID else f"</{tag}>"
    return Html(f"<{tag}{words}>{join(children)}{end}")


def _safe(part: str) -> str:
    return part if isinstance(part, Html) else html.escape(part)


@dataclass(frozen=True)
class Cell:
    """A cell that sorts by its number, not by its words."""

    shown: str
    value: float | None = None
    style: str | None = None


def table(
    caption: str, headings: Sequence[str], rows: Iterable[Sequence[str | Cell]], kind: str = ""
) -> Html:
    """Write a table that scrolls in a box of its own; the first column names the row."""
    head = el("tr", *(el("th", heading, scope="col") for heading in headings))
    body = [el("tr", *(_cell(cell, at) for at, cell in enumerate(row))) for row in rows]
    whole = el(
        "table", el("caption", caption), el("thead", head), el("tbody", *body), class_=kind or None
    )
    return scrolling(whole, caption)


def scrolling(content: str, label: str) -> Html:
    """Let something wide scroll by itself: on a phone the page stays where it is."""
    # Without a place in the tab order nobody could scroll it with the keyboard.
    return el("div", content, class_="scroll", tabindex=0, role="region", aria_label=label)


def _cell(cell: str | Cell, at: int) -> Html:
    if not isinstance(cell, Cell):
        return el("td", cell) if at else el("th", cell, scope="row")
    return el("td", cell.shown, class_="number", data_value=cell.value, style=cell.style)


def paragraph(*children: str, kind: str | None = None) -> Html:
    """Write a paragraph."""
    return el("p", *children, class_=kind)


def code(text: str) -> Html:
    """Write a name or a command."""
    return el("code", text)
