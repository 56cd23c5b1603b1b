"""Files that change while the grader reads them, are too large, or may not be read."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from kinds import each_kind, place_in

from juliaset.grader.catalogue import find_lab
from juliaset.grader.files import read_text
from juliaset.grader.grading import grades
from juliaset.system.plain_files import UnfitFileError, held_folder, read_plain

WRONG = "def counts(*_): return 1\n"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "room").mkdir()
    return tmp_path / "room"


@each_kind
def test_what_becomes_another_kind_after_the_check_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, make: Callable[[Path], object]
) -> None:
    path = tmp_path / "start.py"
    path.write_text(WRONG)
    right = os.open

    def late(*arguments: object, **named: object) -> int:
        monkeypatch.setattr(os, "open", right)
        path.unlink()
        make(path)
        return right(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", late)
    # A socket can't be opened at all.
    with pytest.raises(OSError if kind == "a socket" else UnfitFileError):
        read_plain(path, 1 << 20)


def test_a_folder_that_becomes_a_link_shows_no_other_learner_s_work(room: Path) -> None:
    place_in(room, "ada/05_numpy/start.py").write_text("ada's")
    place_in(room, "bob/05_numpy/start.py").write_text("bob's")
    with held_folder(room, ["ada", "05_numpy"]) as held:
        (room / "ada").rename(room / "away")
        (room / "ada").symlink_to("bob")
        assert read_text(held / "start.py") == "ada's"
    with pytest.raises(NotADirectoryError), held_folder(room, ["ada", "05_numpy"]):
        pass


def test_a_terabyte_is_not_read(room: Path) -> None:
    path = place_in(room, "ada/05.py")
    with path.open("wb") as file:
        file.truncate(1 << 40)
    (grade,) = grades(room, [find_lab("5")])
    assert grade.message == "05.py has 1,099,511,627,776 bytes; allowed: 1,048,576"


@pytest.fixture
def hundred(tmp_path: Path) -> Path:
    path = tmp_path / "start.py"
    path.write_bytes(b"x" * 100)
    return path


def test_a_file_that_grows_while_it_is_read_is_too_large(
    hundred: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = os.read

    def read(descriptor: int, size: int) -> bytes:
        with hundred.open("ab") as file:
            file.write(b"x" * 100)
        return right(descriptor, min(size, 50))

    monkeypatch.setattr(os, "read", read)
    with pytest.raises(UnfitFileError, match="grew while it was read; allowed: 1,000 bytes"):
        read_plain(hundred, 1000)


def test_a_file_that_shrinks_while_it_is_read_ends_there(
    hundred: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = os.read

    def read(descriptor: int, size: int) -> bytes:
        data = right(descriptor, min(size, 50))
        os.truncate(hundred, 10)
        return data

    monkeypatch.setattr(os, "read", read)
    assert read_plain(hundred, 1000) == b"x" * 50


def test_a_file_that_only_its_author_may_read_is_inconclusive(room: Path) -> None:
    place_in(room, "ada/05.py").write_text(WRONG)
    (room / "ada" / "05.py").chmod(0)
    program = (
        "import sys; from pathlib import Path\n"
        "from juliaset.grader.catalogue import find_lab\n"
        "from juliaset.grader.grading import grades\n"
        "(grade,) = grades(Path(sys.argv[1]), [find_lab('5')])\n"
        "print(grade.status, grade.message)\n"
    )
    # Root without its right to read every file.
    as_any = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    done = subprocess.run(
        [*(as_any if os.geteuid() == 0 else ()), sys.executable, "-P", "-c", program, str(room)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "inconclusive 05.py can't be read: Permission denied\n"
