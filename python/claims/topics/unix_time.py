"""What /usr/bin/time counts."""

import os
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from claims.claim import Cases, NotHereError, UnresolvedError, case, claim, control
from claims.tools import line_with, python, require_two_cores, run, tool

BUSY = "t = 0\nfor i in range(5_000_000): t += i"
SLEEPING = "import time; time.sleep(0.4)"
KERNEL = (
    "f, b = open('/dev/zero', 'rb', 0), bytearray(1 << 20); [f.readinto(b) for _ in range(16_000)]"
)
TWO_THREADS = """
import hashlib, threading
data = bytes(400 << 20)
pair = [threading.Thread(target=hashlib.sha1, args=(data,)) for _ in range(2)]
[thread.start() for thread in pair]
[thread.join() for thread in pair]
"""


class Times(NamedTuple):
    """What /usr/bin/time -p prints, in seconds."""

    real: float
    user: float
    sys: float

    @property
    def cpu(self) -> float:
        """Return the CPU time, user and sys."""
        return self.user + self.sys

    def __str__(self) -> str:
        """Write the three on one line."""
        return f"real {self.real:.2f}, user {self.user:.2f}, sys {self.sys:.2f}"


def timed(code: str) -> Times:
    """Return the times of a snippet of Python."""
    done = run([gnu_time(), "-p", sys.executable, "-c", code])
    fields = dict(line.split() for line in done.stderr.splitlines() if line.count(" ") == 1)
    return Times(*(float(fields[name]) for name in Times._fields))


def gnu_time() -> str:
    """Return the program, which is a package of its own on most systems."""
    if not Path("/usr/bin/time").exists():
        raise NotHereError("/usr/bin/time is not installed here (Debian: apt-get install time)")
    return "/usr/bin/time"


@claim
def real_is_elapsed() -> Cases:
    took = timed(SLEEPING)
    yield case("asleep for 0.4 s", took, holds=took.real >= 0.4 > took.cpu)


@claim
def user_is_outside() -> Cases:
    took = timed(BUSY)
    yield case("a loop of Python", took, holds=took.user > 4 * took.sys and took.user > 0.1)


@claim
def sys_is_inside() -> Cases:
    took = timed(KERNEL)
    yield case("reading /dev/zero", took, holds=took.sys > 2 * took.user)


@claim
def user_and_sys_are_cpu() -> Cases:
    require_two_cores()
    before = os.times()
    took = timed(TWO_THREADS)
    after = os.times()
    counted = sum(after[2:4]) - sum(before[2:4])
    near = abs(counted - took.cpu) < 0.1
    yield control("the kernel's own count for that child", f"{counted:.2f} s", seen=near)
    yield case("two threads", took, holds=near)


@claim
def difference_hints() -> Cases:
    slow_pipe = "import subprocess as s; p = s.Popen(['sleep', '0.4'], stdout=-1); p.stdout.read()"
    took = timed(slow_pipe)
    yield case("reading a slow pipe", took, holds=took.real - took.cpu > 0.3)
    took = timed(SLEEPING)
    yield case("asleep, no I/O at all", took, holds=took.real - took.cpu < 0.3)


@claim
def difference_is_io() -> Cases:
    require_two_cores()
    took = timed(SLEEPING)
    yield case("asleep, no I/O", took, holds=took.real - took.cpu < 0.3)
    for _ in range(12):
        took = timed(TWO_THREADS)
        if took.cpu > took.real:
            break
    else:
        raise UnresolvedError(f"two threads never got two cores: {took}")
    printed = f"{took.real - took.cpu:.2f} s"
    yield case("two threads, real - user - sys", printed, holds=took.cpu <= took.real)


@claim
def not_the_shells_time() -> Cases:
    own = run([gnu_time(), "--verbose", "true"]).stderr
    yield case("/usr/bin/time", line_with(own, "Maximum resident"), holds="Maximum" in own)
    shell = run([tool("bash"), "-c", "time --verbose true"]).stderr
    refused = "--verbose: command not found"
    found = refused if refused in shell else shell.strip()
    yield case("the shell's", found, holds=refused in shell)


@claim
def maximum_resident() -> Cases:
    def peak(code: str) -> float:
        done = run([gnu_time(), "-f", "%M", sys.executable, "-c", "import mmap\n" + code])
        return int(done.stderr.split()[-1]) / 1024

    base, reserved = peak("pass"), peak("m = mmap.mmap(-1, 128 << 20)")
    freed = peak("b = b'x' * (128 << 20); del b")
    printed = f"{freed - base:.0f} MiB more"
    yield case("128 MiB touched, then freed", printed, holds=115 < freed - base < 140)
    printed = f"{reserved - base:.0f} MiB more"
    yield case("128 MiB reserved, untouched", printed, holds=reserved - base < 10)


FAULTS = """
import mmap, os, resource, sys
f = open(sys.argv[1], 'rb')
if sys.argv[2] == 'evict':
    os.posix_fadvise(f.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
before = resource.getrusage(resource.RUSAGE_SELF)
if sys.argv[3] == 'map':
    m = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)
    m.madvise(mmap.MADV_RANDOM)
    sum(m[i] for i in range(0, len(m), 4096))
else:
    f.read()
after = resource.getrusage(resource.RUSAGE_SELF)
print(after.ru_majflt - before.ru_majflt, after.ru_minflt - before.ru_minflt)
"""


def file_faults(state: str, way: str) -> tuple[int, int]:
    """Return the major and minor faults of going through a file of 8 MiB."""
    with NamedTemporaryFile(dir=Path.home()) as file:
        file.write(os.urandom(8 << 20))
        file.flush()
        os.fsync(file.fileno())
        major, minor = python(FAULTS, file.name, state, way).split()
    return int(major), int(minor)


def evicted_faults() -> tuple[int, int]:
    """Return the faults of a file that is mapped, but not in RAM."""
    major, minor = file_faults("evict", "map")
    if not major:
        raise NotHereError("this file system keeps files in RAM, so none can be evicted")
    return major, minor


@claim
def major_faults_read_disk() -> Cases:
    major, minor = evicted_faults()
    yield case("not in RAM", f"{major} major, {minor} minor", holds=major > 100)
    major, minor = file_faults("keep", "map")
    yield case("in RAM", f"{major} major, {minor} minor", holds=major == 0 and minor > 0)


@claim
def reading_faults() -> Cases:
    for way, label in (("map", "a mapped file"), ("read", "the same by read()")):
        major, minor = file_faults("evict", way)
        yield case(label, f"{major} major, {minor} minor", holds=major > 100)
