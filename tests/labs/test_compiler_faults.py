"""A compiler that fails: the machine's fault gives no verdict, the learner's is a fail."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from cpp_texts import ENDLESS, OURS

from juliaset.grader import bubblewrap, build, compiler
from juliaset.grader.catalogue import find_lab
from juliaset.grader.compiler import run_compiler
from juliaset.grader.submission import Submission, check_submission
from juliaset.grader.verdict import FailedError, InconclusiveError, Status
from some_quick import some_quick

Write = Callable[..., Path]


def test_a_machine_without_time_is_asked_once(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[object] = []

    def busy(*arguments: object) -> tuple[int, str]:
        runs.append(arguments)
        raise InconclusiveError("busy")

    monkeypatch.setattr(build, "run_compiler", busy)
    submission = Submission(find_lab("14"), write(f"{ENDLESS}// busy\n", "start.cpp"))
    for _ in range(3):
        with pytest.raises(InconclusiveError, match="busy"):
            build.build(submission.path, headers=OURS)
    assert len(runs) == 1


def test_a_full_disk_is_not_the_learner_s_fault(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = "as: can't write start.o: No space left on device"
    monkeypatch.setattr(build, "run_compiler", lambda *_: (1, full))
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(compiler.shutil, "disk_usage", lambda _: usage._replace(free=1 << 20))
    path = write(f"{ENDLESS}// full\n", "start.cpp")
    with pytest.raises(InconclusiveError, match="TMPDIR says where"):
        build.build(path, headers=OURS)
    # It may not say so itself, on a disk with room, where another file can be compiled.
    monkeypatch.setattr(compiler, "run_compiler", lambda *_: (0, ""))
    monkeypatch.setattr(compiler.shutil, "disk_usage", lambda _: usage._replace(free=1 << 40))
    with pytest.raises(FailedError, match="does not compile"):
        build.build(write(f"{ENDLESS}// room\n", "start.cpp"), headers=OURS)


def test_words_of_a_submission_are_not_taken_for_the_compiler_s(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = 'start.cpp:3:2: error: #error "out of memory" No space left on device'
    monkeypatch.setattr(build, "run_compiler", lambda *_: (1, said))
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(compiler.shutil, "disk_usage", lambda _: usage._replace(free=1 << 20))
    with pytest.raises(FailedError, match="does not compile"):
        build.build(write(f"{ENDLESS}// words\n", "start.cpp"), headers=OURS)


LEARNERS_WORDS = {
    "start.cpp": {
        "in an #error": "#error out of memory\n",
        "in a text of two lines": 'static_assert(false, "a\\nout of memory");\n',
        "in a comment": "int x = y;  // No space left on device\n",
    },
    "start.pyx": {"above": "cdef int f(int x):\n    raise MemoryError()\n    return 1 +\n"},
}


@pytest.mark.parametrize(
    ("name", "text"),
    some_quick(
        {
            where: (name, text)
            for name, texts in LEARNERS_WORDS.items()
            for where, text in texts.items()
        },
        "in a comment",
    ),
)
def test_the_learner_s_own_error_is_shown(
    name: str, text: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(compiler.shutil, "disk_usage", lambda _: usage._replace(free=1 << 20))
    with pytest.raises(FailedError, match="does not compile"):
        build.build(write(text, name))


@pytest.mark.slow
def test_a_compiler_that_can_t_work_here_gives_no_verdict(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = compiler.run_compiler
    lower = f'ulimit -n 12; exec {shutil.which("g++")} "$@"'

    def without_files(command: Sequence[str], folder: Path) -> tuple[int, str]:
        return right(["sh", "-c", lower, "sh", *command[1:]], folder)

    for module in (build, compiler):
        monkeypatch.setattr(module, "run_compiler", without_files)
    path = write(ENDLESS.replace("F<26, 0>::v", "1"), "start.cpp")
    with pytest.raises(InconclusiveError, match="can't compile even one line on this machine"):
        build.build(path, headers=OURS)


def test_a_flag_that_no_compiler_knows_is_the_learner_s(write: Write) -> None:
    # The error names no line of a file, and the same flag would end the control too.
    path = write(ENDLESS.replace("F<26, 0>::v", "2"), "start.cpp")
    with pytest.raises(FailedError, match=r"does not compile:\n.*'none'"):
        build.build(path, headers=OURS, flags="-O3 -march=none")


def test_a_sandbox_that_ends_before_the_compiler_begins_gives_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if TMPDIR is mounted with `noexec`, and our compiled walls can't be loaded from there.
    monkeypatch.setattr(
        compiler, "in_sandbox", lambda *_, **__: ["sh", "-c", "echo no >&2; exit 1"]
    )
    with pytest.raises(InconclusiveError, match=r"could not be made on this machine: .*words: no"):
        run_compiler(["sh", "-c", "exit 1"], tmp_path)


@pytest.mark.slow
def test_a_disk_that_is_really_full_gives_no_verdict(tmp_path: Path) -> None:
    """In a namespace with a TMPDIR of 64 KiB: each kind of lab is inconclusive, and says why."""
    program = (
        "import sys; from juliaset.grader.catalogue import find_lab\n"
        "from juliaset.grader.submission import check_submission\n"
        "for number in ('5', '6', '14'):\n"
        "    lab = find_lab(number)\n"
        "    verdict = check_submission(lab, lab.solutions[0])\n"
        "    print(verdict.status, verdict.message.replace(chr(10), ' '))\n"
    )
    small = tmp_path / "small"
    small.mkdir()
    mounted = (
        f"mount -t tmpfs -o size=64k none {small} && export TMPDIR={small} && "
        f'exec {sys.executable} -c "$0"'
    )
    done = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", mounted, program],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(done.stderr.strip())
    lines = done.stdout.splitlines()
    assert len(lines) == 3, done.stderr
    for line in lines:
        assert line.startswith("inconclusive "), line
        assert "No space left on device" in line or "full disk" in line, line


def test_a_sandbox_that_cannot_be_made_gives_no_verdict(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bubblewrap, "contained", lambda *_: ["sh", "-c", "exit 9"])
    monkeypatch.setattr(bubblewrap, "why_not", lambda: "")
    verdict = check_submission(find_lab("5"), write("def counts(*_): return 1\n"))
    assert verdict.status == Status.INCONCLUSIVE
    assert "could not be made on this machine" in verdict.message
