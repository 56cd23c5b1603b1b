"""Regenerate every generated table and page of the documentation. `make docs` runs it.

python tools/docs.py           writes the parts that differ
python tools/docs.py --check   names them and exits with 1, without writing anything

A part of a page stands between two markers (tools/markers.py). Tables of measurements that no file
keeps are written by the tool that measures: instructions.py, lab_verdicts.py, the checklist.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import contest_schema
import ledger_table
import publish
from juliaset.bench.record import Record
from juliaset.bench.record_file import load
from markers import replace_between

ROOT = Path(__file__).parent.parent
RESULTS = "benchmarks/results/zen5.json"


@dataclass(frozen=True)
class Part:
    """A generated part of a page, or a whole page if `name` is empty."""

    page: str
    name: str
    text: Callable[[], str]

    def __str__(self) -> str:
        """Return the words for a message."""
        return f"{self.page}, part {self.name!r}" if self.name else self.page

    def applied(self, text: str) -> str:
        """Return the page's text with this part as it should be."""
        return replace_between(text, self.name, self.text()) if self.name else self.text()


@cache
def results() -> Record:
    """Return the published contest."""
    return load(ROOT / RESULTS)


PARTS = (
    Part("README.md", "ladder", lambda: publish.table(results(), RESULTS)),
    Part("docs/kernels.md", "catalogue", lambda: publish.catalogue(results())),
    Part("docs/contest.schema.json", "", contest_schema.text),
    Part("docs/profilers.md", "ledger", ledger_table.kept_table),
)


def differing(parts: Iterable[Part] = PARTS, root: Path = ROOT) -> list[Part]:
    """Return the parts that differ from what their generators write."""
    return [part for part in parts if part.applied(text := _text(root / part.page)) != text]


def regenerate(parts: Iterable[Part] = PARTS, root: Path = ROOT) -> list[Part]:
    """Write the parts that differ, and return them."""
    changed = differing(parts, root)
    for part in changed:
        page = root / part.page
        page.write_text(part.applied(_text(page)))
    return changed


def _text(page: Path) -> str:
    return page.read_text() if page.exists() else ""


def main(words: list[str]) -> int:
    """Write or check all parts; return the exit code."""
    if words not in ([], ["--check"]):
        sys.stderr.write(f"arguments are {' '.join(words)!r}; allowed: --check or none\n")
        return 2
    if words:
        changed = differing()
        for part in changed:
            print(f"{part} differs from what its generator writes.")
        if changed:
            print("Run make docs.")
        return 1 if changed else 0
    for part in regenerate():
        print(f"Wrote {part}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
