"""What juliaset lab notes of a learner's progress, and that a damaged note costs no work."""

import json
import subprocess
from pathlib import Path

import pytest
from lab_command import lab

from command import COMMAND
from juliaset.cli.lab import labs_app
from juliaset.grader.catalogue import LABS, find_lab
from juliaset.grader.workspace import Workspace


def test_a_pass_is_kept(desk: Path) -> None:
    # Nothing is compiled in this lab, and nothing is timed.
    lab("start", "11")
    solution = LABS / "11_lanes" / "solutions" / "loops.py"
    (desk / "11_lanes" / "start.py").write_text(solution.read_text())
    done = lab("check", "11")
    if done.returncode == 3:
        pytest.skip(f"this machine was too busy for a verdict: {done.stdout}")
    assert done.returncode == 0
    assert "PASS  lab 11" in done.stdout
    assert next(
        row for row in json.loads(lab("list", "--json", "-").stdout) if row["number"] == 11
    )["passed"]


def test_a_broken_list_of_progress_costs_no_work(desk: Path) -> None:
    lab("start", "5")
    (desk / "progress.json").write_text("{")
    assert lab("list").returncode == 0
    assert (desk / "05_numpy" / "start.py").is_file()


@pytest.mark.parametrize(
    "progress",
    [
        b'{"05_numpy": {"hints": "x", "status": []}}',
        b'{"05_numpy": ' + 5000 * b'{"a": ' + 5001 * b"}",
        b"7",
        *(
            pytest.param(progress, marks=pytest.mark.slow)
            for progress in (
                b'{"05_numpy": 5}',
                b'{"05_numpy": {"checks": "x"}}',
                b'{"05_numpy": {"hints": -1}}',
                b'{"05_numpy": {"begun": 3}, "06_cython": {"begun": "2026"}}',
                b'{"05_numpy": {"status": "done"}}',
                b'{"05_numpy": {"begun": "\xff"}}',
                b"[]",
            )
        ),
    ],
    ids=lambda progress: progress[:40].decode("ascii", "replace"),
)
def test_a_list_of_progress_with_wrong_contents_costs_only_the_ticks(
    desk: Path, progress: bytes
) -> None:
    for number in ("5", "6"):
        Workspace().begin(find_lab(number))
    (desk / "05_numpy" / "start.py").write_text("def counts(:\n")  # a fail without a process
    for words, code in ((("list",), 0), (("next",), 0), (("hint",), 0), (("check", "5"), 1)):
        (desk / "progress.json").write_bytes(progress)
        done = lab(*words)
        assert (done.returncode, done.stderr) == (code, ""), words
        assert words != ("next",) or done.stdout.startswith("Lab 5: ")
    assert "FAIL  lab 5" in done.stdout
    assert json.loads((desk / "progress.json").read_text())["05_numpy"]["checks"] == 1


def test_the_verdict_is_printed_before_it_is_noted(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lab("start", "5")
    (desk / "05_numpy" / "start.py").write_text("def counts(*_): return 1\n")

    def note(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(Workspace, "note", note)
    with pytest.raises(OSError, match="no room"):
        labs_app(["check", "5"], standalone_mode=False)
    assert "FAIL  lab 5" in capsys.readouterr().out


@pytest.mark.parametrize(("shell", "code"), [(">/dev/full", 2), ("| true; exit 0", 0)])
def test_a_verdict_that_can_t_be_printed_is_noted(desk: Path, shell: str, code: int) -> None:
    Workspace().begin(find_lab("5"))
    (desk / "05_numpy" / "start.py").write_text("import os\n")  # a fail without a process
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$@" {shell}', "sh", *COMMAND, "lab", "check", "5"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert json.loads((desk / "progress.json").read_text())["05_numpy"]["status"] == "fail"


def test_what_is_known_of_a_lab_is_kept(desk: Path) -> None:
    lab("start", "5")
    lab("hint", "5")
    (desk / "05_numpy" / "start.py").write_text("import os\n")  # a fail without a process
    lab("check")
    lab("check")
    known = json.loads((desk / "progress.json").read_text())["05_numpy"]
    assert {known.pop("begun") < known.pop("checked")} == {True}
    assert known == {"status": "fail", "checks": 2, "hints": 1}


def test_a_desk_that_can_t_be_written_costs_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("JULIASET_MY_LABS", str(tmp_path / "file" / "desk"))
    begun = lab("start", "5")
    assert begun.returncode == 2
    assert "can't be written: Not a directory; `export JULIASET_MY_LABS=" in begun.stderr
    assert "Hint 1 of" in lab("hint", "5").stdout
