"""The chapters of the course: each is a notebook; its minutes follow from its words and its cells.

python tools/chapters.py FOLDER... keeps the seconds that the cells of executed notebooks took, in
docs/book/cell-seconds.json. Run them at full size on a quiet machine; the next `make docs` writes
the minutes.
"""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from bare_notebooks import FOLDED, STATEMENT
from juliaset.course_folder import CHECKOUT

NOTEBOOKS = CHECKOUT / "notebooks"
SECONDS = CHECKOUT / "docs" / "book" / "cell-seconds.json"
WORDS_A_MINUTE = 200
_LEFT_OUT = " to read and run, without predictions and exercises"
_TIME = re.compile(rf"\*\*Time:\*\* about \d+ minutes(?:{_LEFT_OUT})?")
_MARKUP = re.compile(r"<[^>]*>|[#*`|-]+")


@dataclass(frozen=True)
class Notebook:
    """A notebook as it stands in the repository."""

    path: Path

    def __str__(self) -> str:
        """Name it as everywhere."""
        return self.path.stem

    @property
    def number(self) -> int:
        """The number that its name begins with."""
        return int(self.path.name[:2])

    @cached_property
    def cells(self) -> list[dict[str, Any]]:
        """Its cells, in their sequence."""
        cells: list[dict[str, Any]] = json.loads(self.path.read_text())["cells"]
        return cells


@dataclass(frozen=True)
class Chapter(Notebook):
    """A notebook as a reader meets it."""

    @cached_property
    def title(self) -> str:
        """Its first heading, with the number."""
        return "".join(self.cells[0]["source"]).splitlines()[0].removeprefix("# ")

    @cached_property
    def words(self) -> int:
        """The words that a reader meets: the text, the answers, and the code that is not folded."""
        return sum(
            len(_MARKUP.sub(" ", "".join(cell["source"])).split())
            for cell in self.cells
            if not {FOLDED, STATEMENT} & {*cell["metadata"].get("tags", ())}
        )

    @property
    def minutes(self) -> int:
        """How long it takes to read the words and to wait for the cells, rounded up."""
        seconds: dict[str, float] = json.loads(SECONDS.read_text())
        if self.path.stem not in seconds:
            raise ValueError(
                f"{SECONDS.relative_to(CHECKOUT)} has no seconds for {self.path.stem}; run "
                "`make notebooks`, then `python tools/chapters.py build/notebooks`"
            )
        return -int(-(self.words / WORDS_A_MINUTE + seconds[self.path.stem] / 60) // 1)


def all_chapters() -> list[Chapter]:
    """Return the chapters in their sequence."""
    return [Chapter(path) for path in sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))]


def with_minutes(chapter: Chapter) -> str:
    """Return the notebook of a chapter, with its minutes in the first cell."""
    text = chapter.path.read_text()
    if not _TIME.search(text):
        raise ValueError(
            f"{chapter.path.name} has no '**Time:** about N minutes' in its first cell"
        )
    return _TIME.sub(f"**Time:** about {chapter.minutes} minutes{_LEFT_OUT}", text, count=1)


def parts() -> list[tuple[str, str, Callable[[], str]]]:
    """Return each notebook, with the text that it should have."""
    return [
        (str(chapter.path.relative_to(CHECKOUT)), "", partial(with_minutes, chapter))
        for chapter in all_chapters()
    ]


def seconds_of(executed: Path) -> float:
    """Return how long the cells of an executed notebook took, by the stamps of its kernel."""
    stamps = [
        cell["metadata"].get("execution", {})
        for cell in json.loads(executed.read_text())["cells"]
        if cell["cell_type"] == "code"
    ]
    if not stamps or not all(
        {"iopub.execute_input", "shell.execute_reply"} <= each.keys() for each in stamps
    ):
        raise ValueError(f"{executed} was not executed, or without stamps of time")
    return sum(
        (
            _moment(each["shell.execute_reply"]) - _moment(each["iopub.execute_input"])
        ).total_seconds()
        for each in stamps
    )


def _moment(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def main(folders: list[str]) -> int:
    """Keep the seconds of the executed notebooks in these folders; return the exit code."""
    executed = sorted(path for folder in folders for path in Path(folder).glob("*.ipynb"))
    if not executed:
        sys.stderr.write(f"there are no notebooks in {folders}; allowed: folders with some\n")
        return 2
    known: dict[str, float] = json.loads(SECONDS.read_text()) if SECONDS.exists() else {}
    known |= {path.stem: round(seconds_of(path), 1) for path in executed}
    known = {
        chapter.path.stem: known[chapter.path.stem]
        for chapter in all_chapters()
        if chapter.path.stem in known
    }
    SECONDS.write_text(json.dumps(known, indent=2) + "\n")
    print(f"Kept the seconds of {len(executed)} notebooks. Run make docs.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
