"""Lab texts at the width of the terminal: paragraphs and wide tables flow; code stays as it is."""

import re
from collections.abc import Iterable, Iterator
from textwrap import fill

_ITEM = re.compile(r"(?:[-*]|\d+\.) +")
_AS_IT_IS = re.compile(r"[#>]")  # a heading, a quotation
_UNDER_HEADS = re.compile(r"[|:\s-]+")
_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")


def flowing(markdown: str, width: int | None) -> str:
    """Return Markdown with its paragraphs rewrapped; None changes nothing.

    A reader of a pipe or a file may search it line by line, so only a terminal has a width.
    """
    if width is None:
        return markdown
    done: list[str] = []
    paragraph: list[str] = []
    table: list[str] = []
    in_fence = False

    def end() -> None:
        if paragraph:
            done.append(_broken(" ".join(paragraph), width))
            paragraph.clear()
        if table:
            done.extend(_fitting(table, width))
            table.clear()

    for line in markdown.splitlines():
        fence = line.lstrip().startswith("```")
        code = line.startswith("    ") and not paragraph  # within a paragraph it is only an indent
        if in_fence or fence or code or not line.strip() or _AS_IT_IS.match(line):
            end()
            done.append(line)
            in_fence ^= fence
            continue
        if line.startswith("|") and not in_fence:
            if not table:
                end()
            table.append(line)
            continue
        if table or _ITEM.match(line):
            end()
        paragraph.append(line.strip())
    end()
    return "\n".join(done) + ("\n" if markdown.endswith("\n") else "")


def indented(text: str, width: int | None, first: str = "  ", others: str = "  ") -> str:
    """Return a message behind an indent, each line broken between words if there is a width."""
    ends = first, *[others] * text.count("\n")
    lines = zip(text.splitlines(), ends, strict=False)
    if width is None:
        return "\n".join(indent + line for line, indent in lines)
    return "\n".join(_within(line, width, indent, others) for line, indent in lines)


def _fitting(table: list[str], width: int) -> Iterable[str]:
    """Return a table as it is, or the items of one that is wider than the terminal."""
    cells = [_cells(line) for line in table]
    is_whole = len(table) > 2 and _UNDER_HEADS.fullmatch(table[1])  # noqa: PLR2004 - heads, a row
    is_even = len({len(row) for row in cells}) == 1 < len(cells[0])
    is_wide = max(map(len, table)) > width
    return _as_items(cells, width) if is_whole and is_even and is_wide else table[:]


def _cells(line: str) -> list[str]:
    """Return the cells of a line of a table, which need not end with a bar."""
    first, *others = _BETWEEN_CELLS.split(line.strip())
    cells = [first, *others] if first else others
    if len(cells) > 1 and not cells[-1]:
        cells.pop()
    return [cell.strip().replace("\\|", "|") for cell in cells]


def _as_items(table: list[list[str]], width: int) -> Iterator[str]:
    """Yield an item for each row: its first cell, then the others, named by their columns."""
    heads, _, *rows = table
    for first, *others in rows:
        named = others
        if len(others) > 1:
            named = [f"{head}: {cell}" for head, cell in zip(heads[1:], others, strict=True)]
        yield _broken(f"- {first}: {'; '.join(named)}", width)


def _broken(paragraph: str, width: int) -> str:
    item = _ITEM.match(paragraph)
    return _within(paragraph, width, "", " " * len(item[0]) if item else "")


def _within(text: str, width: int, first: str, others: str) -> str:
    return fill(
        text,
        max(width, len(others) + 1),
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,  # a command or a path is copied whole
        break_on_hyphens=False,
        tabsize=4,
    )
