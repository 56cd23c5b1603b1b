"""Lab 9 says that every pixel is right on other CPUs only if it has compiled for them."""

import platform
import shutil
from contextlib import nullcontext
from pathlib import Path

import pytest

from juliaset.grader.catalogue import find_lab
from juliaset.grader.check_folder import check_folder
from juliaset.grader.launch import Loadable
from juliaset.grader.submission import Submission
from juliaset.grader.verdict import FailedError

FLAGS = "-O2 -march=native -ffp-contract=off"
ELSEWHERE = "-O2 -march=haswell -ffp-contract=off"


@pytest.fixture
def submission(monkeypatch: pytest.MonkeyPatch) -> Submission:
    """Return one whose pixels are right with the instructions of the oldest CPU."""
    lab = find_lab("9")
    monkeypatch.setattr(Submission, "loadable", lambda *_: Loadable(lab.folder, "kernel"))
    monkeypatch.setattr(Submission, "start", lambda *_: nullcontext())
    monkeypatch.setattr(lab.check, "sensitive", lambda _: [])
    return Submission(lab, lab.folder / "given" / "kernel.cpp", headers=lab.check.HEADERS)


@pytest.mark.skipif(platform.machine() != "x86_64", reason="other CPUs have one spelling of it")
def test_a_compiler_that_cannot_compile_for_another_cpu_confirms_nothing(
    submission: Submission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiler = tmp_path / "g++"
    compiler.write_text(
        f"""#!/bin/sh
case " $* " in *" -march=haswell "*) echo "start.cpp:1:1: error: planted" >&2; exit 1;; esac
exec {shutil.which("g++")} "$@"
"""
    )
    compiler.chmod(0o755)
    monkeypatch.setenv("CXX", str(compiler))
    refused = (
        f"^Right here, but not everywhere: with {ELSEWHERE} start.cpp does not compile:\n.*planted"
    )
    with check_folder(), pytest.raises(FailedError, match=refused):
        submission.lab.check.right_elsewhere(submission, FLAGS)
    assert submission.confirmed == []
