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


@claim
def in_place_saves() -> Cases:
    copied, in_place = faults_of("b = a * 2.0"), faults_of("a *= 2.0")
    yield case("a copy, in place", f"{copied:,} faults, {in_place}", holds=in_place < copied / 10)


@claim
def preallocate() -> Cases:
    new = faults_of("for _ in range(10): b = a * 2.0; c = b; del b")
    out = faults_of("for _ in range(10): np.multiply(a, 2.0, out=b)", "b = a * 1.0")
    yield case("new each time, one output", f"{new:,} faults, {out:,}", holds=out < new / 10)


@claim
def loop_moves() -> Cases:
    data = np.arange(50_000.0)

    def loop() -> float:
        total = 0.0
        for x in data:
            total += x
        return total

    yield control("equal sums", loop() == data.sum(), seen=bool(loop() == data.sum()))
    yield is_longer("the loop in Python against C", loop, data.sum, than=5)


@claim
def release_helps() -> Cases:
    steps = {
        gil: steps_meanwhile(bound("cpp.scalar", 500, gil=gil)[0]) for gil in ("held", "released")
    }
    yield control("held", f"{steps['held']} steps", seen=steps["held"] == 0)
    yield case("released", f"{steps['released']:,} steps", holds=steps["released"] > 0)


@claim
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


@claim
def default_is_o0() -> Cases:
    line = line_with(run([tool("gcc"), "-Q", "--help=optimizers"]).stdout, "-ftree-vrp")
    label = "gcc alone: value range propagation, which -O turns on"
    yield case(label, line, holds="disabled" in line)
    flags = (sysconfig.get_config_var("CFLAGS") or "").split()
    level = [flag for flag in flags if flag.startswith("-O")]
    yield case("setuptools", " ".join(level) or "no -O", holds=not level)


@claim
def o3_is_faster() -> Cases:
    slow, expected = bound("cpp.scalar", 200, flavour="O0")
    fast, found = bound("cpp.scalar", 200, flavour="O3_native")
    same = np.array_equal(expected, found)
    yield control("equal counts", same, seen=same)
    yield is_longer("O0 against O3_native", slow, fast, than=1.5)


@claim
def instruments() -> Cases:
    if sys.platform == "darwin":
        raise NotHereError("the verdict is that of a Linux machine; run xctrace here and see")
    yield out_of_reach("this system", f"{sys.platform}, xctrace: {shutil.which('xctrace')}")
