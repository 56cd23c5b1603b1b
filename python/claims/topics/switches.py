"""perf stat's context switches, migrations and page faults."""

import os
import sys
from pathlib import Path

from claims.claim import Cases, NotHereError, case, claim, control
from claims.counters import perf_stat, software_event
from claims.timing import as_long
from claims.tools import python, require_two_cores
from claims.topics.unix_time import evicted_faults, file_faults

USAGE = """
import mmap, os, resource, sys, threading, time
def usage():
    return resource.getrusage(resource.RUSAGE_SELF)
before = usage()
"""


def usage_of(what: str, code: str, before: str = "") -> int:
    """Return what a snippet adds to a counter of getrusage, after another snippet has run."""
    return int(python(f"{before}{USAGE}{code}\nprint(usage().ru_{what} - before.ru_{what})"))


@claim
def switches_halt() -> Cases:
    own = usage_of("nvcsw", "for _ in range(50): time.sleep(0.001)")
    yield case("50 sleeps", f"{own} voluntary", holds=50 <= own < 80)
    forced = usage_of(
        "nivcsw",
        "os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})\n"
        "child = os.fork()\n"
        "end = time.perf_counter() + 0.6\n"
        "while time.perf_counter() < end: pass\n"
        "if not child: os._exit(0)\n"
        "os.waitpid(child, 0)\n",
    )
    yield case("two busy processes on one CPU", f"{forced} forced", holds=forced > 5)


@claim
def cs_counts() -> Cases:
    sleeps = "import time\nfor _ in range(200): time.sleep(0.001)"
    some = software_event([sys.executable, "-c", sleeps], "cs")
    none = software_event([sys.executable, "-c", "pass"], "cs")
    yield case("200 sleeps, none", f"{some:.0f}, {none:.0f}", holds=some - none >= 150)


@claim
def migrations_move() -> Cases:
    require_two_cores()
    move = (
        "import os, time\none, two = sorted(os.sched_getaffinity(0))[:2]\n"
        "for i in range(40):\n"
        "    os.sched_setaffinity(0, {(one, two)[i % 2]})\n    time.sleep(0.002)"
    )
    moved = software_event([sys.executable, "-c", move], "migrations")
    stays = software_event([sys.executable, "-c", move.replace("[i % 2]", "[0]")], "migrations")
    printed = f"{moved:.0f}, {stays:.0f}"
    yield case("moving 40 times, staying", printed, holds=moved >= 35 and stays < 10)


@claim
def own_first_level() -> Cases:
    found = {}
    for cpu in sorted(os.sched_getaffinity(0)):
        base = Path(f"/sys/devices/system/cpu/cpu{cpu}")
        try:
            shared = (base / "cache/index0/shared_cpu_list").read_text().strip()
            siblings = (base / "topology/thread_siblings_list").read_text().strip()
        except OSError as error:
            raise NotHereError("this system does not say who shares which cache") from error
        found[cpu] = (shared, siblings)
    own = all(shared == siblings for shared, siblings in found.values())
    printed = ", ".join(f"CPU {cpu}: shared by {shared}" for cpu, (shared, _) in found.items())
    yield case("the data cache of the first level", printed, holds=own)


@claim
def lazy_allocation() -> Cases:
    reserve = "block = mmap.mmap(-1, 64 << 20); block.madvise(mmap.MADV_NOHUGEPAGE)\n"
    touch = "for i in range(0, 64 << 20, 4096): block[i] = 1"
    reserved, touched = (usage_of("minflt", code) for code in (reserve, reserve + touch))
    pages = (64 << 20) // 4096
    printed = f"{reserved} faults reserved, {touched:,} touched, {pages:,} pages"
    yield case("64 MiB", printed, holds=reserved < 200 and pages <= touched < pages + 500)


@claim
def major_is_dearer() -> Cases:
    major, _ = evicted_faults()
    cached, _ = file_faults("keep", "map")
    printed = f"{major:,}, {cached:,}"
    yield case("major faults, evicted and cached", printed, holds=major > 100 > cached)
    code = (
        "import mmap, os, tempfile, time\n"
        "file = tempfile.NamedTemporaryFile(dir=os.path.expanduser('~'))\n"
        "file.write(os.urandom(8 << 20)); file.flush(); os.fsync(file.fileno())\n"
        "def walk(evict):\n"
        "    if evict: os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)\n"
        "    m = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)\n"
        "    m.madvise(mmap.MADV_RANDOM)\n"
        "    begin = time.perf_counter()\n"
        "    for i in range(0, len(m), 4096): m[i]\n"
        "    return time.perf_counter() - begin\n"
        "rounds = sorted(walk(True) / walk(False) for _ in range(7))\n"
        "print(rounds[3])"
    )
    ratio = float(python(code))
    yield case("the walk, evicted against cached", as_long(ratio), holds=ratio > 2)


@claim
def no_major_when_computing() -> Cases:
    warm = "t = 0\nfor i in range(100): t += i\n"
    major = usage_of("majflt", "for i in range(2_000_000): t += i", warm)
    yield case("while it computes", f"{major} major faults", holds=major == 0)


@claim
def faults_of_both_kinds() -> Cases:
    touch = "b = bytearray(b'x') * (16 << 20)"
    events = ["faults", "minor-faults", "major-faults"]
    found = perf_stat([sys.executable, "-c", touch], events)
    values = {name: int(found[name].value or 0) for name in events}
    printed = ", ".join(f"{name} {count}" for name, count in values.items())
    summed = values["minor-faults"] + values["major-faults"]
    yield control("a program ran", values["faults"], seen=values["faults"] > 500)
    yield case("a process", printed, holds=values["faults"] == summed)
