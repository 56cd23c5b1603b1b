"""`juliaset profile` as a user meets it: words, exit codes, Ctrl-C, machines without tools."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from marked import marked

import command
from juliaset.profilers.recipes import NAMES


def profile(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return command.juliaset("profile", *arguments, **environment)


def test_alone_it_lists_the_tools() -> None:
    answer = profile()
    assert answer.returncode == 0, answer.stderr
    for name in NAMES:
        assert f"\n{name} " in answer.stdout


def test_a_tool_shows_command_lines_and_checks() -> None:
    answer = profile("cprofile", "--width", "50")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "$ python -m cProfile -o ../../profiles/cprofile/profile.stats" in answer.stdout
    assert "right  calls of abs: iterations + pixels: 86,154 (expected: 86,154)" in answer.stdout
    assert "It cannot see:" in answer.stdout
    assert "profiles/cprofile/profile.txt" in answer.stdout


def test_the_command_that_it_prints_can_be_typed(tmp_path: Path) -> None:
    scripts = Path(__file__).parents[3] / "python" / "profiling"
    lines = profile("dis").stdout.splitlines()
    (command,) = [line[2:] for line in lines if line.startswith("$ ")]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    answer = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=scripts,
        env=os.environ | {"PATH": path, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "calculate_z_serial_purepython" in answer.stdout


def test_json_is_for_programs() -> None:
    answer = profile("dis", "--json", "-", "--kernel", "python.expanded")
    result = json.loads(answer.stdout)
    assert (result["tool"], result["status"]) == ("dis", "right")
    assert result["kernel"] == "python.expanded"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("no-such-tool",), "allowed: timeit, unix_time, cprofile"),
        (("cprofile", "--width", "33"), "--width is 33; allowed for python.loops: 10, 20, 50"),
        (("cprofile", "--width", "-5"), "--width is -5"),
        (("cprofile", "--kernel", "cpp.scalr"), "did you mean"),
        (("line_profiler", "--kernel", "cpp.scalar"), "makes no sense here"),
        (("objdump", "--kernel", "python.loops"), "makes no sense here"),
        (("pympler", "--kernel", "cpp.scalar"), "makes no sense here"),
        (("callgrind", "--kernel", "cpp.simd_avx512"), "AVX-512"),
        (("timeit", "--kernel", "cpp.scalar", "--width", "3000000"), "pixels"),
        (("timeit", "--all"), "--all runs every tool"),
        (("--ledger", "--rounds", "0"), "--rounds is 0; allowed: 1 or more"),
        (("timeit", "--rounds", "0"), "--rounds needs a ledger; allowed: with --ledger"),
        (("--all", "--rounds", "3"), "--rounds needs a ledger; allowed: with --ledger"),
    ],
)
def test_what_a_user_did_wrong_is_one_line(arguments: tuple[str, ...], said: str) -> None:
    answer = profile(*arguments)
    assert answer.returncode == 2, answer.stdout
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert not answer.stdout


def test_a_width_that_is_no_number() -> None:
    answer = profile("cprofile", "--width", "wide")
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr


def test_a_missing_tool_has_an_exit_code_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "apt-get").write_text("#!/bin/sh\n")
    (tmp_path / "apt-get").chmod(0o755)
    answer = profile("perf_stat", PATH=str(tmp_path))
    assert answer.returncode == 3
    assert "perf is not installed" in answer.stdout
    sudo = "sudo " if os.geteuid() else ""
    assert f"what would help: {sudo}apt-get install" in answer.stdout
    assert "RECORDED" in answer.stdout


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
def test_ctrl_c_leaves_no_children(number: signal.Signals) -> None:
    mark = f"MARK_OF_THIS_TEST={os.getpid()}.{number}"
    name, _, value = mark.partition("=")
    process = subprocess.Popen(
        [*command.COMMAND, "profile", "py_spy_dump", "--kernel", "cpp.scalar", "--width", "1000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {name: value},
        start_new_session=True,
    )
    try:
        end = time.monotonic() + 60
        while len(marked(mark)) < 2 and process.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(number)
        _, said = process.communicate(timeout=60)
        assert process.returncode != 0
        assert marked(mark) == []
        assert b"Traceback" not in said
    finally:
        process.kill()
        process.wait()
