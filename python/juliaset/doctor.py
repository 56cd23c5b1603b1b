"""The report of `juliaset doctor`: what is installed, and how to get what is missing."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from typing import NamedTuple

from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from juliaset.compilers import USUAL
from juliaset.course_folder import COURSE, HOW, IN_CHECKOUT, SETUP, how_to_get_extra
from juliaset.machine import Machine, installed, this_machine
from juliaset.python_arithmetic import python_fuses
from juliaset.registry import kernels
from juliaset.system import here
from juliaset.system.binaries import header_folder, openmp_runtime
from juliaset.system.cores import core_numbers
from juliaset.system.memory import available, in_words
from juliaset.system.packages import how_to_get
from juliaset.system.processes import printable
from juliaset.terminal import plain_table
from juliaset.verification import complex_product


class Part(NamedTuple):
    """A program, module or header: what it is needed for, and how to install it."""

    name: str
    purpose: str
    thing: str = ""  # of system/packages.txt; else `remedy` installs it
    remedy: str = SETUP
    for_all: bool = False  # an installed package is not built here, and needs no more than these

    def to_get_it(self) -> str:
        """Return the command that installs it on this machine."""
        return how_to_get(self.thing) if self.thing else self.remedy


NO_COMPILER = Part(USUAL["CXX"][0], "the C++ kernels", "compiler", for_all=True)
NO_OPENMP = Part("OpenMP", "kernels with threads", "openmp", for_all=True)
PROGRAMS = (
    Part("make", "commands like make bench and make test", "make"),
    Part("cmake", "the C++ build"),
    Part("ninja", "the C++ build"),
    Part("git", "the revision in each contest", "git"),
)
SANDBOX = Part("bwrap", "the strongest sandbox of juliaset lab grade", "bubblewrap", for_all=True)
MODULES = (
    Part("numba", "the numba.* kernels", remedy=how_to_get_extra("numba"), for_all=True),
    Part("cffi", "the kernel c.cffi", remedy=how_to_get_extra("cffi"), for_all=True),
    Part("jupyterlab", "the notebooks", for_all=True),
    Part("pytest", "make test"),
)
HEADERS = (
    Part("benchmark/benchmark.h", "Google Benchmark's rows", "benchmark"),
    Part("gtest/gtest.h", "the C++ tests", "gtest"),
    Part("xsimd/xsimd.hpp", "SIMD; without it, pythran's copy is used", "xsimd"),
)


def examine() -> Group:
    """Return the whole report."""
    return Group(_machine(), "", _kernels(), "", _parts())


def _machine() -> Table:
    table = _table("This machine and this build")
    about = this_machine()
    for name in ("cpu", "system", "python", "compiler", "git"):
        table.add_row(name, escape(str(getattr(about, name) or "not known")))
    table.add_row("course", escape(course_in_words()))
    style = "yellow" if python_fuses() else ""
    table.add_row("complex product", Text(complex_product(), style))
    table.add_row("cores", cores_in_words(about, len(core_numbers())))
    table.add_row("timing core", escape(_timing_core(about)))
    table.add_row("free memory", in_words(available()))
    table.add_row("instruction sets", escape(about.isa_cap or "all that the CPU has"))
    for flavour, flags in about.flags.items():
        table.add_row(f"flags of {flavour}", escape(flags))
    known = {flavour: kernel for kernel in kernels() for flavour in kernel.flavours}
    for flavour, kernel in known.items():
        if flavour not in about.flags:
            table.add_row(f"flags of {flavour}", kernel.reason_of(flavour))
    for name, value in sorted(os.environ.items()):
        if name.startswith("JULIASET_"):
            table.add_row(name, f"{escape(value)} [yellow](set in the environment)[/yellow]")
    return table


def course_in_words() -> str:
    """Return where the notebooks and labs are, or how to get them."""
    return printable(str(COURSE)) if (COURSE / "labs").is_dir() else f"none here; {HOW}"


def _timing_core(about: Machine) -> str:
    core = "none" if about.timing_core is None else str(about.timing_core)
    return f"{core}: {about.timing_core_why}"


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
    found = [(part, what) for part, what in _looked_for() if part.for_all or IN_CHECKOUT]
    for part, what in found:
        table.add_row(part.name, escape(what) or _missing(part))
    if not here.is_linux():
        table.add_row("sandbox", f"{here.in_words()} has none: lab check is for practice")
    things = [part.thing for part, what in found if part.thing and not what]
    if len(things) > 1:
        table.add_row("all of these", escape(how_to_get(*things)))
    return table


def _looked_for() -> Iterator[tuple[Part, str]]:
    """Yield each part with what was found of it; of the compilers those that are here."""
    compilers = {name: _version(name) for name in USUAL["CXX"]}
    for name in filter(compilers.get, USUAL["CXX"]):
        yield NO_COMPILER._replace(name=name), compilers[name]
    if not any(compilers.values()):
        yield NO_COMPILER, ""
    yield NO_OPENMP, openmp_runtime()
    for part in (*PROGRAMS, SANDBOX) if here.is_linux() else PROGRAMS:
        yield part, _version(part.name)
    for part in MODULES:
        yield part, (installed(part.name) or "yes") if find_spec(part.name) else ""
    for part in HEADERS:
        yield part, header_folder(part.name)


def _missing(part: Part) -> str:
    what = f"needed for {part.purpose}; to get it: {escape(part.to_get_it())}"
    return f"[yellow]missing[/yellow]; {what}"


def _version(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        return ""
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    return (answer.stdout or answer.stderr).partition("\n")[0].strip() or path


def _table(title: str) -> Table:
    table = plain_table("", "", title=title, words=True)
    table.title_style, table.show_header = "bold", False
    return table
