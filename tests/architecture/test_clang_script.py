"""`make test-clang` takes only clang++, needs GoogleTest, and says how to get what is missing."""

import shutil
import subprocess
from pathlib import Path

import pytest
from built import ROOT

# What the scripts call, and no compiler or package manager of this machine.
PROGRAMS = ("awk", "basename", "bash", "cat", "dirname", "env", "mkdir", "sed", "tail", "touch")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "setup", tmp_path / "setup")
    shutil.copytree(ROOT / "python/juliaset/system", tmp_path / "python/juliaset/system")
    (tmp_path / "build/xsimd/pythran/xsimd").mkdir(parents=True)
    (tmp_path / "build/xsimd/pythran/xsimd/xsimd.hpp").touch()
    (tmp_path / "build/clang/tests").mkdir(parents=True)
    (tmp_path / "build/clang/tests/julia_tests").touch(mode=0o755)
    (tmp_path / "bin").mkdir()
    for name in PROGRAMS:
        program = shutil.which(name)
        assert program, name
        (tmp_path / "bin" / name).symlink_to(program)
    return tmp_path


def add(checkout: Path, name: str, text: str) -> None:
    """Add a program that also writes down how it was called."""
    program = checkout / "bin" / name
    called = f'echo "{name} $* CXX=${{CXX-}}" >>{checkout}/log\n'
    program.write_text(f"#!/bin/sh\n{called}{text}\n")
    program.chmod(0o755)


def add_clang(checkout: Path, name: str = "clang++", *, gtest: bool = True) -> None:
    """Add a compiler that is clang, has OpenMP, and finds GoogleTest or not."""
    finds = 0 if gtest else 1
    cases = "*-fopenmp*) cat >/dev/null;; *--version) echo 'Debian clang 14.0';; *) cat >/dev/null"
    add(checkout, name, f'case "$*" in {cases}; exit {finds};; esac')


def run(checkout: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "setup" / "test_clang.sh"],
        env={"PATH": str(checkout / "bin")} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("compiler", ["g++", "g++ -O1", "/no/such/compiler"])
def test_another_compiler_is_refused_in_one_line(checkout: Path, compiler: str) -> None:
    add(checkout, "g++", "echo 'g++ (Debian) 12.2.0'")
    done = run(checkout, CXX=compiler)
    assert done.returncode == 2
    expected = f"CXX is '{compiler}', which is not a clang++; make test-clang takes no other"
    assert done.stderr == f"{expected} compiler.\n"


def test_a_missing_googletest_is_said(checkout: Path) -> None:
    add_clang(checkout, gtest=False)
    done = run(checkout)
    assert done.returncode == 2
    assert done.stderr.startswith("make test-clang needs more packages. Type:  ")
    assert done.stderr.endswith("install: GoogleTest\n")


def test_a_missing_clang_and_googletest_are_said(checkout: Path) -> None:
    done = run(checkout)
    assert done.returncode == 2
    assert done.stderr.endswith("install: clang with OpenMP, GoogleTest\n")


@pytest.mark.parametrize("compiler", ["", "clang++-16", "clang++-16 -O1"])
def test_it_configures_with_that_clang_once(checkout: Path, compiler: str) -> None:
    add_clang(checkout, compiler.partition(" ")[0] or "clang++")
    add(checkout, "cmake", 'case "$*" in *--preset*) touch build/clang/build.ninja;; esac')
    add(checkout, "ctest", "")
    for _ in range(2):
        done = run(checkout, **({"CXX": compiler} if compiler else {}))
        assert done.returncode == 0, done.stdout + done.stderr
    log = (checkout / "log").read_text().splitlines()
    (configured,) = (line for line in log if line.startswith("cmake --preset clang "))
    assert configured.endswith(f" CXX={compiler or 'clang++'}")
    assert sum(line.startswith("ctest --preset clang ") for line in log) == 2
