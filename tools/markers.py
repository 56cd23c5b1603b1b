"""Replace the generated part of a document: what stands between the two markers of a name.

    <!-- ladder: begin, written by make docs -->
    ...
    <!-- ladder: end -->

The begin marker names the command that writes the part; it stays as it is in the document.
"""

import re


def replace_between(text: str, name: str, new: str) -> str:
    """Return `text` with `new` between the markers of that name.

    Raises ValueError unless the text has exactly one begin marker and, after it, one end marker.
    """
    begin = rf"<!-- {re.escape(name)}: begin(?:,[^\n]*)? -->\n"
    end = rf"<!-- {re.escape(name)}: end -->"
    found = [len(re.findall(marker, text)) for marker in (begin, end)]
    if found != [1, 1]:
        raise ValueError(
            f"the markers of {name!r} must occur once: <!-- {name}: begin, written by COMMAND --> "
            f"alone on a line, and <!-- {name}: end -->; found {found[0]} and {found[1]}"
        )
    head = re.search(begin, text)
    tail = re.search(end, text)
    assert head is not None  # noqa: S101 - both were counted above
    assert tail is not None  # noqa: S101
    if tail.start() < head.end():
        raise ValueError(f"the end marker of {name!r} comes before its begin marker")
    body = new if not new or new.endswith("\n") else f"{new}\n"
    return text[: head.end()] + body + text[tail.start() :]
