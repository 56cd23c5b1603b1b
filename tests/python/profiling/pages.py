"""Reads commands and their answers out of a page: blocks of sh, each with its text."""

import re


def blocks(text: str) -> list[tuple[str, str]]:
    """Return each block with its kind."""
    found = re.findall(r"^```(sh|text)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [(kind, block) for kind, block in found]


def says(expected: str, printed: str) -> bool:
    """Look for each expected line, in order, anywhere in the printed ones; ... is anything."""
    lines = [
        ".*".join(re.escape(word) for word in line.split("...")).replace(r"\ ", r"\s+")
        for line in expected.splitlines()
    ]
    return re.search(r"[\s\S]*?".join(lines), printed) is not None
