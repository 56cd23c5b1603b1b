"""Looks over the machine: what is here, what is missing, what it is for, how to get it."""

import ctypes.util
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from rich.console import Group
from rich.markup import escape
from rich.table import Table

from juliaset.machine import installed, this_machine
from juliaset.registry import Kernel, kernels

# A program, what it is for, and the package that brings it.
PROGRAMS = (
    ("g++", "compiles the C++ kernels", "sudo apt-get install -y g++"),
    ("make", "opens the doors: make bench, make test", "sudo apt-get install -y make"),
    ("cmake", "configures the build", "make setup"),
    ("ninja", "runs the build", "make setup"),
    ("git", "tells which revision was measured", "sudo apt-get install -y git"),
)
MODULES = (
    ("numba", "the numba.* kernels", "pip install numba, or make setup"),
    ("pytest", "make test", "make setup"),
)
HEADERS = (
    (
        "benchmark/benchmark.h",
        "Google Benchmark's rows",
        "sudo apt-get install -y libbenchmark-dev",
    ),
    ("gtest/gtest.h", "the C++ tests", "sudo apt-get install -y libgtest-dev"),
    (
        "xsimd/xsimd.hpp",
        "SIMD (else pythran's copy serves)",
        "sudo apt-get install -y libxsimd-dev",
    ),
)


def examine() -> Group:
    """Give the whole report."""
    return Group(_machine(), "", _instruction_sets(kernels()), "", _pieces())


def _machine() -> Table:
    table = _table("This machine and this build")
    about = this_machine()
    for name in ("cpu", "cores", "system", "python", "compiler", "git"):
        table.add_row(name, escape(str(getattr(about, name) or "not known")))
    table.add_row("instruction sets", escape(about.isa_cap or "all that the CPU has"))
    for flavour, flags in about.flags.items():
        table.add_row(f"flags of {flavour}", escape(flags))
    table.add_row("OpenMP", ctypes.util.find_library("gomp") or "no libgomp found")
    return table


def _instruction_sets(rows: list[Kernel]) -> Table:
    table = _table("Kernels")
    table.add_row("[green]run here[/green]", ", ".join(row.name for row in rows if row.available))
    for row in rows:
        if not row.available:
            table.add_row(f"[yellow]{row.name}[/yellow]", escape(row.reason))
    return table


def _pieces() -> Table:
    table = _table("Pieces")
    for name, purpose, remedy in PROGRAMS:
        _piece(table, name, _version(name), purpose, remedy)
    for name, purpose, remedy in MODULES:
        found = (installed(name) or "yes") if find_spec(name) else ""
        _piece(table, name, found, purpose, remedy)
    for name, purpose, remedy in HEADERS:
        _piece(table, name, _header(name), purpose, remedy)
    return table


def _piece(table: Table, name: str, found: str, purpose: str, remedy: str) -> None:
    missing = f"[yellow]missing[/yellow], for {purpose}; to get it: {escape(remedy)}"
    table.add_row(name, escape(found) or missing)


def _version(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        return ""
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    return (answer.stdout or answer.stderr).partition("\n")[0].strip() or path


def _header(name: str) -> str:
    unpacked = Path(__file__).parents[2] / ".debian/usr/include"  # by setup/, where root is far
    folders = (Path("/usr/include"), Path("/usr/local/include"), unpacked)
    return next((str(folder) for folder in folders if (folder / name).exists()), "")


def _table(title: str) -> Table:
    table = Table(
        title=title, box=None, title_justify="left", title_style="bold", show_header=False
    )
    table.add_column(no_wrap=True)
    table.add_column()
    return table
