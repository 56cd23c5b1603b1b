"""Compilers work in the sandbox: with nothing of the grader's, and one limit for all of them."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cpp_texts import ENDLESS

from juliaset.grader import build, compiler
from juliaset.grader.allowed_source import check_source
from juliaset.grader.catalogue import find_lab
from juliaset.grader.check_folder import check_folder
from juliaset.grader.compiler import run_compiler
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import FailedError, Status
from juliaset.system.work_folder import work_folder

Write = Callable[..., Path]

SETTINGS = {
    "DEF": "DEF TOKEN = 1\n",
    "DEF in a block": "if True:\n    DEF TOKEN = 1\n",
    "IF": "IF UNAME_SYSNAME == 'Linux':\n    x = 1\n",
    "DEF of another alphabet": "\uff24EF TOKEN = 1\n",
}


@pytest.fixture
def folder() -> Path:
    place = work_folder() / "by hand"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    return place


@pytest.mark.parametrize("text", SETTINGS.values(), ids=SETTINGS)
def test_settings_of_cython_are_refused(text: str) -> None:
    with pytest.raises(FailedError, match=r"start.pyx has `(DEF|IF)` .line"):
        check_source(Path("start.pyx"), text)


@pytest.mark.usefixtures("contained")
def test_a_compiler_sees_no_setting_of_the_grader(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("A_SECRET", "of the instructor")
    code, said = run_compiler(["sh", "-c", "env >&2"], folder)
    assert code == 0
    names = {line.partition("=")[0] for line in said.splitlines()}
    assert "TMPDIR" in names
    assert "A_SECRET" not in said
    assert names <= {"PATH", "HOME", "TMPDIR", "LC_ALL", "CCACHE_DISABLE", "JULIASET_COMPILER"} | {
        *("PWD", "SHLVL", "OLDPWD", "_"),
    }


@pytest.mark.usefixtures("contained")
def test_a_compiler_reads_and_writes_nothing_else(
    folder: Path,
    tmp_path: Path,
) -> None:
    secret = tmp_path / "grades.json"
    secret.write_text("the answer")
    tmp_path.chmod(0o777)
    tries = f"cat {secret}; cat /etc/passwd; echo x >{tmp_path}/new; ls {tmp_path}; echo ok >out"
    _, said = run_compiler(["sh", "-c", tries], folder)
    assert "the answer" not in said
    assert "root:" not in said
    assert not (tmp_path / "new").exists()
    assert (folder / "out").read_text() == "ok\n"


def test_what_a_compiler_starts_ends_with_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = f"of the test in process {os.getpid()}"
    monkeypatch.setattr(compiler, "token_hex", lambda _: mark)
    code, said = run_compiler(["sh", "-c", "sleep 600 & sleep 600 & jobs -p >&2; exit 0"], folder)
    assert (code, len(said.split())) == (0, 2), "both must have begun, or this test shows nothing"
    mine = [
        path
        for path in Path("/proc").glob("[0-9]*/environ")
        if f"JULIASET_COMPILER={mark}".encode() in _environment(path)
    ]
    assert mine == []


def _environment(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.mark.slow
def test_the_limit_of_a_compiler_is_reached_once(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiler, "CPU_SECONDS", 1)
    runs: list[object] = []
    right = compiler.run_compiler

    def counted(*arguments: object) -> tuple[int, str]:
        runs.append(arguments)
        return right(*arguments)  # type: ignore[arg-type]  # as given

    monkeypatch.setattr(build, "run_compiler", counted)
    path = write(ENDLESS, "start.cpp")
    with check_folder():  # of a grade, for which a check without an answer is tried again
        for _ in range(3):
            verdict = check_submission(find_lab("14"), path)
            assert verdict.status == Status.FAIL
            assert "can't be compiled within 1 s" in verdict.message
    assert len(runs) == 1


@pytest.mark.slow
def test_many_programs_share_one_limit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Each one stays below the limit of a single process.
    monkeypatch.setattr(compiler, "CPU_SECONDS", 1)
    busy = "timeout 0.5 sh -c 'while :; do :; done'; "
    with pytest.raises(compiler.TooLargeError):
        run_compiler(["sh", "-c", busy * 40], folder)
