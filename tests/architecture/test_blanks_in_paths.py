"""The scripts of setup/ take a checkout whose path contains blanks."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from built import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "Ada's own programs"
    shutil.copytree(ROOT / "setup", folder / "setup")
    return folder


def test_clang_tidy_gets_each_source_once_per_instruction_set(checkout: Path) -> None:
    source = checkout / "julia" / "one.cpp"
    flags = ("-msse2", "-mavx2", "-mavx2 -march=native", "-mavx2 -mcpu=native")
    commands = [{"file": str(source), "command": f"c++ {each}"} for each in flags]
    commands.append({"file": str(checkout / "bindings" / "two.cpp"), "command": "c++"})
    (checkout / "build" / "dev").mkdir(parents=True)
    (checkout / "build" / "dev" / "compile_commands.json").write_text(json.dumps(commands))
    programs = checkout / "bin"
    programs.mkdir()
    (programs / "clang-tidy").write_text('#!/bin/sh\nfor each; do echo "[$each]"; done\n')
    (programs / "clang-tidy").chmod(0o755)
    (programs / "python").symlink_to(Path(sys.executable).resolve())
    done = subprocess.run(
        [checkout / "setup" / "clang_tidy.sh"],
        env=os.environ | {"PATH": f"{programs}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [line for line in done.stdout.splitlines() if ".cpp" in line] == [f"[{source}]"]
    kept = json.loads((checkout / "build" / "tidy" / "compile_commands.json").read_text())
    assert {each["command"] for each in kept} == {"c++ -msse2", "c++ -mavx2"}


def test_cmake_gets_the_unpacked_python_h(checkout: Path) -> None:
    include = checkout / ".debian" / "usr" / "include" / "python3.11"
    include.mkdir(parents=True)
    (include / "Python.h").touch()
    words = ["bash", "-c", 'source setup/unpacked.sh; printf %s "$CMAKE_ARGS"']
    variables = os.environ | {"CMAKE_ARGS": "-DOTHER=1"}
    done = subprocess.run(
        words, cwd=checkout, env=variables, capture_output=True, text=True, check=True
    )
    assert shlex.split(done.stdout) == [f"-DPython_INCLUDE_DIR={include}", "-DOTHER=1"]
