"""FIFOs, folders, sockets, devices and links instead of a submission: named, never opened."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from kinds import KINDS, each_kind, place_in

from command import COMMAND, juliaset
from juliaset.grader.catalogue import find_lab
from juliaset.grader.files import attached_file, reader_of
from juliaset.grader.grading import Grade, grades
from juliaset.grader.launch import Loadable
from juliaset.grader.verdict import FailedError
from juliaset.grader.workspace import Workspace

LAB = find_lab("5")


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "room").mkdir()
    return tmp_path / "room"


def only_grade(room: Path) -> Grade:
    (grade,) = grades(room, [LAB])
    return grade


@each_kind
@pytest.mark.parametrize("name", ["ada/05_numpy/start.py", "ada/05.py", "ada/mine.py", "ada.py"])
def test_grade_says_what_was_handed_in(
    room: Path, name: str, kind: str, make: Callable[[Path], object]
) -> None:
    if name == "ada.py" and kind == "a folder":
        pytest.skip("a folder there is a learner's, whatever its name")
    path = place_in(room, name)
    make(path)
    grade = only_grade(room)
    assert (grade.student, grade.status) == ("ada", "fail")
    assert grade.message == f"{path.name} is {kind}, not a plain file"


@each_kind
def test_grade_says_what_is_in_the_place_of_the_folder(
    room: Path, kind: str, make: Callable[[Path], object]
) -> None:
    make(place_in(room, "ada/05_numpy"))
    grade = only_grade(room)
    if kind == "a folder":
        assert grade.status == "missing"
    else:
        assert (grade.status, grade.message) == ("fail", f"05_numpy is {kind}, not a folder")


@each_kind
def test_grade_says_what_is_no_learner(
    room: Path, kind: str, make: Callable[[Path], object]
) -> None:
    if kind == "a folder":
        pytest.skip("it is a learner's")
    place_in(room, "ada/05.py").write_text("import os\n")
    make(room / "eve\n")
    said: list[str] = []
    list(grades(room, [LAB], said.append))
    assert said[0].startswith(f"Not looked at: eve\\n ({kind})")


def test_a_plain_file_counts_next_to_another_kind(room: Path) -> None:
    os.mkfifo(place_in(room, "ada/05_numpy/start.py"))
    (room / "ada" / "05.py").write_text("import os\n")
    assert "imports os" in only_grade(room).message


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        KINDS["FIFO"],
        pytest.param(*KINDS["folder"], marks=pytest.mark.slow),
        pytest.param(*KINDS["looping link"], marks=pytest.mark.slow),
    ],
)
def test_check_names_it(
    tmp_path: Path, desk: Path, kind: str, make: Callable[[Path], object]
) -> None:
    make(tmp_path / "start.py")
    done = juliaset("lab", "check", "5", "--file", str(tmp_path / "start.py"))
    assert done.returncode == 2
    assert done.stderr.endswith(f"start.py', which is {kind}, not a plain file\n")
    make(place_in(desk, "05_numpy/start.py"))
    for command in ("check", "watch", "start"):
        done = juliaset("lab", command, "5")
        assert done.returncode == 2
        assert f"start.py is {kind}, not a plain file; `juliaset lab reset 5`" in done.stderr
        assert done.stderr.count("\n") == 1


@each_kind
def test_reset_puts_it_aside_and_follows_no_link(
    desk: Path, kind: str, make: Callable[[Path], object]
) -> None:
    path = place_in(desk, "05_numpy/start.py")
    make(path)
    assert Workspace().reset(LAB).name == "start.kept1.py"
    assert path.read_text() == LAB.start.read_text()
    assert kind
    assert not path.is_symlink()
    assert not (desk / "05_numpy" / "nowhere").exists()


@pytest.mark.slow
def test_watch_names_what_the_file_becomes(desk: Path) -> None:
    path = Workspace().begin(LAB)
    path.write_text("import os\n")
    assert desk in path.parents
    with subprocess.Popen(
        [*COMMAND, "lab", "watch", "5"], stdout=subprocess.PIPE, text=True
    ) as watching:
        assert watching.stdout is not None
        for line in watching.stdout:
            if "imports os" in line:
                path.unlink()
                path.symlink_to(path.name)
            if "a link, not a plain file" in line:
                path.unlink()
                os.mkfifo(path)
            if "a FIFO, not a plain file" in line:
                break
        watching.terminate()
        watching.stdout.read()
    assert watching.returncode == 0


def test_progress_that_is_a_fifo_blocks_no_command(desk: Path) -> None:
    Workspace().begin(LAB)
    (desk / "progress.json").unlink()
    os.mkfifo(desk / "progress.json")
    assert Workspace().next_hint(LAB)[0] == 1
    assert Workspace().state(LAB).hints == 0


@each_kind
def test_an_attached_file_is_named(
    tmp_path: Path, kind: str, make: Callable[[Path], object]
) -> None:
    start, path = tmp_path / "start.toml", tmp_path / "calls.prof"
    start.touch()
    make(path)
    with pytest.raises(FailedError, match=f"prof next to start.toml is {kind}, not a plain file"):
        attached_file(start, "calls.prof", ["*.prof"])
    # It was a plain file when it was looked at.
    with pytest.raises(FailedError, match=f"prof is {kind}, not a plain file"):
        reader_of(Path(__file__), {"calls": path})


def test_an_attached_file_is_copied(tmp_path: Path) -> None:
    (tmp_path / "calls.prof").write_bytes(b"\0\xff")
    made = reader_of(Path(__file__), {"calls": tmp_path / "calls.prof"})
    assert isinstance(made, Loadable)
    assert (made.folder / "calls").read_bytes() == b"\0\xff"


@pytest.mark.parametrize("name", [b"\xff\xfe.py", b"\x01\x7f.py", "\u2400\u202e.py".encode()])
def test_a_name_of_any_bytes_is_checked_and_shown(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_text("import os\n")
    done = juliaset("lab", "check", "5", "--file", str(path))
    assert (done.returncode, done.stderr) == (1, "")
    assert "imports os" in done.stdout
    assert done.stdout.replace("\n", "").isprintable()
