"""`make` lists the commands, and the names of earlier versions say what they are called now."""

import re
import subprocess
from pathlib import Path

import pytest
from built import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()


def make(*words: str) -> subprocess.CompletedProcess[str]:
    command = ("make", "--no-print-directory", *words)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_make_alone_lists_every_command() -> None:
    printed = make().stdout
    listed = re.findall(r"^  make ([a-z-]+) +\S", printed, re.MULTILINE)
    assert listed == re.findall(r"^([a-z-]+):.* ## ", MAKEFILE, re.MULTILINE)
    assert {"setup", "jupyter", "bench", "docs", "test", "lint"} <= set(listed)
    assert max(map(len, printed.splitlines())) <= 80


@pytest.mark.parametrize(("old", "new"), [("lab-server", "jupyter"), ("readme", "docs")])
def test_a_command_of_earlier_versions_names_the_new_one(old: str, new: str) -> None:
    done = make(old)
    assert done.returncode == 2
    assert f"make {old} is now called make {new}" in done.stderr


def test_every_script_of_setup_is_used() -> None:
    scripts = sorted((ROOT / "setup").glob("*.sh"))
    assert scripts
    texts = {path: path.read_text() for path in [*scripts, ROOT / "Makefile", ROOT / ".ci" / "run"]}
    for script in scripts:
        users = [path for path, text in texts.items() if path != script and script.name in text]
        assert users, f"setup/{script.name} is not used"


@pytest.mark.parametrize(("made", "target"), [((), "ladder"), (("package",), "python_modules")])
def test_bench_compiles_one_flavour_until_all_have_been_compiled(
    tmp_path: Path, made: tuple[str, ...], target: str
) -> None:
    done = tmp_path / ".venv" / "done"
    done.mkdir(parents=True)
    for name in ("pip", "build", *made):
        (done / name).touch()
    for name in ("CMakeLists.txt", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("cmake", "julia", "bindings", "python", "setup", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "build" / "dev").mkdir(parents=True)
    (tmp_path / "build" / "dev" / "build.ninja").touch()
    command = ("make", "--dry-run", "--file", str(ROOT / "Makefile"), "bench")
    printed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert re.findall(r"setup/package\.sh (\w+)", printed.stdout) == [target]
    assert "juliaset bench" in printed.stdout.partition("setup/package.sh")[2]


def test_a_changed_source_is_never_compiled_by_make_itself() -> None:
    # cpu.cpp is next to the folder cpu, which make's own rules would link from it.
    printed = make("--dry-run", "--what-if=julia/src/cpu.cpp", "compile")
    assert printed.returncode == 0
    assert "setup/package.sh" in printed.stdout
    assert "-o julia/src/cpu" not in printed.stdout


def test_another_compiler_configures_and_compiles_everything_anew(tmp_path: Path) -> None:
    # build/machine.txt names the compiler: an object of GCC is never next to one of clang.
    done = tmp_path / ".venv" / "done"
    done.mkdir(parents=True)
    (tmp_path / "build" / "dev").mkdir(parents=True)
    for name in ("CMakeLists.txt", "cmake", "julia", "bindings", "python", "setup", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "pyproject.toml").touch()
    for name in (
        "build/machine.txt",
        ".venv/done/pip",
        ".venv/done/build",
        "build/dev/build.ninja",
    ):
        (tmp_path / name).touch()
    for name in ("juliaset", "package"):
        (done / name).touch()

    def recipes(machine: str) -> list[str]:
        command = ("make", "--dry-run", "--old-file=.venv/pyvenv.cfg", machine, "compile")
        words = (*command, "--file", str(ROOT / "Makefile"))
        printed = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
        return re.findall(r"setup/(configure\.sh dev|package\.sh \w+)", printed.stdout)

    assert recipes("--old-file=build/machine.txt") == []
    expected = ["configure.sh dev", "package.sh python_modules"]
    assert recipes("--what-if=build/machine.txt") == expected
