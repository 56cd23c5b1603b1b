"""The juliaset command as a user meets it: answers, messages, exit codes, files."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from command import juliaset
from juliaset import get_kernel, kernels
from juliaset.bench.record_file import load
from juliaset.system.cores import timing_core

ROOT = Path(__file__).parents[2]
COMPARE = str(ROOT / "python" / "julia_compare.py")


def test_help_imports_neither_numpy_nor_rich() -> None:
    program = (
        "import sys; from juliaset.cli import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "print(*sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "render" in answer.stdout
    assert not {"numpy", "rich", "juliaset._native"} & set(answer.stdout.split())


def test_a_report_of_a_wrong_file_does_not_wait_for_matplotlib() -> None:
    program = (
        "import sys; from juliaset.cli import main\n"
        "try: main(['report', 'none.json'])\n"
        "except SystemExit as end: print(end.code, *sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    code, *modules = answer.stdout.split()
    assert code == "2"
    assert "juliaset.bench.record_file" in modules
    assert "matplotlib" not in modules


def test_ctrl_c_while_the_command_is_imported_is_no_traceback() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert scripts == {"juliaset": "juliaset.console:main"}
    program = """
import os, signal, sys

class Finder:
    def find_spec(self, name, *_):
        if name == "juliaset.cli.pictures":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
