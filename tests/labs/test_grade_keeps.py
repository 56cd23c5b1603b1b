"""juliaset lab grade loses no grade: closed outputs, full disks, signals, two graders at once."""

import csv
import errno
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from command import COMMAND
from juliaset.grader.batch import grade_batch
from juliaset.grader.catalogue import find_lab
from juliaset.grader.gradebook import locked, prepare

LAB = find_lab("5")
REFUSED = "import os\n"  # without a process
ENDLESS = "while True: pass\n"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    for student in ("ada", "bob", "eve"):
        hand_in(tmp_path / "room", student)
    return tmp_path / "room"


def hand_in(room: Path, student: str, text: str = REFUSED) -> None:
    (room / student).mkdir(parents=True, exist_ok=True)
    (room / student / "05.py").write_text(text)


def grading(room: Path, *, shell: str = "") -> list[str]:
    words = [*COMMAND, "lab", "grade", str(room), "--lab", "5", "-o", str(room.parent / "out")]
    return ["/bin/sh", "-c", f'"$@" {shell}', "sh", *words] if shell else words


def students(room: Path) -> list[str]:
    """Return whose grades are in the files; each file is whole, and all say the same."""
    out = room.parent / "out"
    with (out / "grades.csv").open(newline="") as file:
        found = [row["student"] for row in csv.DictReader(file)]
    assert found == [
        row["student"] for row in json.loads((out / "grades.json").read_text())["grades"]
    ]
    for student in found:
        assert json.loads((out / "gradescope" / student / "results.json").read_text())["tests"]
    return found


def leftovers(room: Path) -> Sequence[Path]:
    return [path for path in (room.parent / "out").rglob("*") if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("shell", "code", "line"),
    [
        pytest.param("| head -n 1; exit 0", 0, "", marks=pytest.mark.slow),
        (">/dev/full", 2, "juliaset: [Errno 28] No space left on device\n"),
        pytest.param(">&-", 2, "juliaset: [Errno 9] Bad file descriptor\n", marks=pytest.mark.slow),
        pytest.param(">/dev/full 2>/dev/full", 2, "", marks=pytest.mark.slow),
        pytest.param("<&- >&- 2>&-", 2, "", marks=pytest.mark.slow),
    ],
)
def test_lost_output_loses_no_grade(room: Path, shell: str, code: int, line: str) -> None:
    done = subprocess.run(grading(room, shell=shell), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, line)
    assert students(room) == ["ada", "bob", "eve"]


