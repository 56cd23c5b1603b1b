"""The wheel that `make wheel` made, and the empty environment in which that installed it."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from juliaset.course import course_files

ROOT = Path(__file__).parents[2]
VENV = ROOT / "build" / "wheel" / "venv" / "bin"
TWO_RUNTIMES = Path(__file__).with_name("two_runtimes.py")
MOST_BYTES = 15_000_000

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (VENV / "juliaset").exists(), reason="make wheel has not run here"),
]


@pytest.fixture(scope="module")
def wheel() -> Path:
    found = ROOT.glob("dist/juliaset-*.whl")  # one for each Python; the last one is installed there
    return max(found, key=lambda path: path.stat().st_mtime)


def run(*words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment, without anything of the checkout's."""
    return subprocess.run(
        [VENV / words[0], *words[1:]],
        cwd=folder,
        env={
            "PATH": f"{VENV}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(folder),
            "TMPDIR": os.environ.get("TMPDIR", "/tmp"),  # noqa: S108
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_says_where_it_runs_and_carries_what_it_needs(wheel: Path) -> None:
    assert re.search(r"-manylinux_2_\d+_x86_64\.", wheel.name)
    assert wheel.stat().st_size < MOST_BYTES
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert any(name.startswith("juliaset.libs/libgomp") for name in names)
    assert any(name.endswith("licenses/licenses/third-party.txt") for name in names)
    assert "juliaset/cxx/xsimd/xsimd.hpp" in names
    assert not [name for name in names if "native.so" in name or "__pycache__" in name]
    assert {f"juliaset/course/{name}" for name in course_files()} <= set(names)


def test_no_kernel_is_for_the_cpu_that_compiled_it(tmp_path: Path) -> None:
    program = (
        "import json; from juliaset.machine import this_machine; m = this_machine();"
        "print(json.dumps([m.flags, m.git]))"
    )
    answer = run("python", "-c", program, folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    flags, revision = json.loads(answer.stdout)
    assert flags.keys() == {"O0", "O2", "O3"}
    assert not [text for text in flags.values() if "-march" in text]
    assert revision == ""


def test_a_vector_kernel_of_the_user_needs_no_package_but_a_compiler(tmp_path: Path) -> None:
    shutil.copy(ROOT / "julia" / "kernels" / "simd.cpp", tmp_path / "mine.cpp")
    program = (
        "import pathlib, subprocess; from juliaset.compile_kernel import Job, kernel_command;"
        "here = pathlib.Path('.'); job = Job(here / 'mine.cpp', 'O3', '-O3');"
        "words, _ = kernel_command(job, here);"
        "subprocess.run([*words[:-2], '-M'], check=True)"
    )
    read = run("python", "-c", program, folder=tmp_path)
    assert read.returncode == 0, read.stderr
    assert "juliaset/cxx/xsimd/xsimd.hpp" in read.stdout
    assert "/usr/include/xsimd" not in read.stdout
    words = ("--kernel", "mine.cpp", "--flavour", "O3_native", "--width", "100", "--quick")
    answer = run("juliaset", "bench", *words, "--json", "mine.json", folder=tmp_path)
    assert answer.returncode in {0, 1, 3, 4}, answer.stderr
    rows = json.loads((tmp_path / "mine.json").read_text())["variants"]
    mine = {(row["status"], row["flavour"]) for row in rows if row["kernel"] == "mine.cpp"}
    assert mine == {("ok", "O3_native")}


def test_a_kernel_of_the_user_may_bring_its_own_openmp(tmp_path: Path) -> None:
    shutil.copy(ROOT / "julia" / "kernels" / "openmp.cpp", tmp_path / "mine.cpp")
    answer = run("python", TWO_RUNTIMES, tmp_path / "mine.cpp", tmp_path, folder=tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == ["2", "0"]


def test_the_labs_of_the_course_compile(tmp_path: Path) -> None:
    assert run("juliaset", "course", "mine", folder=tmp_path).returncode == 0
    for lab in ("12_simd", "15_open_contest"):
        (solution, *_) = sorted((tmp_path / "mine" / "labs" / lab / "solutions").iterdir())
        words = ("lab", "check", lab[:2], "--file", solution)
        answer = run("juliaset", *words, folder=tmp_path / "mine")
        assert answer.returncode in {0, 3}, answer.stdout + answer.stderr