from juliaset.console import main
main()
"""
    answer = subprocess.run(
        [sys.executable, "-c", program, "list"], capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (130, "", "")


def test_list_names_every_kernel_and_the_best() -> None:
    answer = juliaset("list")
    assert answer.returncode == 0
    for kernel in kernels():
        assert kernel.name in answer.stdout
    (line,) = [line for line in answer.stdout.splitlines() if "best here: " in line]
    assert line.startswith(f"{get_kernel('best').name} ")


def test_run_gives_the_oracle() -> None:
    answer = juliaset("run")
    assert answer.returncode == 0
    assert "sum(counts) == 33219980" in answer.stdout
    assert "golden answer 'book'" in answer.stdout


def test_run_takes_negative_numbers_and_i_for_j() -> None:
    answer = juliaset("run", "--c", "-0.8 + 0.156i", "--window", "-1", "1", "-1", "1")
    assert answer.returncode == 0
    assert "1000 x 1000" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "--kernel", "cpp.scaler"], "did you mean cpp.scalar"),
        (["run", "--threads", "0"], "threads is 0; allowed: 1 to"),
        (["run", "--kernel", "cpp.scalar", "--threads", "2"], "runs on one thread"),
        (["run", "--max-iterations", "-1"], "max_iterations is -1; allowed"),
        (["run", "--width", "0"], "width is 0; allowed"),
        (["run", "--width", "x"], "--width"),
        (["run", "--width", "9999999"], "ask for a smaller picture"),
        (["run", "--flavour", "O1"], "allowed: O0, O2, O3, O3_native"),
        (["run", "--kernel", "numpy.masked", "--gil", "held"], "numpy.masked has no choice"),
        (["run", "--c", "abc"], "a complex number like"),
        (["run", "--c", "nan"], "allowed: finite"),
        (["run", "--window", "1", "0", "0", "1"], "x1 < x2"),
        (["verify", "--kernel", "nope*"], "there is no kernel 'nope*'"),
        (["verify", "--flavour", "O9"], "--flavour has 'O9'"),
        (["verify", "--kernel", "numpy.*", "--flavour", "O2"], "numpy.* has no flavour O2"),
        (["bench", "--kernel", "nope"], "there is no kernel 'nope'"),
        (["bench", "--json", ""], "it is a folder"),
        (["bench", "--json", "/"], "it is a folder"),
        (["render", "-o", "a.png", "--size", "90000x90000"], "ask for a smaller picture"),
        (["bench", "--json", "no/such/folder/a.json"], "its folder does not exist"),
        (["render", "-o", "a.gif"], ".png"),
        (["render", "-o", "no/such/folder/a.png"], "its folder does not exist"),
        (["render", "-o", "a.png", "--palette", "magmo"], "magma"),
        (["render", "-o", "a.png", "--size", "1200"], "like 1200x800"),
        (["render", "-o", "a.png", "--size", f"{'9' * 10_000}x1"], "like 1200x800"),
        (["render", "-o", "a.png", "--palette", ""], "unknown palette ''"),
        (["run", "--width", "9" * 10_000], "it has 10,000 characters; allowed: a whole number"),
        (["render", "-o", "a.png", "--size", "0x9"], "1x1 or more"),
        (["nope"], "nope"),
    ],
)
def test_nonsense_gets_one_message_and_exit_code_2(arguments: list[str], message: str) -> None:
    answer = juliaset(*arguments)
    assert answer.returncode == 2
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_set_that_the_cpu_lacks_is_said_and_exits_3() -> None:
    answer = juliaset("run", "--kernel", "cpp.simd_avx2", JULIASET_ISA="sse2")
    assert answer.returncode == 3
    assert answer.stderr.count("\n") == 1
    assert "cpp.simd_avx2 cannot run here: " in answer.stderr


def test_a_folder_that_may_not_be_written_is_said_before_anything_is_measured(
    tmp_path: Path,
) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)
    answer = juliaset("bench", "--json", str(tmp_path / "a.json"))
    assert answer.returncode == 2
    assert "it may not be written" in answer.stderr


@pytest.mark.parametrize("command", ["list", "verify", "bench"])
def test_a_nonsense_isa_is_said_and_exits_2(command: str) -> None:
    answer = juliaset(command, JULIASET_ISA="avx9")
    assert answer.returncode == 2
    assert "JULIASET_ISA=avx9 is not one of sse2, avx2, avx512" in answer.stderr


def test_render_writes_a_picture_of_the_size_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "julia.png"
    answer = juliaset("render", "-o", str(path), "--size", "64x32", "--c", "-0.8+0.156j")
    assert answer.returncode == 0, answer.stderr
    with Image.open(path) as image:
        assert image.size == (64, 32)
        assert len(image.convert("RGB").getcolors(64 * 32) or []) > 50


def test_doctor_says_how_to_get_what_is_missing_and_what_is_set(tmp_path: Path) -> None:
    (tmp_path / "apt-get").write_text("#!/bin/sh\n")
    (tmp_path / "apt-get").chmod(0o755)
    answer = juliaset("doctor", PATH=str(tmp_path), JULIASET_DESK="elsewhere")
    sudo = "sudo " if os.geteuid() else ""
    assert answer.returncode == 0, answer.stderr
    for word in (
        "cpu",
        "compiler",
        f"timing core         {timing_core().number}: ",
        "free memory",
        "flags of O3_native",
        "run here",
        "missing; needed for the C++ kernels; to get it: " + sudo + "apt-get install -y g++",
        "all of these           " + sudo + "apt-get install -y g++ make git bubblewrap",
        "JULIASET_DESK",
        "elsewhere (set in the environment)",
    ):
        assert word in answer.stdout


@pytest.mark.slow
def test_the_comparison_is_a_quick_contest_of_every_kernel(tmp_path: Path) -> None:
    path = tmp_path / "contest.json"
    answer = subprocess.run(
        [sys.executable, COMPARE, "--all", "--width", "60", "--budget", "1", "--json", str(path)],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert answer.returncode in {0, 4}, answer.stderr
    record = load(path)
    rows = {row.kernel: row for row in record.variants if "=" not in row.id}
    for kernel in kernels():
        assert rows[kernel.name].status == ("ok" if kernel.available else "unavailable")
        assert kernel.name in answer.stdout
    best = [row.id for row in record.variants if row.id.startswith("best=cpp.")]
    assert [name.rpartition("@")[2] for name in best] == ["O3", "O3_native"]
    assert record.variants[0].id == "python.loops"


def test_the_comparison_without_the_package_says_what_to_type() -> None:
    answer = subprocess.run(
        [sys.executable, "-S", "-E", COMPARE],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert answer.returncode != 0
    assert answer.stderr.count("\n") == 1
    assert "make setup" in answer.stderr
