"""The report of `juliaset doctor`: what is installed, and how to get what is missing."""

import ctypes.util
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from rich.console import Group
from rich.markup import escape
from rich.table import Table

from juliaset.course_folder import COURSE, HOW, IN_CHECKOUT, SETUP
from juliaset.machine import Machine, installed, this_machine
from juliaset.registry import kernels
from juliaset.system.cores import core_numbers
from juliaset.system.memory import available, in_words
from juliaset.system.processes import printable
from juliaset.terminal import plain_table

_APT = "sudo apt-get install -y"
# A name, what it is needed for, and the command that installs it.
PROGRAMS = (
    ("g++", "the C++ kernels", f"{_APT} g++"),
    ("make", "commands like make bench and make test", f"{_APT} make"),
    ("cmake", "the C++ build", SETUP),
    ("ninja", "the C++ build", SETUP),
    ("git", "the revision in each contest", f"{_APT} git"),
    ("bwrap", "the strongest sandbox of juliaset lab grade", f"{_APT} bubblewrap"),
)
MODULES = (
    ("numba", "the numba.* kernels", "pip install numba"),
    ("jupyterlab", "the notebooks", SETUP),
    ("pytest", "make test", SETUP),
)
HEADERS = (
    ("benchmark/benchmark.h", "Google Benchmark's rows", f"{_APT} libbenchmark-dev"),
    ("gtest/gtest.h", "the C++ tests", f"{_APT} libgtest-dev"),
    ("xsimd/xsimd.hpp", "SIMD; without it, pythran's copy is used", f"{_APT} libxsimd-dev"),
)
# What only a checkout uses: an installed package is not built here.
_OF_A_CHECKOUT = {"make", "cmake", "ninja", "git", "pytest", *(name for name, _, _ in HEADERS)}


def examine() -> Group:
    """Return the whole report."""
    return Group(_machine(), "", _kernels(), "", _parts())


def _machine() -> Table:
    table = _table("This machine and this build")
    about = this_machine()
    for name in ("cpu", "system", "python", "compiler", "git"):
        table.add_row(name, escape(str(getattr(about, name) or "not known")))
    table.add_row("course", escape(course_in_words()))
    table.add_row("cores", cores_in_words(about, len(core_numbers())))
    table.add_row("timing core", escape(f"{about.timing_core}: {about.timing_core_why}"))
    table.add_row("free memory", in_words(available()))
    table.add_row("instruction sets", escape(about.isa_cap or "all that the CPU has"))
    for flavour, flags in about.flags.items():
        table.add_row(f"flags of {flavour}", escape(flags))
    known = {flavour: kernel for kernel in kernels() for flavour in kernel.flavours}
    for flavour, kernel in known.items():
        if flavour not in about.flags:
            table.add_row(f"flags of {flavour}", kernel.reason_of(flavour))
    table.add_row("OpenMP", ctypes.util.find_library("gomp") or "no libgomp found")
    for name, value in sorted(os.environ.items()):
        if name.startswith("JULIASET_"):
            table.add_row(name, f"{escape(value)} [yellow](set in the environment)[/yellow]")
    return table


def course_in_words() -> str:
    """Return where the notebooks and labs are, or how to get them."""
    return printable(str(COURSE)) if (COURSE / "labs").is_dir() else f"none here; {HOW}"


def cores_in_words(about: Machine, allowed: int) -> str:
    """Return how many cores work at once, of those that are allowed, and what allows no more."""
    text = f"{about.cores}" if about.cores == allowed else f"{about.cores} of {allowed}"
    if about.cpu_quota is not None and about.cpu_quota < allowed:
        return f"{text}; a control group allows the time of {about.cpu_quota:.3g}"
    if about.cores < allowed:
        return f"{text}; OMP_NUM_THREADS or OMP_THREAD_LIMIT asks for no more"
    return text


def _kernels() -> Table:
    table = _table("Kernels")
    known = kernels()
    available = ", ".join(kernel.name for kernel in known if kernel.available)
    table.add_row("[green]run here[/green]", available)
    for kernel in known:
        if not kernel.available:
            table.add_row(f"[yellow]{kernel.name}[/yellow]", escape(kernel.reason))
    return table


def _parts() -> Table:
    table = _table("Programs and libraries")
    found = {name: _version(name) for name, _, _ in PROGRAMS}
    found |= {name: (installed(name) or "yes") if find_spec(name) else "" for name, _, _ in MODULES}
    found |= {name: _header(name) for name, _, _ in HEADERS}
    for name, purpose, remedy in (*PROGRAMS, *MODULES, *HEADERS):
        if name in _OF_A_CHECKOUT and not IN_CHECKOUT:
            continue
        missing = f"[yellow]missing[/yellow]; needed for {purpose}; to get it: {escape(remedy)}"
        table.add_row(name, escape(found[name]) or missing)
    return table


def _version(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        return ""
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    return (answer.stdout or answer.stderr).partition("\n")[0].strip() or path


def _header(name: str) -> str:
    unpacked = Path(__file__).parents[2] / ".debian/usr/include"  # setup/ without root
    folders = (Path("/usr/include"), Path("/usr/local/include"), unpacked)
    return next((str(folder) for folder in folders if (folder / name).exists()), "")


def _table(title: str) -> Table:
    table = plain_table("", "", title=title, words=True)
    table.title_style, table.show_header = "bold", False
    return table
