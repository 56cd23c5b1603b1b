"""Regenerate every generated table and page of the documentation. `make docs` runs it.

python tools/docs.py           writes the parts that differ
python tools/docs.py --check   names them and exits with 1, without writing anything

A part of a page stands between two markers (tools/markers.py). Tables of measurements that no file
keeps are written by the tool that measures: lab_verdicts.py, notes_checked.py, the checklist. Those
of instructions depend on the compiler: their rows stay here, and new kernels of build/dev (make
compile) join.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import chapters
import contest_schema
import course_map
import coverage_table
import instructions
import kernel_tables
import lab_tables
import ledger_table
import peer_tables
from juliaset.bench.record import Record
from juliaset.bench.record_file import load
from juliaset.cli.exit_codes import markdown_table
from markers import replace_between

ROOT = Path(__file__).parent.parent
RESULTS = "benchmarks/results"


@dataclass(frozen=True)
class Part:
    """A generated part of a page, or a whole page if `name` is empty."""

    page: str
    name: str
    text: Callable[[], str]

    def __str__(self) -> str:
        """Return the words for a message."""
        return f"{self.page}, part {self.name!r}" if self.name else self.page

    def differs(self, root: Path = ROOT) -> bool:
        """Return whether the page is not as its generator writes it."""
        page = root / self.page
        return not page.exists() or page.read_text() != self._applied(page)

    def write(self, root: Path = ROOT) -> None:
        """Write the part into its page."""
        page = root / self.page
        page.write_text(self._applied(page))

    def _applied(self, page: Path) -> str:
        new = self.text()
        return replace_between(page.read_text(), self.name, new) if self.name else new


@dataclass(frozen=True)
class Picture(Part):
    """A picture that contains a text, and is redrawn if that is not the current one."""

    draw: Callable[[Path], None]

    def differs(self, root: Path = ROOT) -> bool:
        """Return whether the picture shows something else."""
        return kernel_tables.described_in(root / self.page) != self.text()

    def write(self, root: Path = ROOT) -> None:
        """Draw the picture."""
        self.draw(root / self.page)


@cache
def results() -> tuple[str, Record]:
    """Return the published contest: its path in the checkout, and its record."""
    folder = ROOT / RESULTS
    return newest({f"{RESULTS}/{path.name}": load(path) for path in folder.glob("*.json")})


def newest(contests: dict[str, Record]) -> tuple[str, Record]:
    """Return the newest contest that says how many processes its rows had, or the newest of all.

    Files of old versions do not say so: a row has one process or two, and no interval.
    """
    return max(contests.items(), key=lambda e: (e[1].contest.processes > 0, e[1].contest.when))


PARTS: tuple[Part, ...] = (
    Part("README.md", "ladder", lambda: kernel_tables.ladder(*results())),
    Part("docs/kernels.md", "catalogue", lambda: kernel_tables.catalogue(results()[1])),
    Part("docs/kernels.md", "complete table", lambda: kernel_tables.complete(*results())),
    Picture(
        "docs/images/ladder.png",
        "",
        lambda: kernel_tables.described(results()[1]),
        lambda path: kernel_tables.draw(results()[1], path),
    ),
    Part("docs/instructions.md", "table", instructions.kept_table),
    Part("docs/contest.schema.json", "", contest_schema.text),
    Part("docs/exit-codes.md", "exit codes", markdown_table),
    Part("docs/profilers.md", "ledger", ledger_table.kept_table),
    Part("docs/peers.md", "contest", peer_tables.contest),
    Part("docs/peers.md", "told", peer_tables.told),
    *(Part(*each) for each in lab_tables.parts()),
    *(Part(*each) for each in chapters.parts()),
    *(Part(*each) for each in course_map.parts()),
    *(Part(*each) for each in coverage_table.parts()),
)


def differing(parts: Iterable[Part] = PARTS, root: Path = ROOT) -> list[Part]:
    """Return the parts that differ from what their generators write."""
    return [part for part in parts if part.differs(root)]


def regenerate(parts: Iterable[Part] = PARTS, root: Path = ROOT) -> list[Part]:
    """Write the parts that differ, and return them."""
    changed = differing(parts, root)
    for part in changed:
        part.write(root)
    return changed


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
