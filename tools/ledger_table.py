"""Write a measured ledger into docs/profilers.md.

python tools/ledger_table.py [LEDGER.json]

`juliaset profile --ledger --json` writes such a file. It is saved among the recordings, so that a
test can compare the table in the document with it.
"""

import sys
from pathlib import Path

from juliaset.profilers.book import CHECKOUT, RECORDED
from juliaset.profilers.ledger import HEADINGS, Cost, Ledger, cells, from_json, to_json
from markers import replace_between

DOCUMENT = CHECKOUT / "docs" / "profilers.md"
KEPT = RECORDED / "ledger.json"


def markdown(ledger: Ledger) -> str:
    """Return the table, with the machine that it was measured on."""
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


def kept_table() -> str:
    """Return the table of the ledger that was measured last."""
    return markdown(from_json(KEPT.read_text()))


def _row(cost: Cost) -> str:
    return f"| `{cost.tool}` | {' | '.join(cells(cost))} |"


def main(source: Path) -> None:
    """Save a ledger among the recordings, and write its table."""
    ledger = from_json(source.read_text())
    KEPT.write_text(to_json(ledger) + "\n")
    DOCUMENT.write_text(replace_between(DOCUMENT.read_text(), "ledger", markdown(ledger)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else KEPT)
