"""The checklist of optimisations, and the tool of another system."""

import shutil
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import numpy as np

from claims.claim import Cases, NotHereError, case, claim, control, out_of_reach
from claims.timing import is_longer
from claims.tools import line_with, require_two_cores, run, tool
from claims.topics.gil import bound, steps_meanwhile
from claims.topics.workflow import faults_of


@claim(
    2,
    says="Copies of large arrays are avoided by working in place.",
    verdict="true",
    answer="No new array, so no new pages.",
    command="getrusage: minor faults of b = a * 2.0 and a *= 2.0, 16 MiB",
)
def in_place_saves() -> Cases:
    copied, in_place = faults_of("b = a * 2.0"), faults_of("a *= 2.0")
    yield case("a copy, in place", f"{copied:,} faults, {in_place}", holds=in_place < copied / 10)


@claim(
    2,
    says="Many allocations are avoided by an output that is made once.",
    verdict="true",
    answer="out= writes where you say. What it saves is the pages of each new array, and for small"
    " arrays some allocator's work.",
    command="getrusage: minor faults of ten products, new each time and into one output",
)
def preallocate() -> Cases:
    new = faults_of("for _ in range(10): b = a * 2.0; c = b; del b")
    out = faults_of("for _ in range(10): np.multiply(a, 2.0, out=b)", "b = a * 1.0")
    yield case("new each time, one output", f"{new:,} faults, {out:,}", holds=out < new / 10)


@claim(
    2,
    says="A Python loop over data of C++ should move into C++.",
    verdict="true",
    answer="Each item that Python touches becomes an object first.",
    command="a loop over a NumPy array against its own sum, timed in turns",
)
def loop_moves() -> Cases:
    data = np.arange(50_000.0)

    def loop() -> float:
        total = 0.0
        for x in data:
            total += x
        return total

    yield control("equal sums", loop() == data.sum(), seen=bool(loop() == data.sum()))
    yield is_longer("the loop in Python against C", loop, data.sum, than=5)


@claim(
    2,
    says="Contention for the GIL is helped by py::gil_scoped_release.",
    verdict="true",
    answer="During the call others run. Take it back before you touch a Python object.",
    command="steps of another thread during a call of cpp.scalar, gil='held' and 'released'",
)
def release_helps() -> Cases:
    steps = {
        gil: steps_meanwhile(bound("cpp.scalar", 500, gil=gil)[0]) for gil in ("held", "released")
    }
    yield control("held", f"{steps['held']} steps", seen=steps["held"] == 0)
    yield case("released", f"{steps['released']:,} steps", holds=steps["released"] > 0)


@claim(
    2,
    says="A heavy loop of one thread is helped by `#pragma omp parallel for`.",
    verdict="true",
    answer="It shares the turns out to threads: with two free cores the Julia set takes half of"
    " the time (the ladder in README has it). Turns must be independent, as pixels are.",
    command="/proc/self/task/*/schedstat: CPU time of each thread, cpp.scalar and cpp.openmp",
)
def openmp_helps() -> Cases:
    require_two_cores()
    one, expected = bound("cpp.scalar", 500)
    many, found = bound("cpp.openmp", 500)
    same = np.array_equal(expected, found)
    yield control("equal counts", same, seen=same)
    alone, shared = busiest_share(one), busiest_share(many)
    yield control("cpp.scalar: work of the busiest thread", f"{alone:.0%}", seen=alone > 0.95)
    yield case("cpp.openmp: work of the busiest thread", f"{shared:.0%}", holds=shared < 0.85)


def busiest_share(call: Callable[[], object]) -> float:
    """Return the part of the CPU time of some calls that one thread of this process had."""
    before = thread_seconds()
    for _ in range(10):
        call()
    used = [after - before.get(thread, 0) for thread, after in thread_seconds().items()]
    return max(used) / sum(used)


def thread_seconds() -> dict[str, float]:
    """Return the CPU time of each thread of this process."""
    return {
        path.name: int((path / "schedstat").read_text(encoding="ascii").split()[0]) / 1e9
        for path in Path("/proc/self/task").iterdir()
    }


@claim(
    2,
    says="Without flags C++ is compiled at -O0.",
    verdict="depends",
    answer="gcc by itself, yes. setuptools adds the flags that Python was built with, among them"
    " an -O; CMake adds none until CMAKE_BUILD_TYPE is set.",
    command="gcc -Q --help=optimizers; sysconfig.get_config_var('CFLAGS')",
)
def default_is_o0() -> Cases:
    line = line_with(run([tool("gcc"), "-Q", "--help=optimizers"]).stdout, "-ftree-vrp")
    label = "gcc alone: value range propagation, which -O turns on"
    yield case(label, line, holds="disabled" in line)
    flags = (sysconfig.get_config_var("CFLAGS") or "").split()
    level = [flag for flag in flags if flag.startswith("-O")]
    yield case("setuptools", " ".join(level) or "no -O", holds=not level)


@claim(
    2,
    says="-O3 -march=native makes C++ faster.",
    verdict="true",
    answer="Against -O0 several times. Nearly all of it is there at -O2; what -march=native adds"
    " differs from kernel to kernel.",
    command="juliaset bench --kernel cpp.scalar@O0 --kernel cpp.scalar@O3_native",
)
def o3_is_faster() -> Cases:
    slow, expected = bound("cpp.scalar", 200, flavour="O0")
    fast, found = bound("cpp.scalar", 200, flavour="O3_native")
    same = np.array_equal(expected, found)
    yield control("equal counts", same, seen=same)
    yield is_longer("O0 against O3_native", slow, fast, than=1.5)


@claim(
    2,
    says="macOS Instruments, with Time Profiler, gives the most detailed CPU and memory profile"
    " there.",
    verdict="not checked",
    answer="It takes a Mac. Time Profiler samples the CPU; memory is the template Allocations.",
    command="xctrace record --template 'Time Profiler' --launch -- python script.py (on macOS)",
)
def instruments() -> Cases:
    if sys.platform == "darwin":
        raise NotHereError("the verdict is that of a Linux machine; run xctrace here and see")
    yield out_of_reach("this system", f"{sys.platform}, xctrace: {shutil.which('xctrace')}")
