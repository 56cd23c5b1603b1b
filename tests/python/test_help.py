"""Every --help: uncut on 80 columns, each option explained; and what the shell completes."""

import re
import subprocess
import sys
from typing import Any

import pytest
import typer.main

from command import COMMAND
from command import juliaset as run
from juliaset import _native, kernels
from juliaset.cli import SECTIONS, app, options
from juliaset.compilers import installed
from juliaset.images import palettes

GROUP: Any = typer.main.get_command(app)
PATHS = [
    (),
    *((name,) for name in GROUP.commands),
    *((group, name) for group in ("mosaic", "lab") for name in GROUP.commands[group].commands),
]


def juliaset(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(*words, **{"COLUMNS": "80", **environment})


def params_of(path: tuple[str, ...]) -> list[Any]:
    found = GROUP
    for name in path:
        found = found.commands[name]
    return list(found.params)


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_fits_on_80_columns(path: tuple[str, ...]) -> None:
    answer = juliaset(*path, "-h")
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    assert lines[0].startswith(f"Usage: {' '.join(('juliaset', *path))} ")
    for line in lines:
        assert len(line) <= 80, line
        assert not line.endswith("..."), line
        # Neither braces and doubled brackets around a name nor a type of Python's behind it.
        assert not re.search(r"[{}<>]|\[\[|\]\]|list\[", line), line


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_option_and_argument_is_explained(path: tuple[str, ...]) -> None:
    for param in params_of(path):
        assert param.help, param.name
        assert param.help.endswith("."), param.help


def test_every_command_is_in_a_section() -> None:
    text = juliaset("--help").stdout
    for title in (*SECTIONS, "Large pictures", "Labs", "Machine"):
        assert f"\n{title}:\n" in text
    for name, command in GROUP.commands.items():
        assert f"\n  {name} " in text
        assert command.help.splitlines()[0][:30] in text


@pytest.mark.parametrize("words", [(), ("mosaic",), ("lab",)])
def test_without_a_command_it_prints_its_help(words: tuple[str, ...]) -> None:
    answer = juliaset(*words)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout == juliaset(*words, "--help").stdout


def test_an_option_is_spelled_the_same_everywhere() -> None:
    """One name has one metavar, and one metavar has one way to be asked for and one type."""
    found: dict[str, set[str]] = {}
    for path in PATHS:
        for param in params_of(path):
            assert param.metavar or getattr(param, "is_flag", False), (path, param.name)
            if param.param_type_name == "option" and not param.is_flag:
                for name in param.opts:
                    found.setdefault(name, set()).add(param.metavar)
    assert found["--json"] == found["--into"] == found["--file"] == {"FILE"}
    assert found["--output"] == found["-o"] == {"FILE", "DIR"}
    written = [param for path in PATHS for param in params_of(path) if param.name == "output"]
    assert all(param.opts == ["--output", "-o"] for param in written)
    assert found["--kernel"] == {"GLOB", "KERNEL"}
    assert found["--flavour"] == {"LIST", "FLAVOUR"}
    assert found["--threads"] == {"LIST", "N"}
    assert not {"--flavours", "--out"} & set(found)
    assert all(len(metavars) <= 2 for metavars in found.values()), found


def test_the_values_that_help_lists_are_those_that_are_allowed() -> None:
    assert set(_native.INSTRUCTION_SETS) == {kernel.isa for kernel in kernels()} - {""}
    assert list(options.FLAVOURS) == list(_native.known_flavours())
    assert options.PALETTES == palettes.PALETTES
    for command in ("run", "bench", "verify", "matrix"):
        text = " ".join(juliaset(command, "-h").stdout.split())
        assert all(flavour in text for flavour in options.FLAVOURS), command
    text = " ".join(juliaset("render", "-h").stdout.split())
    assert all(palette in text for palette in options.PALETTES)


def completed(line: str) -> list[str]:
    words = line.split(" ")
    answer = juliaset(
        _JULIASET_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1)
    )
    return answer.stdout.split()


def test_the_shell_completes_commands_kernels_and_values() -> None:
    assert completed("juliaset be") == ["bench"]
    assert completed("juliaset lab sta") == ["start"]
    names = [kernel.name for kernel in kernels() if kernel.name.startswith("cython.")]
    assert completed("juliaset bench --kernel cython.") == names
    assert completed("juliaset explain cython.") == names
    assert completed("juliaset bench --flavour O0,O3") == ["O0,O3", "O0,O3_native"]
    assert completed("juliaset run --gil h") == ["held"]
    compilers = [name for name in installed() if name.startswith("g++")]
    assert completed("juliaset matrix --compiler clang++,g+") == [
        f"clang++,{name}" for name in compilers
    ]
    assert completed("juliaset render --palette mag") == ["magma"]
    assert completed("juliaset profile cpro") == ["cprofile"]


def test_completion_can_be_shown() -> None:
    program = "import shellingham; shellingham.detect_shell = lambda: ('bash', '')\n" + COMMAND[-1]
    answer = subprocess.run(
        [sys.executable, "-c", program, "--show-completion"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert "complete -o default -F _juliaset_completion juliaset" in answer.stdout
