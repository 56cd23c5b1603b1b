"""`make setup` and the package use one table of packages; fake managers show what they do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from built import ROOT

from juliaset.system import here, packages

TABLE = ROOT / "python" / "juliaset" / "system" / "packages.txt"
ROWS = [line.split("|") for line in TABLE.read_text().splitlines() if not line.startswith("#")]
MANAGERS = ROWS[0][2:]
QUICK = {"apt-get", "brew"}  # one of Linux, and that of macOS
THINGS = [row[0] for row in ROWS[2:]]
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
PROGRAMS = [
    "awk",
    "basename",
    "bash",
    "cat",
    "dirname",
    "env",
    "grep",
    "head",
    "mkdir",
    "sed",
    "tail",
    "true",
]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH: what scripts need, and no package manager."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in PROGRAMS:
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    (folder / "python3").symlink_to(Path(sys.executable).resolve())
    (folder / "sudo").write_text('#!/bin/sh\nshift\nexec "$@"\n')
    (folder / "sudo").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("PYTHON", raising=False)
    return folder


def add(programs: Path, manager: str) -> None:
    """Make it record how it was called."""
    (programs / manager).write_text(f'#!/bin/sh\necho "{manager} $*" >>{programs}/log\n')
    (programs / manager).chmod(0o755)


def in_shell(program: str, system: str = "linux-gnu") -> list[str]:
    words = ["bash", "-euc", f"OSTYPE={system}; source setup/packages.sh; {program}"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_every_thing_has_a_cell_for_every_manager() -> None:
    assert MANAGERS == ["apt-get", "dnf", "pacman", "brew"]
    for row in ROWS:
        assert len(row) == len(ROWS[0])
        assert all(row), row[0]


@pytest.mark.parametrize(
    "manager",
    [pytest.param(each, marks=() if each in QUICK else pytest.mark.slow) for each in MANAGERS],
)
def test_scripts_and_package_say_the_same(programs: Path, manager: str) -> None:
    add(programs, manager)
    assert packages.manager() == manager
    for things in (*([each] for each in THINGS), ["compiler", "git", "gtest", "venv"]):
        said = packages.how_to_get(*things)
        typed = in_shell(f"how_to_get {VERSION} {' '.join(things)}")
        assert said == " && ".join(line.removeprefix("# ") for line in typed)


def test_root_needs_no_sudo(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(programs, "apt-get")
    (typed,) = in_shell("how_to_get '' make")
    assert typed == ("sudo " if os.geteuid() else "") + "apt-get install -y make"
    for user, sudo in ((0, ""), (1000, "sudo ")):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user)
        assert packages.how_to_get("make") == f"{sudo}apt-get install -y make"


@pytest.mark.usefixtures("programs")
def test_an_unknown_system_gets_one_line_that_lists_what_is_needed() -> None:
    expected = (
        "no apt-get or dnf or pacman or brew is here; install: "
        "a C++ compiler (g++ or clang++), make"
    )
    assert packages.how_to_get("compiler", "make") == expected
    (line,) = in_shell(f"how_to_get {VERSION} compiler make")
    assert line.removeprefix("# ") == expected


def test_a_mac_asks_homebrew_alone(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(here, "NAME", "darwin")
    add(programs, "apt-get")
    assert packages.manager() == ""
    assert packages.how_to_get("gtest") == "no brew is here; install: GoogleTest"
    assert in_shell(f"how_to_get {VERSION} gtest", "darwin23") == [
        "# no brew is here; install: GoogleTest"
    ]
    add(programs, "brew")
    assert packages.how_to_get("compiler", "gtest") == (
        "xcode-select --install && brew install googletest"
    )
    assert in_shell(f"how_to_get {VERSION} compiler gtest", "darwin23") == [
        "xcode-select --install",
        "brew install googletest",
    ]


def add_compiler(programs: Path, *, cpp20: bool, name: str = "c++", openmp: bool = True) -> None:
    """Add a compiler that compiles C++20 or not, and finds OpenMP or not, and no other header."""
    ends, finds = "0" if cpp20 else "1", "0" if openmp else "1"
    reads = 'case "$*" in *" -") cat >/dev/null;; esac'  # else the end of the pipe fails
    cases = (
        f"*-fopenmp*) exit {finds};; *--version) echo 'old 8.3'; exit 0;; *c++20*) exit {ends};;"
    )
    (programs / name).write_text(f'#!/bin/sh\n{reads}\ncase "$*" in {cases} esac\nexit 1\n')
    (programs / name).chmod(0o755)


def run_setup(tmp_path: Path, compiler: str = "") -> subprocess.CompletedProcess[str]:
    """Run setup/system.sh in a checkout of its own."""
    checkout = tmp_path / "checkout"
    (checkout / "python" / "juliaset" / "system").mkdir(parents=True)
    shutil.copy(TABLE, checkout / "python" / "juliaset" / "system")
    shutil.copytree(ROOT / "setup", checkout / "setup")
    return subprocess.run(
        [checkout / "setup" / "system.sh", "build/machine.txt"],
        env={"PATH": os.environ["PATH"]} | ({"CXX": compiler} if compiler else {}),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("manager", "begins", "compiler"),
    [
        ("apt-get", "apt-get install -y --no-install-recommends", "g++"),
        ("brew", "brew install", ""),
        pytest.param("dnf", "dnf install -y", "gcc-c++", marks=pytest.mark.slow),
        pytest.param("pacman", "pacman -S --needed --noconfirm", "gcc", marks=pytest.mark.slow),
    ],
)
def test_setup_installs_what_is_missing_and_says_what_to_type(
    tmp_path: Path, programs: Path, manager: str, begins: str, compiler: str
) -> None:
    add(programs, manager)
    done = run_setup(tmp_path)
    assert done.returncode == 2
    *_, last = (programs / "log").read_text().splitlines()
    assert last.startswith(begins)
    assert set(compiler.split()) <= set(last.split())
    assert f"Installing with {manager}: " in done.stdout
    typed = packages.how_to_get("compiler", "xsimd", "benchmark", "gtest").split(" && ")
    for command in typed:
        assert command.split(" ")[0] in done.stderr
    assert "  compiler   needed  every C++ and Cython kernel" in done.stderr
    assert done.stderr.endswith("Nothing can be built before that.\n")


def test_setup_without_a_manager_names_what_is_needed(tmp_path: Path, programs: Path) -> None:
    done = run_setup(tmp_path)
    assert done.returncode == 2
    assert not (programs / "log").exists()
    assert "# no apt-get or dnf or pacman or brew is here; install: a C++ compiler" in done.stderr


def test_setup_goes_on_without_what_is_only_useful(tmp_path: Path, programs: Path) -> None:
    add_compiler(programs, cpp20=True)
    done = run_setup(tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith("Going on without.\n")
    record = (tmp_path / "checkout" / "build" / "machine.txt").read_text()
    assert "missing xsimd benchmark gtest" in record


def test_a_clang_with_a_version_gets_the_openmp_of_this_version(
    tmp_path: Path, programs: Path
) -> None:
    add_compiler(programs, cpp20=True, name="clang++-16", openmp=False)
    add(programs, "apt-get")
    done = run_setup(tmp_path, "clang++-16")
    assert done.returncode == 2
    *_, last = (programs / "log").read_text().splitlines()
    assert "libomp-16-dev" in last.split()
    assert "libomp-16-dev" in done.stderr


@pytest.mark.slow
def test_the_record_names_the_compiler_and_changes_only_with_it(
    tmp_path: Path, programs: Path
) -> None:
    add_compiler(programs, cpp20=True)
    add_compiler(programs, cpp20=True, name="clang++-16")
    checkout = tmp_path / "checkout"
    record = checkout / "build" / "machine.txt"
    texts, touched = [], []
    for compiler in ("", "", "clang++-16", "clang++-16 -O1"):
        shutil.rmtree(checkout / "python", ignore_errors=True)
        shutil.rmtree(checkout / "setup", ignore_errors=True)
        assert run_setup(tmp_path, compiler).returncode == 0
        texts.append(record.read_text())
        touched.append(record.stat().st_mtime != 1)
        os.utime(record, (1, 1))
    assert texts[0].endswith("; c++ is old 8.3\n")
    assert touched == [True, False, True, True]
    assert texts[2].endswith("; clang++-16 is old 8.3\n")
    assert texts[3].endswith("; clang++-16 -O1 is old 8.3\n")


@pytest.mark.parametrize(
    ("compiler", "said"),
    [
        ("/no/compiler", "CXX is '/no/compiler', which does not run"),
        ("c++", "old 8.3 does not compile C++20"),
        ("", "old 8.3 does not compile C++20"),
    ],
)
def test_a_compiler_that_will_not_do_gets_one_line(
    tmp_path: Path, programs: Path, compiler: str, said: str
) -> None:
    add_compiler(programs, cpp20=False)
    add(programs, "apt-get")
    done = run_setup(tmp_path, compiler)
    assert done.returncode == 2
    assert done.stderr == f"{said}; supported: g++ 12 or newer, clang++ 14 or newer.\n"
    assert not (programs / "log").exists()
