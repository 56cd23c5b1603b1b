"""The folder for temporary files: kept while its process lives, and removed after any end."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from juliaset.system import work_folder as module
from juliaset.system.work_folder import remove_abandoned

PROGRAM = """
import sys
from juliaset.system.work_folder import work_folder
(work_folder() / "file").write_text("x")
print(work_folder(), flush=True)
sys.stdin.read()
"""


def started(place: Path) -> tuple["subprocess.Popen[str]", Path]:
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(place)},
    )
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


def test_it_goes_with_its_process(tmp_path: Path) -> None:
    process, folder = started(tmp_path)
    assert folder.parent == tmp_path
    remove_abandoned(tmp_path)
    assert (folder / "file").read_text() == "x"
    assert folder.stat().st_mode & 0o777 == 0o711
    process.communicate()
    assert not list(tmp_path.iterdir())


def test_the_next_process_removes_it_after_a_kill(tmp_path: Path) -> None:
    killed, left = started(tmp_path)
    living, kept = started(tmp_path)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert left.exists()
    process, folder = started(tmp_path)
    assert not left.exists()
    assert kept.exists()
    for each in (process, living):
        each.communicate()
    assert not folder.exists()
    assert not kept.exists()


def test_a_fork_does_not_remove_the_folder_of_its_parent(tmp_path: Path) -> None:
    module._remove_own(tmp_path, os.getpid() + 1)  # noqa: SLF001 - what atexit calls in a fork
    assert tmp_path.exists()


def test_a_folder_that_cannot_be_opened_once_goes_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "own"
    (folder / "within").mkdir(parents=True)
    right, failed = os.open, []

    def refuse(*words: object, **options: object) -> int:
        if not failed:
            failed.append(words)
            raise OSError(errno.EMFILE, "too many open files")
        return right(*words, **options)  # type: ignore[arg-type]  # as given

    monkeypatch.setattr(os, "open", refuse)
    module._remove_own(folder, os.getpid())  # noqa: SLF001 - what atexit calls
    assert failed
    assert not folder.exists()


def test_a_folder_that_is_taken_before_it_is_locked_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked, seen = module._locked, []  # noqa: SLF001

    def late(folder: Path) -> Path | None:
        seen.append(folder)
        if len(seen) == 1:
            remove_abandoned(tmp_path)
        return locked(folder)

    monkeypatch.setattr(module, "_locked", late)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = module.work_folder.__wrapped__()
    assert seen == [seen[0], made]
    assert not seen[0].exists()
    assert made.exists()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (tmp_path / "juliaset-work-link").symlink_to(target)
    remove_abandoned(tmp_path)
    assert target.exists()
