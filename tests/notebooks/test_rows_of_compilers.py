"""Notebook 8 compares the rows of two compilers, whichever compiler made the libraries."""

import json
import re
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from reading import notebooks

from juliaset.compilers import Compiler

GCC, CLANG = Compiler(("/g++",), "GNU 12.2.0"), Compiler(("/clang++",), "Clang 14.0.6")
APPLE = Compiler(("/usr/bin/clang++",), "AppleClang 15.0.0")
OF_A_WHEEL = "GNU 14.2.1"
# The cells that are tried, with what earlier cells have made.
CELLS = [
    code
    for book in notebooks()
    for code in book.code
    if re.search(r"def by_compilers|clang_guess\.against", code.source)
]


def row(compiler: str) -> SimpleNamespace:
    return SimpleNamespace(kernel="cpp.scalar", flavour="O3", compiler=compiler)


def guesses(known: list[Compiler], printed: str) -> list[tuple[str, str]]:
    """Return the compilers of the two rows that the cell compares; empty if it is skipped."""
    compared: list[tuple[str, str]] = []

    def run(words: list[Any], **_: object) -> SimpleNamespace:
        Path(words[-1]).write_text(json.dumps(words, default=str))
        return SimpleNamespace(stderr="", stdout=printed)

    def against(_: object, first: Any, second: Any) -> SimpleNamespace:  # noqa: ANN401
        compared.append((first.compiler, second.compiler))
        return SimpleNamespace(ratio=1.0)

    record = SimpleNamespace(rows=[row(name) for name in (OF_A_WHEEL, GCC.name, CLANG.name)])
    names = {
        "Path": Path,
        "SIMD": "cpp.simd",
        "against": against,
        "clang_guess": SimpleNamespace(against=lambda _: None),
        "how_to_get": lambda *things: " ".join(things),
        "known_compilers": lambda: known,
        "load": lambda _: record,
        "sized": lambda full, _: full,
        "subprocess": SimpleNamespace(run=run),
        "sys": SimpleNamespace(executable="python"),
        "tempfile": tempfile,
    }
    assert len(CELLS) == 2
    for cell in CELLS:
        exec(cell.source, names)  # noqa: S102 - a cell of ours
    return compared


@pytest.mark.parametrize("printed", ["Compilers: a table\nWrote a file", "no table at all"])
def test_each_row_is_that_of_its_compiler(printed: str) -> None:
    assert guesses([GCC, CLANG], printed) == [(GCC.name, CLANG.name)]


def test_one_compiler_under_two_names_is_not_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert guesses([APPLE, APPLE], "") == []
    said = capsys.readouterr().out
    assert "skipped: it needs g++ and clang++; to get them: compiler clang" in said
