"""The files of grades: what may be there instead, and what names and messages put into them."""

import csv
import json
import os
from pathlib import Path

import pytest
from books import write_book

from command import juliaset
from juliaset.grader.catalogue import find_lab
from juliaset.grader.gradebook import Gradebook, prepare
from juliaset.grader.grading import Grade
from juliaset.grader.verdict import Status, Verdict

LAB = find_lab("5")


@pytest.mark.parametrize("name", ["grades.csv", "grades.json"])
def test_a_fifo_in_the_place_of_a_file_is_refused_before_the_work(
    tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    os.mkfifo(out / name)
    with pytest.raises(ValueError, match=f"its {name} is a FIFO, not a plain file"):
        prepare(out, tmp_path / "room")


def test_a_link_to_a_file_elsewhere_stays_a_link(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "grades.csv").symlink_to(tmp_path / "elsewhere.csv")
    write_book([Grade("ada", LAB, "", Verdict(Status.FAIL, "no"))], out)
    assert (out / "grades.csv").is_symlink()
    assert "ada,5" in (tmp_path / "elsewhere.csv").read_text()


def test_links_in_a_circle_are_one_line(tmp_path: Path) -> None:
    circle = tmp_path / "circle"
    circle.symlink_to("circle")
    (tmp_path / "room" / "ada").mkdir(parents=True)
    done = juliaset("lab", "grade", str(circle), "-o", str(tmp_path / "out"))
    assert done.returncode == 2
    assert done.stderr.endswith(
        f"{str(circle)!r} is not a folder; allowed: one with a folder for each student\n"
    )
    assert not (tmp_path / "out").exists()
    done = juliaset("lab", "grade", str(tmp_path / "room"), "-o", str(circle))
    assert done.returncode == 2
    assert (
        "can't be made (Too many levels of symbolic links); allowed: a folder of yours"
        in done.stderr
    )
    assert done.stderr.count("\n") == 1


def test_no_two_learners_share_a_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "gradescope" / "Ada").mkdir(parents=True)
    # What a file system does that takes Ada and ada for the same.
    (out / "gradescope" / "ada").symlink_to("Ada")
    (out / "gradescope" / "file").touch()
    names = ["Ada", "ada", "file", "x" * 255]
    found = [Grade(name, LAB, "", Verdict(Status.FAIL, f"of {name}")) for name in names]
    book = write_book(found, out)
    assert [note.split(":")[0] for note in book.notes] == ["ada", "file"]
    places = [row["results"] for row in json.loads((out / "grades.json").read_text())["grades"]]
    assert places[0] == "gradescope/Ada/results.json"
    assert len(set(places)) == len(names)
    for name, place in zip(names, places, strict=True):
        (test,) = json.loads((out / place).read_text())["tests"]
        assert test["output"] == f"fail: of {name}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a\nb", "a\\nb"),
        (os.fsdecode(b"\xff"), "\\udcff"),
        ("x\u202ey", "x\\u202ey"),
        ("=1", "'=1"),
        ("Ada", "ada"),
        ("\u00e9", "e\u0301"),
    ],
)
def test_no_two_learners_look_the_same_in_a_file(tmp_path: Path, one: str, other: str) -> None:
    found = [Grade(name, LAB, name, Verdict(Status.FAIL, "no")) for name in (one, other)]
    write_book(found, tmp_path / "out")
    with (tmp_path / "out" / "grades.csv").open(newline="", encoding="utf-8") as file:
        assert len({row["student"] for row in csv.DictReader(file)}) == 2
    rows = json.loads((tmp_path / "out" / "grades.json").read_text())["grades"]
    assert len({row["student"] for row in rows}) == len({row["results"] for row in rows}) == 2


def test_no_message_makes_a_row(tmp_path: Path) -> None:
    forged = 'no"\nmal,5,05_numpy,pass,1,1,,,1,x,"passed\r\n\u2028mal\x00'
    write_book([Grade("mal\n,5,pass", LAB, forged, Verdict(Status.FAIL, forged))], tmp_path / "out")
    with (tmp_path / "out" / "grades.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["student"], row["status"]) == ("mal\\n,5,pass", "fail")


def test_a_number_that_json_lacks_is_left_out(tmp_path: Path) -> None:
    verdict = Verdict(Status.FAIL, "no", figures={"ratio": float("nan"), "goal": float("inf")})
    write_book([Grade("ada", LAB, "", verdict)], tmp_path / "out")
    (row,) = json.loads((tmp_path / "out" / "grades.json").read_text())["grades"]
    assert row["figures"] == {"ratio": None, "goal": None}
    (tmp_path / "room" / "ada").mkdir()
    again = Gradebook(
        tmp_path / "out", tmp_path / "room", {"ada": tmp_path / "room" / "ada"}, [LAB]
    )
    assert again.earlier["ada", 5].verdict == Verdict(Status.FAIL, "no")
