"""Write a measured ledger into docs/profilers.md.

python tools/ledger_table.py [LEDGER.json]

`juliaset profile --ledger --json` writes such a file. It is saved among the recordings, so that a
test can compare the table in the document with it.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from juliaset.bench.record_file import load_as
from juliaset.course_folder import CHECKOUT
from juliaset.profilers.book import RECORDED
from juliaset.profilers.ledger import Ledger, cells, from_json, to_json
from markers import replace_between

DOCUMENT = CHECKOUT / "docs" / "profilers.md"
KEPT = RECORDED / "ledger.json"


def markdown(ledger: Ledger) -> str:
    """Return the table, with the machine that it was measured on."""
    about, rows = ledger.where, [cells(cost) for cost in ledger.entries]
    lines = [
        f"Measured on {about['cpu']}, Python {about['python']}, on {about['date']}.",
        f"Medians of {ledger.rounds} rounds; in brackets the smallest and the largest.",
        "",
        _row(rows[0]),
        f"|{' --- |' * len(rows[0])}",
        *(_row([f"`{tool}`", *others]) for tool, *others in map(dict.values, rows)),
    ]
    return "\n".join(lines) + "\n"


def kept_table() -> str:
    """Return the table of the ledger that was measured last."""
    return markdown(from_json(KEPT.read_text()))


def _row(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"


def main(source: Path) -> int:
    """Save a ledger among the recordings, and write its table; return the exit code."""
    try:
        ledger = load_as(lambda text: from_json(text.decode()), source, "the JSON of a ledger")
        table = markdown(ledger)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except KeyError as error:
        sys.stderr.write(f"{source} is not the JSON of a ledger: its machine has no {error}\n")
        return 2
    KEPT.write_text(to_json(ledger) + "\n")
    DOCUMENT.write_text(replace_between(DOCUMENT.read_text(), "ledger", table))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else KEPT))
