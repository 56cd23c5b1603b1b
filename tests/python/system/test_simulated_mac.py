"""The commands on a simulated Mac: Linux without what a Mac lacks.

tests/simulated_mac does that. It finds a function that only Linux has, a file of /proc, a branch
that cannot work. It does not replace a Mac, on which nothing of this was ever run.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from juliaset.bench.record_file import load

ROOT = Path(__file__).parents[3]
MAC = ROOT / "tests" / "simulated_mac"
BUSY = {0, 4}  # other users of the machine are not a fault


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with the few programs of a Mac: a compiler that answers to Apple's options, brew."""
    folder = tmp_path / "bin"
    shutil.copytree(MAC / "bin", folder, symlinks=True)
    for name in ("basename", "sed", "git", "sh", "true"):
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return folder


def on_a_mac(programs: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "CXX"}
    done = subprocess.run(
        [Path(sys.executable).with_name("juliaset"), *words],
        env=environment | {"PATH": str(programs), "PYTHONPATH": str(MAC), "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def test_what_only_linux_has_is_gone(programs: Path) -> None:
    program = (
        "import os, select; from juliaset.system import here; "
        "print(here.NAME, hasattr(os, 'pidfd_open'), os.path.exists('/proc/self/status')); "
        "open('/sys/devices/system/cpu/online')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": str(MAC)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "darwin False False\n"
    assert "FileNotFoundError" in done.stderr
    assert programs.is_dir()


@pytest.mark.slow
def test_doctor(programs: Path) -> None:
    said = on_a_mac(programs, "doctor").stdout
    assert "timing core         none: macOS lets no program choose its core" in said
    assert (
        "OpenMP                 missing; needed for kernels with threads; to get it: brew" in said
    )
    assert "sandbox                macOS has none: lab check is for practice" in said
    assert "bwrap" not in said
    (line,) = (line for line in said.splitlines() if line.startswith("all of these"))
    assert line.split(maxsplit=3)[3].startswith("brew install libomp") or "xcode-select" in line


@pytest.mark.slow
@pytest.mark.parametrize("kernel", ["cpp.scalar", "cpp.openmp", "numpy.compacting"])
def test_verify(programs: Path, kernel: str) -> None:
    done = on_a_mac(programs, "verify", "--kernel", kernel)
    assert done.returncode == 0, done.stderr
    assert f"{kernel}" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("kernel", ["python.multiprocessing", "numba.njit"])
def test_a_kernel_with_processes_and_one_with_functions_of_the_c_library(
    programs: Path, kernel: str
) -> None:
    if kernel == "numba.njit":
        pytest.importorskip("numba")
    done = on_a_mac(programs, "run", "--kernel", kernel, "--width", "60")
    assert done.returncode == 0, done.stderr
    assert "sum(counts) == 124318" in done.stdout


@pytest.mark.slow
def test_a_contest(programs: Path, tmp_path: Path) -> None:
    path = tmp_path / "contest.json"
    rows = ("--kernel", "cpp.scalar", "--kernel", "cpp.openmp", "--width", "60", "--budget", "1")
    done = on_a_mac(programs, "bench", *rows, "--json", str(path))
    assert done.returncode in BUSY, done.stderr
    record = load(path)
    assert record.contest.machine.timing_core is None
    for row in record.variants:
        assert (row.status, row.memory) == ("ok", None)
        assert all(sample.cpu_ns > 0 and sample.waited_ns is None for sample in row.samples)


@pytest.mark.slow
def test_a_contest_of_programs(programs: Path) -> None:
    done = on_a_mac(
        programs, "bench", *("--command", "true", "--command", "sh -c true"), "--budget", "1"
    )
    assert done.returncode in BUSY, done.stderr
    assert "because this system does not count it" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("lab", ["05", "06", "07", "08", "12"])
def test_a_check_works_for_a_learner_and_says_that_no_wall_stands(programs: Path, lab: str) -> None:
    (folder,) = ROOT.glob(f"labs/{lab}_*")
    solution = min((folder / "solutions").iterdir())
    done = on_a_mac(programs, "lab", "check", lab, "--file", str(solution))
    assert " not work, which is not your fault" not in done.stdout
    if lab == "07":  # it asks what each thread used, which macOS tells to no program
        assert "can't be read here" in done.stdout
    else:
        assert done.returncode in {0, 3}, done.stdout
    said = " ".join(done.stdout.split())
    assert "No wall of the sandbox works on this machine, so this check is for practice" in said


@pytest.mark.slow
def test_a_batch_is_graded_and_says_that_no_wall_stands(programs: Path, tmp_path: Path) -> None:
    (folder,) = ROOT.glob("labs/01_*")
    (tmp_path / "room" / "ada").mkdir(parents=True)
    shutil.copy(min((folder / "solutions").iterdir()), tmp_path / "room" / "ada" / "start.py")
    grades = tmp_path / "grades"
    words = ("lab", "grade", str(tmp_path / "room"), "--lab", "1", "-o", str(grades))
    done = on_a_mac(programs, *words)
    assert done.returncode == 0, done.stderr
    assert "ada: lab 1 pass" in done.stdout
    said = " ".join(done.stdout.split())
    assert "this system takes no RLIMIT_AS" in said
    assert "No wall of the sandbox works on this machine" in said


@pytest.mark.slow
def test_a_planted_mistake_is_found_without_walls(programs: Path) -> None:
    (folder,) = ROOT.glob("labs/05_*")
    mistake = min((folder / "planted").iterdir())
    done = on_a_mac(programs, "lab", "check", "5", "--file", str(mistake))
    assert done.returncode == 1, done.stdout


def test_a_claim_that_needs_linux_says_so(programs: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "claims", "own-first-level"],
        env=os.environ | {"PYTHONPATH": f"{MAC}:{ROOT / 'python'}", "PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("own-first-level: can't be run here: it needs Linux")
    assert "Traceback" not in done.stderr
