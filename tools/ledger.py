"""Puts a measured ledger into docs/profilers.md.

python -m juliaset.profilers.publish [LEDGER.json]

`juliaset profile --ledger --json` writes such a file. It is kept among the recordings, so that the
table in the document can be held against it.
"""

import sys
from pathlib import Path

from juliaset.profilers.ledger import HEADINGS, Entry, Ledger, cells, from_json, to_json
from juliaset.profilers.places import CHECKOUT, RECORDED

DOCUMENT = CHECKOUT / "docs" / "profilers.md"
KEPT = RECORDED / "ledger.json"
BEGIN = "<!-- ledger: begin, written by python -m juliaset.profilers.publish -->\n"
END = "<!-- ledger: end -->\n"


def markdown(ledger: Ledger) -> str:
    """Write the table, with where it comes from."""
    about = ledger.where
    lines = [
        f"Measured on {about['cpu']}, Python {about['python']}, on {about['date']}.",
        f"Medians of {ledger.rounds} rounds; in brackets the smallest and the largest.",
        "",
        f"| tool | {' | '.join(HEADINGS)} |",
        f"|{' --- |' * (len(HEADINGS) + 1)}",
        *map(_row, ledger.entries),
    ]
    return "\n".join(lines) + "\n"


def _row(entry: Entry) -> str:
    return f"| `{entry.tool}` | {' | '.join(cells(entry))} |"


def between_marks(document: str, new: str) -> str:
    """Replace what stands between the two marks."""
    head, _, rest = document.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return head + BEGIN + new + END + tail


def main(source: Path) -> None:
    """Keep a ledger, and publish it."""
    ledger = from_json(source.read_text())
    KEPT.write_text(to_json(ledger) + "\n")
    DOCUMENT.write_text(between_marks(DOCUMENT.read_text(), markdown(ledger)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else KEPT)