def test_a_reader_that_leaves_is_an_exit_code(room: Path) -> None:
    with subprocess.Popen(grading(room), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
    assert process.returncode == 130
    assert students(room) == ["ada", "bob", "eve"]


@pytest.mark.slow
def test_an_alphabet_that_lacks_a_letter_loses_no_grade(room: Path) -> None:
    hand_in(room, "\u0416\u00e9\U0001f600")
    done = subprocess.run(
        grading(room),
        env=os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "\\u0416\\xe9\\U0001f600: lab 5 fail" in done.stdout
    assert len(students(room)) == 4


@pytest.fixture
def heeds_hangups() -> Iterator[None]:
    """Let programs end at a hangup even under `nohup pytest`."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("heeds_hangups")
@pytest.mark.parametrize(
    "number",
    [
        signal.SIGKILL,
        pytest.param(signal.SIGINT, marks=pytest.mark.slow),
        pytest.param(signal.SIGTERM, marks=pytest.mark.slow),
        pytest.param(signal.SIGHUP, marks=pytest.mark.slow),
    ],
    ids=lambda number: number.name,
)
def test_a_grade_that_is_said_is_kept_and_the_next_run_goes_on(
    room: Path, number: signal.Signals
) -> None:
    hand_in(room, "bob", ENDLESS)
    with subprocess.Popen(grading(room), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("ada: lab 5 fail")
        assert students(room) == ["ada"]
        (room.parent / "out" / ".grades.csv.1234").touch()  # as if it had been killed before
        process.send_signal(number)
        said = process.stdout.read()
    assert process.returncode == (-9 if number == signal.SIGKILL else 130)
    assert ("the same command continues from here" in said) == (number != signal.SIGKILL)
    assert students(room) == ["ada"]
    hand_in(room, "bob")
    done = subprocess.run(grading(room), capture_output=True, text=True, check=True)
    assert [line[:4] for line in done.stdout.splitlines()[:2]] == ["bob:", "eve:"]
    assert "Kept from an earlier run: 1 grade" in done.stdout
    assert students(room) == ["ada", "bob", "eve"]
    assert not leftovers(room)


def test_two_at_once_are_refused_in_words(room: Path) -> None:
    prepare(room.parent / "out", room)
    with locked(room.parent / "out"):
        done = subprocess.run(grading(room), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "another `juliaset lab grade` writes there; allowed:" in done.stderr
    assert done.stderr.count("\n") == 1
    assert subprocess.run(grading(room), capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("name", ["grades.json", "grades.csv", "results.json"])
def test_a_full_disk_leaves_the_earlier_files(
    room: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = room.parent / "out"
    said: list[str] = []
    prepare(out, room)
    grade_batch(room, [LAB], out, said.append, again=False)
    before = {path: path.read_bytes() for path in out.rglob("*.*")}
    hand_in(room, "bob", f"{REFUSED} # again")
    right = Path.write_bytes

    def write_bytes(path: Path, data: bytes) -> int:
        if name in path.name:
            right(path, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        return right(path, data)

    said.clear()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", write_bytes)
        with pytest.raises(
            OSError, match=f"{name} can't be written: No space left on device; what"
        ):
            grade_batch(room, [LAB], out, said.append, again=False)
    assert not said
    assert not leftovers(room)
    assert {path: path.read_bytes() for path in before if path.name == name} == {
        path: text for path, text in before.items() if path.name == name
    }
    grade_batch(room, [LAB], out, said.append, again=False)
    assert students(room) == ["ada", "bob", "eve"]


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("unshare")
    or subprocess.run(
        ["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"],  # noqa: S607
        capture_output=True,
        check=False,
    ).returncode
    != 0,
    reason="this user may mount nothing here",
)
def test_a_disk_that_is_really_full_is_one_line(room: Path) -> None:
    out = room.parent / "out"
    out.mkdir()
    script = (
        f'mount -t tmpfs -o size=100k none {out} && "$@" && : > {out}/filler && '
        f"echo import sys > {room}/bob/05.py; cat /dev/zero > {out}/filler; "
        f'cp -r {out} {out}.before; "$@"; code=$?; cp -r {out} {out}.after; exit $code'
    )
    command = ["unshare", "-rm", "/bin/sh", "-c", script, "sh", *grading(room)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    lines = [line for line in done.stderr.splitlines() if not line.startswith(("cat:", "cp:"))]
    assert len(lines) == 1
    assert "can't be written: No space left on device" in lines[0]
    for name in ("grades.csv", "grades.json"):
        kept = (Path(f"{out}.after") / name).read_bytes()
        assert kept == (Path(f"{out}.before") / name).read_bytes()
        assert b"eve" in kept


def test_fast_grades_are_said_when_they_are_in_the_files(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("juliaset.grader.gradebook._WRITING_SHARE", 10**9)
    hand_in(room, "ada")
    (room / "ada" / "08.py").write_text(REFUSED)
    (room / "ada" / "04.py").write_text(REFUSED)
    out = room.parent / "out"

    def say(line: str) -> None:
        for each in line.splitlines():
            if ": lab " in each:
                written = (out / "grades.csv").read_text()
                student, number = each.split()[0], each.split()[2]
                assert f"{student.removesuffix(':')},{number}," in written
                said.append(each)

    said: list[str] = []
    prepare(out, room)
    grade_batch(room, [find_lab("4"), LAB, find_lab("8")], out, say, again=False)
    assert len(said) == 5
