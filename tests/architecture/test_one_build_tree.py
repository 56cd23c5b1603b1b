"""The kernels are compiled once: pip builds in CMake's folder, with CMake's settings."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from built import ROOT

PACKAGE = (ROOT / "setup" / "package.sh").read_text()
PRESETS = json.loads((ROOT / "CMakePresets.json").read_text())["configurePresets"]
TRUE = {"ON", "true", "True"}


def of_the_preset() -> dict[str, object]:
    (dev,) = (preset for preset in PRESETS if preset["name"] == "dev")
    return dict(dev["cacheVariables"])


def test_pip_configures_as_the_preset_does() -> None:
    given = dict(re.findall(r"-C cmake\.define\.(\w+)=(\S+)", PACKAGE))
    assert given.pop("JULIA_TESTS") == "ON", "pyproject.toml turns them off"
    expected = of_the_preset()
    assert expected.pop("CMAKE_BUILD_TYPE") == "Release", "pyproject.toml says so too"
    assert {name: value in TRUE for name, value in given.items()} == expected
    assert "-C build-dir=build/dev " in PACKAGE


def commands(folder: Path) -> list[dict[str, str]]:
    found = json.loads((folder / "compile_commands.json").read_text())
    return sorted(found, key=lambda each: each["output"])


@pytest.mark.slow
def test_pip_compiles_nothing_that_cmake_has_compiled(tmp_path: Path) -> None:
    # One object stands for all: pip then builds the same target, and installs nothing.
    folder, target = tmp_path / "dev", "julia_O3_scalar"
    configure = (ROOT / "setup/configure.sh", "dev", "-B", folder)
    subprocess.run(configure, check=True, capture_output=True)
    compiling = ("cmake", "--build", folder, "--target", target)
    subprocess.run(compiling, check=True, capture_output=True)
    before, log = commands(folder), (folder / ".ninja_log").read_text()
    assert log.count("scalar.cpp.o") == 1
    settings = re.findall(r"-C cmake\.define\.\S+", PACKAGE)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    pip += [word for setting in settings for word in setting.split()]
    pip += ["-C", f"build-dir={folder}", "-C", f"build.targets={target}"]
    pip += ["-C", "install.components=nothing", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(pip, check=True)
    assert commands(folder) == before
    assert (folder / ".ninja_log").read_text().count("scalar.cpp.o") == 1
    # As another Python would have left it, where scikit-build-core lies elsewhere.
    (notes,) = re.findall(r"^rm -f build/dev/(\S+)$", PACKAGE, re.MULTILINE)
    assert "scikit_build_core" in (folder / notes).read_text()
    (folder / notes).unlink()
    subprocess.run(configure, check=True, capture_output=True)
    subprocess.run(pip, check=True)
    assert commands(folder) == before
    assert (folder / ".ninja_log").read_text().count("scalar.cpp.o") == 1


def compilers(folder: Path) -> set[str]:
    return {Path(each["command"].split()[0]).name for each in commands(folder)}


@pytest.mark.slow
def test_another_compiler_takes_cpp_and_c_and_no_object_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = subprocess.run(
        [ROOT / "setup/clang.sh", "test", ""], capture_output=True, text=True, check=False
    )
    if found.returncode:
        pytest.skip(found.stderr.strip())
    clang, folder = found.stdout.strip(), tmp_path / "dev"
    seen = []
    for compiler in ("g++", clang):
        monkeypatch.setenv("CXX", compiler)
        monkeypatch.delenv("CC", raising=False)
        configure = (ROOT / "setup/configure.sh", "dev", "-B", folder)
        subprocess.run(configure, check=True, capture_output=True)
        compiling = ("cmake", "--build", folder, "--target", "julia_O3_scalar")
        subprocess.run(compiling, check=True, capture_output=True)
        seen.append(compilers(folder))
    assert seen == [{"g++", "gcc"}, {clang, clang.replace("clang++", "clang")}]
    assert (folder / ".ninja_log").read_text().count("scalar.cpp.o") == 2
