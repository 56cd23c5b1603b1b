"""Lab texts at the width of the terminal: paragraphs flow, and code and tables stay as they are."""

import re
from textwrap import fill

_ITEM = re.compile(r"(?:[-*]|\d+\.) +")
_AS_IT_IS = re.compile(r"#|\||>")  # a heading, a table, a quotation


def flowing(markdown: str, width: int | None) -> str:
    """Return Markdown with its paragraphs rewrapped; None changes nothing.

    A reader of a pipe or a file may search it line by line, so only a terminal has a width.
    """
    if width is None:
        return markdown
    done: list[str] = []
    paragraph: list[str] = []
    in_fence = False

    def end() -> None:
        if paragraph:
            done.append(_broken(" ".join(paragraph), width))
            paragraph.clear()

    for line in markdown.splitlines():
        fence = line.lstrip().startswith("```")
        code = line.startswith("    ") and not paragraph  # within a paragraph it is only an indent
        if in_fence or fence or code or not line.strip() or _AS_IT_IS.match(line):
            end()
            done.append(line)
            in_fence ^= fence
            continue
        if _ITEM.match(line):
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
