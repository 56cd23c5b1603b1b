"""The table of exit codes: one for code, help and docs, and each code as a user meets it."""

import os
import re
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from command import juliaset
from juliaset.cli.exit_codes import MEANINGS, ExitCode, exit_code_of
from juliaset.kernel_type import UnavailableError
from juliaset.system.signals import sigterm_as_ctrl_c

ROOT = Path(__file__).parents[2]


def test_code_help_and_docs_have_the_same_table() -> None:
    assert {int(code) for code in ExitCode} == {0, 1, 2, 3, 4, 70, 130}
    shown = re.findall(r"^ +(\d+)  (\S.*)$", juliaset("--help").stdout, re.MULTILINE)
    page = (ROOT / "docs" / "exit-codes.md").read_text()
    written = re.findall(r"^\| (\d+) \| (.*) \|$", page, re.MULTILINE)
    expected = [(str(int(code)), meaning) for code, meaning in MEANINGS.items()]
    assert shown == written == expected


@pytest.mark.parametrize(
    ("raised", "code", "words"),
    [
        (ValueError("x is 3; allowed: 4"), 2, "juliaset: x is 3; allowed: 4\n"),
        (ValueError("a\x1b[31m\nb"), 2, "juliaset: a?[31m b\n"),
        (FileNotFoundError(2, "No such file", "a.json"), 2, "No such file"),
        (MemoryError(), 2, "juliaset: there is not enough memory\n"),
        (UnavailableError("numba is not installed"), 3, "juliaset: numba is not installed\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 130, ""),
        (SystemExit(1), 1, ""),
        (SystemExit(None), 0, ""),
    ],
)
def test_what_is_raised_has_its_code(
    raised: BaseException, code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def command() -> None:
        raise raised

    assert exit_code_of(command) == code
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said
    assert bool(said) == bool(words)


@pytest.mark.parametrize("error", [KeyError("x"), RuntimeError("x"), AssertionError(), TypeError()])
def test_an_error_of_ours_shows_a_traceback_and_asks_for_a_report(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    def command() -> None:
        raise error

    assert exit_code_of(command) == 70
    said = capsys.readouterr().err
    assert said.startswith("Traceback (most recent call last):")
    assert f"in command\n    raise error\n{type(error).__name__}" in said
    assert "Please report the lines above" in said.splitlines()[-1]


TELLS_THAT_IT_COMPUTES = """
from juliaset.cli import main
from juliaset.kernel_type import Call
run = Call.__getattribute__
def tells(call, name):
    if name == "run":
        print("it computes", flush=True)
    return run(call, name)
Call.__getattribute__ = tells
main()
"""


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
def test_an_interrupted_command_exits_with_130(number: signal.Signals) -> None:
    words = ["run", "--kernel", "python.loops", "--width", "1000"]
    with subprocess.Popen(
        [sys.executable, "-c", TELLS_THAT_IT_COMPUTES, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "it computes\n"
        process.send_signal(number)
        said, errors = process.communicate(timeout=60)
    assert (process.returncode, said, errors) == (130, "", "")


# nohup ignores SIGHUP, and a shell that is not interactive SIGINT for its jobs in the background.
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_is_ignored_stays_ignored(number: signal.Signals) -> None:
    before = signal.signal(number, signal.SIG_IGN)
    try:
        with sigterm_as_ctrl_c():
            os.kill(os.getpid(), number)
        assert signal.getsignal(number) is signal.SIG_IGN
    finally:
        signal.signal(number, before)


def test_a_handler_that_is_not_python_s_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal, "getsignal", lambda _: None)
    monkeypatch.setattr(signal, "signal", lambda *_: pytest.fail("it could not be put back"))
    with sigterm_as_ctrl_c():
        pass


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ladder"], "`juliaset ladder` is now called `juliaset bench --quick`"),
        (["ladder", "--width", "30"], "is now called"),
        (["bench", "--flavours", "O2"], "--flavours is now called --flavour"),
        (["matrix", "--flavours=O2"], "--flavours is now called --flavour"),
        (["lab", "grade", "room", "--out", "grades"], "--out is now called --output"),
        (["lab", "grade", "room", "--out=grades"], "--out is now called --output"),
        (["lab", "list", "--json"], "--json now takes a file; `--json -`"),
        (["profile", "dis", "--json", "--kernel", "best"], "--json now takes a file"),
        (["bnch"], "Did you mean 'bench'?"),
        (["lab", "chek"], "Did you mean 'check'?"),
        (["run", "--flavor", "O2"], "--flavour"),
        (["run", "--json"], "no such option: --json"),
        (["bench", "--out", "a.json"], "no such option: --out"),
    ],
)
def test_old_and_mistyped_names_are_answered_with_the_new_ones(words: list[str], said: str) -> None:
    answer = juliaset(*words)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert said in answer.stderr
    assert answer.stderr.startswith("juliaset: ")
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--nope"], "no such option: --nope (`juliaset -h` shows what is allowed)"),
        (["lab", "nope"], "no such command 'nope' (`juliaset lab -h` shows what is allowed)"),
        (["explain"], "missing argument 'KERNEL' (`juliaset explain -h` shows what is allowed)"),
        (["compare", "old.json"], "compare needs two contests; allowed: OLD NEW, or --last"),
        (["render"], "missing option '--output' / '-o'"),
        (["import", "a.json"], "missing option '--into'"),
        (["lab", "check", "1", "2\n3"], "got unexpected extra argument(s) (2"),
        (["bench", "--width"], "option '--width' requires an argument"),
        (["bench", "--quick=yes"], "option '--quick' does not take a value"),
        (["run", "--width", "1.5"], "invalid value for '--width': '1.5' is not a whole number"),
        (["run", "--threads", "x"], "invalid value for '--threads': 'x' is not a whole number"),
        (["bench", "--width", "a\nb"], r"invalid value for '--width': 'a\nb' is not a whole"),
        (["profile", "dis", "--rounds", ""], "invalid value for '--rounds': '' is not a whole"),
        (["bench", "--budget", "long"], "'--budget': 'long' is not a number of seconds above 0"),
        (["bench", "--budget", "nan"], "'--budget': 'nan' is not a number of seconds above 0"),
        (["trap", "--window", "1", "2", "3", "x"], "'--window': 'x' is not a number"),
        (["run", "--c", "i am"], "invalid value for '--c': 'i am' is not a complex number like -"),
        (["run", "--gil", "maybe"], "gil is 'maybe'; allowed: held, released"),
        (["run", "--gil", ""], "gil is ''; allowed: held, released"),
        (["export", "a.json"], "allowed: one of --pyperf, --csv, --md"),
    ],
)
def test_wrong_usage_is_one_line_that_names_what_is_wrong(words: list[str], said: str) -> None:
    answer = juliaset(*words)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("juliaset: ")
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize(("code", "goes_on"), [(0, True), (4, True), (1, False), (3, False)])
def test_make_bench_accepts_a_busy_machine_and_no_wrong_kernel(code: int, *, goes_on: bool) -> None:
    recipe = (ROOT / "Makefile").read_text().partition("\nbench:")[2].splitlines()[1]
    assert "juliaset bench" in recipe
    command = recipe.strip().removeprefix("@").replace("$$", "$")
    program = f"juliaset() {{ echo a table; return {code}; }}\n{command}\n"
    answer = subprocess.run(
        ["/usr/bin/env", "bash", "-euo", "pipefail", "-c", program],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode == 0) == goes_on
    assert answer.stdout == "a table\n"


def test_the_old_name_of_the_variable_works_and_is_noted_once() -> None:
    words = ("run", "--kernel", "cpp.simd_avx2", "--width", "20")
    answer = juliaset(*words, JULIA_ISA="sse2")
    assert answer.returncode == 3
    note, reason = answer.stderr.splitlines()
    assert note == "juliaset: JULIA_ISA is now called JULIASET_ISA"
    assert "cpp.simd_avx2 cannot run here" in reason
    assert "now called" not in juliaset(*words, JULIASET_ISA="sse2").stderr


def test_the_old_name_of_the_learner_s_folder_works_and_is_noted(tmp_path: Path) -> None:
    answer = juliaset("lab", "start", "1", JULIASET_DESK=str(tmp_path), JULIASET_MY_LABS="")
    assert answer.returncode == 0
    assert answer.stderr == "juliaset: JULIASET_DESK is now called JULIASET_MY_LABS\n"
    assert list(tmp_path.glob("01_*/start.py"))


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(option: str) -> None:
    answer = juliaset(option)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == f"juliaset {version('juliaset')}\n"
