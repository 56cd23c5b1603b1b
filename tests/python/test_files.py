"""Output files: what cannot be written is refused before the work, and nothing is left half."""

import os
import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from juliaset.system import files
from juliaset.system.files import check_writable, whole_file, whole_folder, write_whole


def reason(path: Path) -> str:
    """Return why the file is refused; empty if it is not."""
    try:
        check_writable("--json", path)
    except ValueError as error:
        named, _, rest = str(error).partition(": ")
        assert named == f"--json is {str(path)!r}"
        assert rest.endswith("; allowed: a file in a folder of yours")
        return rest.partition(";")[0]
    return ""


def test_a_check_leaves_nothing_and_changes_nothing(tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    old.write_text("old")
    assert not reason(old)
    assert not reason(tmp_path / "new.json")
    assert [path.name for path in tmp_path.iterdir()] == ["old.json"]
    assert old.read_text() == "old"


def test_what_cannot_be_a_file_is_refused(tmp_path: Path) -> None:
    assert reason(tmp_path) == "it is a folder"
    assert reason(tmp_path / "no" / "a.json") == "its folder does not exist"
    dangling = tmp_path / "link"
    dangling.symlink_to(tmp_path / "no" / "a.json")
    assert reason(dangling) == "its folder does not exist"
    folder = os.open(tmp_path, os.O_PATH)  # a socket's path may have only 108 bytes
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{folder}/socket")
    os.close(folder)
    assert reason(tmp_path / "socket") == "it is a socket"
    with pytest.raises(OSError, match="No such device or address"):
        write_whole(tmp_path / "socket", "text")  # it became one after the check: no wait


def test_a_name_that_is_too_long_for_its_new_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 253)  # a file of this name can exist, but not the part of it
    path.write_text("old")
    assert reason(path) == (
        "it may not be written, because its folder takes no new file (File name too long)"
    )


def test_a_folder_that_takes_no_new_file_is_refused_though_the_file_may_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    path.write_text("old")
    if os.geteuid():
        tmp_path.chmod(0o500)
    else:  # root may write everywhere

        def refuse(self: Path) -> None:
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "touch", refuse)
    said = reason(path)
    tmp_path.chmod(0o700)
    assert said == (
        "it may not be written, because its folder takes no new file (Permission denied)"
    )


@pytest.mark.parametrize(
    ("mode", "user", "refused"), [(0o1777, 4711, True), (0o777, 4711, False), (0o1777, 0, False)]
)
def test_another_user_s_file_in_a_sticky_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, mode: int, user: int, refused: bool
) -> None:
    path = tmp_path / "a.json"
    path.write_text("old")
    tmp_path.chmod(mode)
    monkeypatch.setattr(files.os, "geteuid", lambda: user)
    assert ("only its owner may replace it" in reason(path)) == refused


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to(path.parent / "b")])
def test_links_and_pipes_stay_what_they_are(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "a"
    make(path)
    assert not reason(path)
    assert path.is_fifo() or path.is_symlink()


def test_a_link_leads_to_the_written_file(tmp_path: Path) -> None:
    link, target = tmp_path / "link", tmp_path / "target"
    link.symlink_to(target)
    write_whole(link, "text")
    assert (link.is_symlink(), target.read_text()) == (True, "text")


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    path.write_text("old")
    monkeypatch.setattr(Path, "write_bytes", _full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_folder_takes_its_name_when_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "new"
    path.mkdir()  # an empty one is replaced
    with whole_folder(path) as part:
        (part / "a").write_text("text")
        assert not list(path.iterdir())
    assert (path / "a").read_text() == "text"
    (tmp_path / "ordinary").mkdir()
    assert path.stat().st_mode == (tmp_path / "ordinary").stat().st_mode
    assert {each.name for each in tmp_path.iterdir()} == {"new", "ordinary"}


def test_a_folder_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fill(path: Path) -> None:
        with whole_folder(path) as part:
            (part / "a").touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(tmp_path / "new")
    assert not list(tmp_path.iterdir())
    with (
        pytest.raises(FileNotFoundError, match=r"No such file or directory: '.*no/new'"),
        whole_folder(tmp_path / "no" / "new"),
    ):
        pass


def test_a_folder_of_another_is_not_replaced(tmp_path: Path) -> None:
    def fill(path: Path) -> None:
        with whole_folder(path):
            path.mkdir()  # by a process that began later
            (path / "mine").touch()

    with pytest.raises(OSError, match=r"not empty: '.*new'"):
        fill(tmp_path / "new")
    assert [each.name for each in tmp_path.rglob("*")] == ["new", "mine"]


@pytest.mark.parametrize("whole", [whole_file, whole_folder])
def test_what_has_the_name_of_a_part_is_not_removed(
    whole: Callable[[Path], AbstractContextManager[object]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine").touch()
    monkeypatch.setattr(files, "part_of", lambda _path: other)
    with pytest.raises(FileExistsError, match=r"File exists: '.*new'"), whole(tmp_path / "new"):
        pass
    assert [each.name for each in tmp_path.rglob("*")] == ["other", "mine"]


def test_two_parts_of_one_file_have_names_of_their_own(tmp_path: Path) -> None:
    with whole_file(tmp_path / "a") as first, whole_file(tmp_path / "a") as second:
        first.write(b"first")
        second.write(b"second")
    assert (tmp_path / "a").read_bytes() == b"first"  # which ended last
    assert len(list(tmp_path.iterdir())) == 1


def test_a_name_that_cannot_be_looked_at_is_refused(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert reason(loop) == "Too many levels of symbolic links"
    assert reason(tmp_path / ("a" * 300)) == "File name too long"


def test_a_fifo_without_a_reader_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_PATIENCE_S", 0.1)
    path = tmp_path / "fifo"
    os.mkfifo(path)
    with pytest.raises(OSError, match=r"no program reads this FIFO: '.*fifo'"):
        write_whole(path, "text")


def test_a_fifo_waits_a_moment_for_its_reader_and_gets_all(tmp_path: Path) -> None:
    path, text = tmp_path / "fifo", "x" * 1_000_000  # more than a pipe holds
    os.mkfifo(path)
    read: list[str] = []
    reader = threading.Timer(0.1, lambda: read.append(path.read_text()))
    reader.start()
    write_whole(path, text)
    reader.join()
    assert read == [text]


def test_a_full_disk_is_said_with_the_name_of_the_file() -> None:
    with pytest.raises(OSError, match="No space left on device: '/dev/full'"):
        write_whole(Path("/dev/full"), "text")


def _full(self: Path, data: bytes) -> None:
    with self.open("wb") as file:
        file.write(data[:1])
    raise OSError(28, "No space left on device")
