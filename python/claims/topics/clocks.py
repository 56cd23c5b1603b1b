"""perf stat's task-clock, instructions and cycles."""

import resource
import sys

from claims.claim import Cases, UnresolvedError, case, claim, control
from claims.counters import (
    HARDWARE,
    SOFTWARE,
    cachegrind,
    hardware_support,
    perf_stat,
    software_event,
)
from claims.timing import as_long, as_times
from claims.tools import c_program, folder, last_line, require_two_cores, require_x86_64, run, tool

SPIN = "import time\nwhile time.process_time() < {}: pass"
PAIR = (
    "import subprocess, sys\n"
    "pair = [subprocess.Popen([sys.executable, '-c', sys.argv[1]]) for _ in range(2)]\n"
    "[one.wait() for one in pair]\n"
)


@claim
def perf_gives_insight() -> Cases:
    found = perf_stat([sys.executable, "-c", "pass"], [*HARDWARE, *SOFTWARE])
    groups = (("the six of the hardware", HARDWARE), ("the five of the kernel", SOFTWARE))
    for label, events in groups:
        there = [event for event in events if found[event].value is not None]
        if events is HARDWARE and there:
            raise UnresolvedError(f"the verdict is for a machine without, this one has {there}")
        printed = " ".join(there) or "<not supported>, all of them"
        yield case(label, printed, holds=len(there) == len(events))


@claim
def task_clock_is_cycles() -> Cases:
    found = perf_stat([sys.executable, "-c", SPIN.format(0.5)], ["task-clock"])["task-clock"]
    value = found.value or 0
    yield control("0.5 s of CPU", f"{value:.0f} {found.unit}", seen=450 < value < 900)
    yield case("its unit is cycles", found.unit, holds=found.unit != "msec")


@claim
def task_clock_adds_up() -> Cases:
    value = software_event([sys.executable, "-c", PAIR, SPIN.format(0.5)], "task-clock")
    yield case("two processes of 500 ms", f"{value:.0f} msec", holds=950 < value < 1500)


@claim
def instructions_are_counted() -> Cases:
    require_x86_64()
    with c_program("counted_loop", "-O1") as main:
        one, two = cachegrind([main])["Ir"], cachegrind([main, "2"])["Ir"]
    each = (two - one) / 1e6
    yield control("perf's own counter here", hardware_support("instructions"), seen=True)
    yield case("a step of three instructions", f"{each:.4f} counted", holds=abs(each - 3) < 0.001)


def chained_against_four() -> float:
    """Return how many times as long one chain of multiplications takes as four of them."""
    require_x86_64()
    with c_program("chains", "-O1") as main:
        return float(run([main]).stdout)


@claim
def pipelines_overlap() -> Cases:
    ratio = chained_against_four()
    yield case("one chain against four", as_long(ratio), holds=ratio > 1.5)


@claim
def instructions_against_cycles() -> Cases:
    ratio = chained_against_four()
    printed = f"equal instructions, {as_times(ratio)} the cycles"
    yield case("pipelining: four chains for one", printed, holds=ratio > 1.5)
    ran = {}
    for name in ("cpp.scalar", "cpp.simd_avx2"):
        code = (
            "import numpy as np, juliaset, sys\n"
            "problem = juliaset.Problem.book(200, 300)\n"
            f"kernel = juliaset.get_kernel({name!r})\n"
            "call = kernel.bind(problem, np.empty(problem.shape, np.int32))\n"
            "for _ in range(int(sys.argv[1])): call()\n"
        )
        counts = [cachegrind([sys.executable, "-c", code, times])["Ir"] for times in ("0", "12")]
        ran[name] = (counts[1] - counts[0]) / 12 / 1329666
    fewer = ran["cpp.scalar"] / ran["cpp.simd_avx2"]
    printed = ", ".join(f"{name} {each:.1f}" for name, each in ran.items())
    label = "vectorising: the work takes as many instructions as before (for each step)"
    yield case(label, printed, holds=fewer < 1.5)


@claim
def cycles_of_instructions() -> Cases:
    slept = software_event([sys.executable, "-c", "import time; time.sleep(1)"], "task-clock")
    yield case("asleep for 1000 ms: on a CPU", f"{slept:.0f} msec", holds=slept < 500)
    ratio = chained_against_four()
    printed = f"{as_times(ratio)} the cycles for the same instructions"
    yield case("a fixed number of cycles belongs to an instruction", printed, holds=ratio < 1.5)


@claim
def perf_line_as_written() -> Cases:
    broken = "perf stat -e task-clock,\\\n    faults,minor-faults true"
    whole = "perf stat -e task-clock,faults,minor-faults true"
    tool("perf")
    with folder() as path:
        for text, good in ((broken, False), (whole, True)):
            done = run([tool("bash"), "-c", text], cwd=path)
            counted = "minor-faults" in done.stderr and "elapsed" in done.stderr
            printed = "counts" if counted else last_line(done.stderr)
            if good:
                yield control("on one line", printed, seen=counted)
            else:
                yield case("broken over two lines", printed, holds=counted)


@claim
def task_clock_is_user_and_sys() -> Cases:
    require_two_cores()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    value = software_event([sys.executable, "-c", SPIN.format(0.7)], "task-clock")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    printed = f"{value:.0f} msec, and {used:.0f} with perf itself"
    yield case("task-clock, user + sys", printed, holds=0 <= used - value < 150)
