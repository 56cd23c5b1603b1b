"""Find words that our texts do not use; house_words.toml has them, and what to write instead.

python tools/check_words.py             checks the files that house_words.toml lists
python tools/check_words.py PATH ...    checks these files and folders
It exits with 1 if it finds anything.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
LIST = Path(__file__).parent / "house_words.toml"
SUFFIXES = {
    *(".py", ".pyi", ".pyx", ".pxd", ".c", ".cpp", ".hpp", ".js", ".ts", ".mojo"),
    *(".md", ".ipynb", ".html", ".css", ".toml", ".txt", ".sh", ".awk", ".cmake", ".yml"),
}


class Word(NamedTuple):
    """A pattern that our texts do not contain, and what to write instead."""

    pattern: re.Pattern[str]
    instead: str


class Find(NamedTuple):
    """A place where a text contains such a word."""

    path: Path
    line: int
    found: str
    instead: str

    def __str__(self) -> str:
        """Return a line that an editor can follow."""
        return f"{self.path}:{self.line}: {self.found!r}: {self.instead}"


def words_of(source: Path = LIST) -> list[Word]:
    """Return the words of the list."""
    listed = tomllib.loads(source.read_text())["word"]
    return [Word(re.compile(one["pattern"], re.IGNORECASE), one["instead"]) for one in listed]


def files_of(paths: Iterable[str], unchecked: Iterable[str] = ()) -> Iterator[Path]:
    """Return the texts under these paths, relative to the checkout, without the unchecked ones."""
    left_out = [ROOT / path for path in unchecked]
    for path in (ROOT / path for path in paths):
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in found:
            text = file == path or file.suffix in SUFFIXES
            if text and file.is_file() and not any(file.is_relative_to(out) for out in left_out):
                yield file


def finds_in(path: Path, words: Iterable[Word]) -> Iterator[Find]:
    """Return the places of a file that contain one of the words."""
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    generated = False  # its words come from another file, and are checked there
    quoted = path.suffix == ".ipynb"
    for number, text in enumerate(path.read_text().splitlines(), 1):
        line = text.replace('\\"', '"') if quoted else text
        if line.startswith("<!-- "):
            generated = line.endswith("begin, written by make docs -->")
        for word in () if generated else words:
            if found := word.pattern.search(line):
                yield Find(shown, number, found[0], word.instead)


def main(paths: list[str]) -> int:
    """Print what is found in the paths, or in those that the list names; return the exit code."""
    settings = tomllib.loads(LIST.read_text())
    words = words_of()
    files = files_of(paths or settings["checked"], settings["unchecked"])
    found = [find for path in files for find in finds_in(path, words)]
    for find in found:
        print(find)
    if found:
        print(f"{len(found)} words of tools/house_words.toml; write them differently.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
