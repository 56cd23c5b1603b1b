"""What CMake says and decides: no package of one system, every keyword, and where warnings stop."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from built import ROOT
from sources import tracked

CMAKE = tracked("CMakeLists.txt", "*/CMakeLists.txt", "*.cmake")


@pytest.mark.parametrize("path", CMAKE, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_table_of_packages_names_one_to_install(path: Path) -> None:
    assert not re.search(r"\b(?:apt-get|dnf|pacman|brew) install\b", path.read_text())


def test_a_keyword_that_julia_kernel_does_not_know_is_answered_with_those_it_knows() -> None:
    text = (ROOT / "cmake" / "Julia.cmake").read_text()
    function = text.partition("function(julia_kernel ")[2].partition("endfunction()")[0]
    parsed = function.partition("cmake_parse_arguments(PARSE_ARGV 1 arg")[2].partition(")")[0]
    allowed = function.partition("allowed: ")[2].partition(")")[0]
    assert set(re.findall(r"[A-Z_]{3,}", allowed)) == set(re.findall(r"[A-Z_]{3,}", parsed))
    comment = text.partition("# julia_kernel(")[2].partition("# adds a row")[0]
    assert set(re.findall(r"[A-Z_]{3,}", comment)) == set(re.findall(r"[A-Z_]{3,}", parsed))


def warnings_are_errors(tmp_path: Path, compiler: str, *, asked: bool = True, ci: str = "") -> bool:
    """Return what cmake/Warnings.cmake decides for a system, a family and a version."""
    system, family, version = compiler.split()
    script = tmp_path / "decide.cmake"
    script.write_text(
        f"set(CMAKE_SYSTEM_NAME {system})\nset(CMAKE_CXX_COMPILER_ID {family})\n"
        f"set(CMAKE_CXX_COMPILER_VERSION {version})\nset(JULIA_WARNINGS_ARE_ERRORS {asked})\n"
        f'include("{ROOT}/cmake/Warnings.cmake")\nmessage("=${{CMAKE_COMPILE_WARNING_AS_ERROR}}=")\n'
    )
    words = ["cmake", "-P", script]
    done = subprocess.run(
        words, env=os.environ | {"CI": ci}, capture_output=True, text=True, check=True
    )
    assert done.stderr in {"=ON=\n", "==\n"}
    return done.stderr == "=ON=\n"


@pytest.mark.parametrize(
    "compiler",
    ["Linux GNU 12.2.0", "Linux Clang 14.0.6", "Linux Clang 16.0.6", "Linux Clang 19.1.7"],
)
def test_warnings_of_a_compiler_that_was_tried_are_errors(tmp_path: Path, compiler: str) -> None:
    assert warnings_are_errors(tmp_path, compiler)
    assert not warnings_are_errors(tmp_path, compiler, asked=False, ci="true")


@pytest.mark.parametrize(
    "compiler",
    ["Linux GNU 11.4.0", "Linux GNU 15.1.0", "Linux Clang 21.1.0", "Darwin AppleClang 16.0.0"],
)
def test_those_of_another_one_stop_only_an_automatic_run(tmp_path: Path, compiler: str) -> None:
    assert not warnings_are_errors(tmp_path, compiler)
    assert warnings_are_errors(tmp_path, compiler, ci="true")
