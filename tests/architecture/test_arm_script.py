"""`make test-arm` emulates 64-bit ARM on another CPU, and needs no emulator on an ARM machine."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from built import ROOT


def run(
    tmp_path: Path, cpu: str, *programs: str, **variables: str
) -> tuple[subprocess.CompletedProcess[str], str]:
    """Run setup/arm.sh on such a CPU; return also the names of what it called and their words."""
    shutil.copytree(ROOT / "setup", tmp_path / "setup")
    shutil.copytree(ROOT / "python/juliaset/system", tmp_path / "python/juliaset/system")
    for preset in ("arm", "dev"):
        (tmp_path / "build" / preset / "tests").mkdir(parents=True, exist_ok=True)
        (tmp_path / "build" / preset / "build.ninja").touch()
        (tmp_path / "build" / preset / "tests" / "julia_tests").touch(mode=0o755)
    (tmp_path / "bin").mkdir(exist_ok=True)
    for name in programs:
        program = tmp_path / "bin" / name
        program.write_text(f'#!/bin/sh\necho "{name} $* ${{OMP_WAIT_POLICY-}}" >>{tmp_path}/log\n')
        program.chmod(0o755)
    (tmp_path / "bin" / "uname").write_text(f"#!/bin/sh\necho {cpu}\n")
    (tmp_path / "bin" / "uname").chmod(0o755)
    path = f"{tmp_path}/bin:/usr/bin:/bin"
    kept = {
        name: text for name, text in os.environ.items() if name not in {"OMP_WAIT_POLICY", "CI"}
    }
    done = subprocess.run(
        [tmp_path / "setup" / "arm.sh"],
        env=kept | {"PATH": path} | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    log = tmp_path / "log"
    return done, log.read_text() if log.exists() else ""


@pytest.mark.parametrize("cpu", ["aarch64", "arm64"])
def test_an_arm_machine_needs_no_emulator(tmp_path: Path, cpu: str) -> None:
    done, log = run(tmp_path, cpu, "cmake", "ctest")
    assert done.returncode == 0, done.stderr
    assert log == "cmake --build build/dev \nctest --preset dev --no-tests=ignore \n"


def test_another_machine_emulates_it(tmp_path: Path) -> None:
    if not Path("/usr/src/googletest").is_dir():
        pytest.skip("Debian's source of GoogleTest is not on this machine")
    programs = ("aarch64-linux-gnu-g++", "qemu-aarch64-static", "cmake", "ctest")
    done, log = run(tmp_path, "x86_64", *programs)
    assert done.returncode == 0, done.stderr
    assert log == "cmake --build build/arm \nctest --preset arm --no-tests=ignore passive\n"


def test_an_automatic_run_takes_one_flavour(tmp_path: Path) -> None:
    if not Path("/usr/src/googletest").is_dir():
        pytest.skip("Debian's source of GoogleTest is not on this machine")
    programs = ("aarch64-linux-gnu-g++", "qemu-aarch64-static", "cmake", "ctest")
    done, log = run(tmp_path, "x86_64", *programs, CI="true")
    assert done.returncode == 0, done.stderr
    assert "cmake --preset arm --fresh -DJULIA_ONE_FLAVOUR=ON \n" in log
    wanted = "--tests-regex julia_tests_[0-9]|julia_linked_tests|install|consumer"
    assert f"ctest --preset arm --no-tests=ignore {wanted} passive\n" in log


def test_a_person_after_it_takes_all_flavours(tmp_path: Path) -> None:
    if not Path("/usr/src/googletest").is_dir():
        pytest.skip("Debian's source of GoogleTest is not on this machine")
    (tmp_path / "build" / "arm").mkdir(parents=True)
    (tmp_path / "build" / "arm" / "options.txt").write_text("-DJULIA_ONE_FLAVOUR=ON\n")
    programs = ("aarch64-linux-gnu-g++", "qemu-aarch64-static", "cmake", "ctest")
    done, log = run(tmp_path, "x86_64", *programs)
    assert done.returncode == 0, done.stderr
    assert log.startswith("cmake --preset arm --fresh \ncmake --build build/arm \n")
    assert (tmp_path / "build" / "arm" / "options.txt").read_text() == "\n"


@pytest.mark.parametrize("manager", ["dnf", "pacman", "brew"])
def test_a_system_that_cannot_emulate_it_is_told_where_it_runs(
    tmp_path: Path, manager: str
) -> None:
    for name in ("bash", "dirname"):
        program = shutil.which(name)
        assert program
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).symlink_to(program)
    done, log = run(tmp_path, "x86_64", manager, PATH=str(tmp_path / "bin"))
    assert done.returncode == 2
    assert done.stderr == (
        "make test-arm runs on a 64-bit ARM CPU, and in qemu on Debian and Ubuntu.\n"
    )
    assert not log
