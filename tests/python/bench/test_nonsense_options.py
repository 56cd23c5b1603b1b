"""Nonsense on the harness's command lines gets one line that says what is allowed."""

import os
from pathlib import Path

import pytest
from commands import CONTEST, juliaset


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["bench", "--kernel", "nope"], "there is no kernel 'nope'"),
        (["bench", "--kernel", "/dev/zero:f"], "there is no kernel"),
        (["bench", "--kernel", "/dev/null.py:f"], "there is no file '/dev/null.py'"),
        (["bench", "--flavour", "O9"], "allowed: O0, O2, O3, O3_native"),
        (["bench", "--threads", "two"], "allowed: whole numbers like 1,2"),
        (["bench", "--threads", "9" * 10_000], "allowed: whole numbers like 1,2"),
        (["bench", "--threads", " , "], "--threads is ' , '; allowed: a list, or to leave it out"),
        (["bench", "--flavour", ""], "--flavour is ''; allowed: a list, or to leave it out"),
        (["verify", "--flavour", ","], "--flavour is ','; allowed: a list, or to leave it out"),
        (["bench", "--threads", ",".join(map(str, range(1, 257))), "--all"], "rows are asked for"),
        (["bench", "--command", "x" * 9_901], "has 9,901 characters; allowed: up to 9,900"),
        (["bench", "--threads", "0"], "allowed: whole numbers like 1,2"),
        (["bench", "--threads", "1,99999999"], "--threads has 99999999; allowed: 1 to 256"),
        (["bench", "--baseline", "cpp.openmp/t999"], "--threads has 999; allowed: 1 to 256"),
        (["scale", "--threads", "257"], "--threads has 257; allowed: 1 to 256"),
        (["gil", "--threads", "1,257"], "--threads has 257; allowed: 1 to 256"),
        (["bench", "--gil", "both"], "allowed: held, released"),
        (["bench", "--baseline", "cpp.*"], "juliaset: --baseline: 'cpp.*' names"),
        (["matrix", "--compiler", "clang++-1"], "'clang++-1', which is not installed; installed: "),
        (["bench", "--compiler", "/dev/null"], "'/dev/null', which is not installed; installed: "),
        (["matrix", "--compiler", "g++,ls"], "'ls', which isn't a C++ compiler; installed: "),
        (["matrix", "--compiler", ","], "--compiler is ','; allowed: a list, or to leave it out"),
        (["bench", "--baseline", "cpp.scalar@O3/x-1"], "'x-1' is not a compiler here; installed"),
        (["bench", "--command", "true", "--compiler", "g++"], "--compiler is about kernels"),
        (["bench", "--budget", "0"], "'0' is not a number of seconds above 0"),
        (["bench", "--timeout", "-1"], "'-1' is not a number of seconds above 0"),
        (["bench", "--timeout", "inf"], "'inf' is not a number of seconds above 0"),
        (["gil", "--into", "no.json"], "there is no file 'no.json'"),
        (["gil", "--into", "/"], "--into is '/': it is a folder"),
        (["gil", "--into", "no/such/folder/a.json"], "its folder does not exist"),
        (["import", "no.json", "--into", CONTEST], "there is no file 'no.json'"),
        (["import", CONTEST, "--into", CONTEST], f"{CONTEST} is not what Google Benchmark writes"),
        (["import", "/dev/null", "--into", CONTEST], "/dev/null is not what Google Benchmark"),
        (["bench", "--width", "0"], "width is 0; allowed"),
        (["bench", "--c", "x"], "a complex number like"),
        (["bench", "--json", "/"], "it is a folder"),
        (["bench", "--command", ""], "a program and its arguments"),
        (["bench", "--command", "true", "--kernel", "best"], "allowed: one of them"),
        (["bench", "--command", "true", "--width", "1000"], "--width is about kernels"),
        (
            ["bench", "--command", "true", "--max-iterations", "9"],
            "--max-iterations is about kernels",
        ),
        (["bench", "--command", "true", "--all"], "--all is about kernels, not --command"),
        (["bench", "--same-output"], "--same-output is about commands; allowed: together with"),
        (["bench", "--all", "--kernel", "best"], "--all and --kernel both name kernels"),
        (["gil", "--kernel", "python.loops"], "cpp.* and c.ctypes, which can hold the GIL"),
        (["scale", "--kernel", "cpp.scalar"], "runs on one thread"),
        (["matrix", "--kernel", "python.*"], "has no flavours"),
        (["explain", "cpp.scaler"], "did you mean cpp.scalar"),
        (["report", "no.json"], "no.json"),
        (["report", __file__], "is not the JSON of a contest"),
        (["compare", __file__, __file__], "is not the JSON of a contest"),
        (["export", __file__], "one of --pyperf, --csv, --md"),
        (["import", __file__, "--into", __file__], "is not the JSON of a contest"),
    ],
)
def test_nonsense_gets_one_message_and_exit_code_2(arguments: list[str], message: str) -> None:
    answer = juliaset(*arguments)
    assert answer.returncode == 2, answer.stdout
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr
    assert len(answer.stderr) < 2_100


def test_a_fifo_is_no_kernel_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "mine.py")
    answer = juliaset("bench", "--kernel", f"{tmp_path}/mine.py:f")
    assert answer.returncode == 2
    assert answer.stderr.endswith("mine.py' is not a plain file\n")
