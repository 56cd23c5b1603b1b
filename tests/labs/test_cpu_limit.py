"""If a user may have little CPU time, what Linux then kills is not the learner's mistake."""

import resource
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

import pytest
from cpp_texts import ENDLESS

from juliaset.grader import build, compiler
from juliaset.grader.cpu_limit import check_cpu_limit
from juliaset.grader.verdict import FailedError, InconclusiveError
from juliaset.system.work_folder import work_folder

KILLED = "g++: fatal error: Killed signal terminated program cc1plus\n"


@pytest.mark.parametrize(("hard", "limited"), [(3, True), (89, True), (90, False), (-1, False)])
def test_a_lower_limit_is_said(hard: int, limited: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    monkeypatch.setattr(resource, "getrlimit", lambda _: (hard, hard))
    if not limited:
        check_cpu_limit(90)
        return
    with pytest.raises(InconclusiveError, match=rf"only {hard} s of CPU time .* up to 90 s"):
        check_cpu_limit(90)


def test_a_compiler_that_was_killed_early_gives_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "start.cpp"
    monkeypatch.setattr(build, "run_compiler", lambda *_: (1, KILLED))
    path.write_text("int x;  // no limit\n")
    with pytest.raises(FailedError, match="can't be compiled within 90 s"):
        build.build(path)
    monkeypatch.setattr(resource, "getrlimit", lambda _: (3, 3))
    path.write_text("int x;  // a limit\n")
    with pytest.raises(InconclusiveError, match="only 3 s of CPU time"):
        build.build(path)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lab", "name", "text"),
    [
        ("5", "start.py", "def counts(*_):\n    while True:\n        pass\n"),
        ("14", "start.cpp", ENDLESS),
    ],
    ids=["a process", "a compiler"],
)
def test_what_the_user_s_limit_ends_gives_no_verdict(
    lab: str, name: str, text: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text)
    program = (
        "import resource, time; from pathlib import Path\n"
        "from juliaset.grader.catalogue import find_lab\n"
        "from juliaset.grader.submission import check_submission\n"
        f"lab = find_lab({lab!r}); lab.check\n"
        "limit = int(time.process_time()) + 3\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))\n"
        f"print(check_submission(lab, Path({str(tmp_path / name)!r})))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=300
    )
    assert "'inconclusive'" in done.stdout, done.stdout + done.stderr
    assert "s of CPU time on this machine; a check needs up to" in done.stdout


@pytest.mark.usefixtures("contained")
def test_a_signal_that_ends_a_translator_is_seen_in_bubblewrap_too() -> None:
    folder = Path(mkdtemp(dir=work_folder()))
    code, _ = compiler.run_compiler(["sh", "-c", "ulimit -f 0; echo x >out"], folder)
    assert code == -signal.SIGXFSZ
