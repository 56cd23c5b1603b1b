"""juliaset lab grade, run again, grades what has changed since then, and nothing twice."""

import json
import os
from pathlib import Path

import pytest
from books import FULL, GradeRoom, rows

from juliaset.grader import fingerprint as fingerprints


def test_nothing_is_graded_twice(tmp_path: Path, grade: GradeRoom, checked: list[str]) -> None:
    assert "Kept" not in grade()
    assert checked == ["ada 5", "bob 5"]
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")}
    assert "Kept from an earlier run: 2 grades; --again grades everything again.\n" in grade()
    assert checked == ["ada 5", "bob 5"]
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")} == before
    grade("--again")
    assert checked == ["ada 5", "bob 5"] * 2
    assert rows(tmp_path) == FULL


def test_what_changes_is_graded_again(
    tmp_path: Path, room: Path, grade: GradeRoom, checked: list[str]
) -> None:
    grade()
    about = (room / "ada" / "05.py").stat()
    (room / "ada" / "05.py").write_text("ada 6")
    os.utime(room / "ada" / "05.py", ns=(about.st_atime_ns, about.st_mtime_ns))
    (room / "bob" / "08.py").write_text("bob 8")
    (room / "eve").mkdir()
    (room / "eve" / "05.py").write_text("eve 5")
    checked.clear()
    said = grade()
    assert checked == ["ada 6", "bob 8", "eve 5"]
    assert "Kept from an earlier run: 1 grade;" in said
    assert ("bob", "8", "pass") in rows(tmp_path)
    (room / "eve" / "05.py").rename(room / "away")
    (room / "bob" / "05.py").unlink()
    (room / "bob" / "05.py").mkdir()
    checked.clear()
    grade()
    assert not checked
    assert ("eve", "5", "missing") in rows(tmp_path)
    assert ("bob", "5", "fail") in rows(tmp_path)
    result = json.loads((tmp_path / "out/gradescope/bob/results.json").read_text())
    assert result["tests"][0]["output"] == "fail: 05.py is a folder, not a plain file"


def test_what_was_inconclusive_is_tried_again(
    room: Path, grade: GradeRoom, checked: list[str]
) -> None:
    (room / "ada" / "05.py").write_text("busy")
    grade()
    assert checked == ["busy"] * 3 + ["bob 5"]
    grade()
    assert checked == ["busy"] * 3 + ["bob 5"] + ["busy"] * 3


@pytest.mark.parametrize("part", ["lab", "version", "grader"])
def test_another_lab_or_grader_grades_anew(
    part: str, grade: GradeRoom, checked: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    grade()
    monkeypatch.setattr(fingerprints, "_fixed", fingerprints._fixed.__wrapped__)  # noqa: SLF001
    if part == "version":
        monkeypatch.setattr(fingerprints, "version", lambda _: "9")
    elif part == "grader":
        (tmp_path / "grader").mkdir()
        monkeypatch.setattr(fingerprints, "_GRADER", tmp_path / "grader")
    else:
        right = Path.read_bytes
        monkeypatch.setattr(
            Path, "read_bytes", lambda path: right(path) + b"#" * (path.name == "check.py")
        )
    grade()
    assert checked == ["ada 5", "bob 5"] * 2


def test_a_profile_next_to_it_is_part_of_a_submission(
    room: Path, grade: GradeRoom, checked: list[str]
) -> None:
    place = room / "ada" / "02_read_a_profile"
    place.mkdir()
    (place / "start.toml").write_text("ada 2")
    for text in ("", "calls", "other calls"):
        if text:
            (place / "calls.prof").write_text(text)
        grade("--lab", "2")
        grade("--lab", "2")
    assert checked == ["ada 2"] * 3
    (place / "notes.txt").write_text("not for the grader")
    grade("--lab", "2")
    assert checked == ["ada 2"] * 3
    for number in range(40):  # too many to be looked at
        (place / f"{number}.prof").touch()
    grade("--lab", "2")
    grade("--lab", "2")
    assert checked == ["ada 2"] * 5
