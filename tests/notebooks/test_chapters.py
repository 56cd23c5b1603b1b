"""The minutes of a chapter follow from its words and from how long its cells took."""

import json
from pathlib import Path
from typing import Any

import pytest

import chapters
from chapters import Chapter, seconds_of


def cell(source: str, kind: str = "markdown", **metadata: object) -> dict[str, Any]:
    return {"cell_type": kind, "metadata": metadata, "source": [source]}


def write(path: Path, *cells: dict[str, Any]) -> Chapter:
    path.write_text(json.dumps({"cells": cells}))
    return Chapter(path)


def stamped(begin: str, end: str) -> dict[str, Any]:
    stamps = {"iopub.execute_input": begin, "shell.execute_reply": end}
    return cell("1", "code", execution=stamps)


@pytest.fixture
def seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(chapters, "SECONDS", tmp_path / "seconds.json")
    monkeypatch.setattr(chapters, "CHECKOUT", tmp_path)
    return tmp_path / "seconds.json"


@pytest.mark.parametrize(
    ("words", "cells_took", "minutes"),
    [(200, 0, 1), (201, 0, 2), (200, 60, 2), (300, 90, 3), (300, 91, 4)],
)
def test_minutes_are_words_by_200_and_the_time_of_the_cells(
    tmp_path: Path, seconds: Path, words: int, cells_took: float, minutes: int
) -> None:
    seconds.write_text(json.dumps({"01_a": cells_took}))
    chapter = write(tmp_path / "01_a.ipynb", cell("# " + "word " * words))
    assert chapter.minutes == minutes


def test_markup_and_folded_code_are_no_words(tmp_path: Path) -> None:
    chapter = write(
        tmp_path / "02_b.ipynb",
        cell("# 2. Two\n\n<details><summary>Three</summary>\n\n- **four**\n\n</details>"),
        cell("five = six()", "code"),
        cell("plt.plot(many, more, words)", "code", tags=["hide-input"]),
    )
    assert chapter.title == "2. Two"
    assert chapter.words == 7


def test_a_chapter_without_seconds_says_how_to_get_them(tmp_path: Path, seconds: Path) -> None:
    seconds.write_text("{}")
    with pytest.raises(ValueError, match=r"no seconds for 03_c; run .*tools/chapters\.py"):
        _ = write(tmp_path / "03_c.ipynb", cell("# 3. C")).minutes


def test_the_stamps_of_a_run_give_the_seconds_of_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "04_d.ipynb"
    first = stamped("2026-01-01T00:00:01.500Z", "2026-01-01T00:00:03.000Z")
    second = stamped("2026-01-01T00:00:59.000Z", "2026-01-01T00:01:01.000Z")
    write(path, first, cell("text"), second)
    assert seconds_of(path) == 3.5


def test_a_notebook_that_was_not_executed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "05_e.ipynb"
    write(path, cell("1", "code"))
    with pytest.raises(ValueError, match="was not executed"):
        seconds_of(path)
