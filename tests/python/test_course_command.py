"""`juliaset course DIR`: what it writes, what it brings up to date, and what it never replaces."""

import os
import re
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from command import juliaset
from juliaset import course
from juliaset.course import Mark, course_files, write_course
from juliaset.course_folder import CHECKOUT, MARK

START = "labs/01_clock_and_noise/start.py"
LINK = re.compile(r"\]\((\.\.?/[^)#]+)")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Path]:
    """Let the course have three small files."""
    files = {name: tmp_path / "ours" / name for name in ("labs/a.py", "labs/b.py", "notes.md")}
    for name, path in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"ours: {name}\n")
    monkeypatch.setattr(course, "course_files", lambda: files)
    return files


def test_the_command_says_what_to_type_next(tmp_path: Path) -> None:
    answer = juliaset("course", "mine", folder=tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    number = len(course_files())
    assert f"\n{number} files are new, 0 were brought up to date.\n" in answer.stdout
    assert answer.stdout.partition("Next:\n")[2].splitlines()[0] == "  cd mine"
    listed = juliaset("lab", "list", folder=tmp_path / "mine")
    assert listed.returncode == 0, listed.stderr
    (tmp_path / "mine" / START).write_text("mine\n")
    again = juliaset("course", ".", folder=tmp_path / "mine")
    assert f"You have changed these, and they stay as they are:\n  {START}\n" in again.stdout
    assert "cd " not in again.stdout
    assert (tmp_path / "mine" / START).read_text() == "mine\n"


def test_the_course_has_what_its_pages_link_to() -> None:
    files = course_files()
    assert {START, "notebooks/01_problem.ipynb", "labs/template/lab.toml"} <= files.keys()
    for name, path in files.items():
        if name.endswith((".md", ".ipynb")) and not name.startswith("docs/"):
            for link in LINK.findall(path.read_text()):
                target = os.path.normpath(Path(name).parent / link)
                assert any(each == target or each.startswith(f"{target}/") for each in files), (
                    f"{name} links to {target}, which cmake/course.txt lacks"
                )


def test_what_programs_leave_behind_is_not_part_of_it() -> None:
    for name in course_files():
        assert not re.search(r"(^|/)(\.|__pycache__|build/)|\.so$", name), name


def test_a_file_as_an_earlier_version_wrote_it_is_brought_up_to_date(
    few: dict[str, Path], tmp_path: Path
) -> None:
    assert sorted(write_course(tmp_path / "mine").new) == sorted(few)
    for name in ("labs/a.py", "labs/b.py"):
        few[name].write_text("a new version\n")
    (tmp_path / "mine/labs/b.py").write_text("the learner's\n")
    (tmp_path / "mine/notes.md").unlink()
    written = write_course(tmp_path / "mine")
    assert (written.updated, written.kept, written.new) == (
        ["labs/a.py"],
        ["labs/b.py"],
        ["notes.md"],
    )
    assert (tmp_path / "mine/labs/a.py").read_text() == "a new version\n"
    assert (tmp_path / "mine/labs/b.py").read_text() == "the learner's\n"


def test_without_a_mark_no_file_is_replaced(few: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    write_course(folder)
    (folder / MARK).write_text("{}")
    few["notes.md"].write_text("a new version\n")
    written = write_course(folder)
    assert (written.updated, written.kept) == ([], ["notes.md"])
    mark = msgspec.json.decode((folder / MARK).read_bytes(), type=Mark)
    assert mark.files["notes.md"] == sha256(b"a new version\n").hexdigest()


def test_what_is_not_a_plain_file_stays(few: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "labs/a.py").mkdir(parents=True)
    os.mkfifo(folder / "labs/b.py")
    (folder / "notes.md").symlink_to(tmp_path / "elsewhere")
    written = write_course(folder)
    assert sorted(written.kept) == sorted(few)
    assert not (tmp_path / "elsewhere").exists()


def test_after_an_interruption_it_goes_on(
    few: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, write = tmp_path / "mine", course.write_whole

    def interrupted(path: Path, content: bytes) -> None:
        if path.name == "b.py":
            raise KeyboardInterrupt
        write(path, content)

    monkeypatch.setattr(course, "write_whole", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_course(folder)
    assert not (folder / MARK).exists()
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["a.py"]
    monkeypatch.setattr(course, "write_whole", write)
    assert sorted(write_course(folder).new) == ["labs/b.py", "notes.md"]
    assert few.keys() <= msgspec.json.decode((folder / MARK).read_bytes(), type=Mark).files.keys()


def test_folders_that_cannot_be(few: dict[str, Path], tmp_path: Path) -> None:
    assert few
    (tmp_path / "file").write_text("")
    with pytest.raises(ValueError, match="which is not a folder; allowed: a new name"):
        write_course(tmp_path / "file")
    with pytest.raises(ValueError, match="the repository, which has the course already"):
        write_course(CHECKOUT)
    with pytest.raises(ValueError, match=r"can't be written: .*; allowed for DIR: a new folder"):
        write_course(Path("/proc/mine"))
