"""The cores that this process may use, their number, and the one on which a contest measures."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from math import ceil
from pathlib import Path
from typing import NamedTuple

from juliaset.system import here, linux
from juliaset.system.cgroups import cpu_quota

_DEVICES = Path("/sys/devices")
_MOST_CORES = 1 << 16  # Linux has room for 8192
_MOST_DIGITS = 1000  # int() refuses a few thousand, and no machine has that many cores
_SLOW_KINDS = ("cpu_atom", "cpu_lowpower")  # as Linux calls the efficient cores of a hybrid CPU


class TimingCore(NamedTuple):
    """The core that measures, and why it is that one; None if the system chooses."""

    number: int | None
    why: str

    @property
    def cores(self) -> list[int]:
        """The cores to which a measuring process is bound; empty if to none."""
        return [] if self.number is None else [self.number]


class _Core(NamedTuple):
    """What Linux says about a core, the most important first; larger is better."""

    performance: bool
    capacity: int
    max_khz: int
    base_khz: int
    away_from_0: bool  # interrupts arrive at core 0, and disturb what shares its hardware
    number: int


def _allowed() -> set[int]:
    """Return the cores that the calling thread may use; all of them on macOS, which binds none."""
    return linux.allowed_cores() if here.is_linux() else set(range(os.cpu_count() or 1))


def _bind(cores: Iterable[int]) -> None:
    if here.is_linux():
        linux.bind(cores)


# Read before a kernel is loaded. If the user asks for it, OpenMP binds the thread that loads it to
# one core, and from then on that thread's mask says nothing of the process.
_of_process = _allowed()


def core_numbers() -> list[int]:
    """Return the numbers of the cores that this process may use."""
    return sorted(_of_process if _openmp_binds() else _allowed())


def _openmp_binds() -> bool:
    bind = os.environ.get("OMP_PROC_BIND", "").strip().lower()
    places = os.environ.get("OMP_PLACES") or os.environ.get("GOMP_CPU_AFFINITY")
    return bool(bind or places) and bind != "false"


def bind_to(cores: Iterable[int]) -> None:
    """Let this process and what it starts use only these cores.

    Its other threads too: a library may have started some when it was loaded.
    """
    global _of_process  # noqa: PLW0603 - one for the process
    if here.is_linux():
        linux.bind_threads(cores)
    _of_process = _allowed()


@contextmanager
def unbound() -> Iterator[None]:
    """Let what this thread starts here use all cores, even if OpenMP has bound the thread."""
    before = _allowed()
    if not _openmp_binds() or before == _of_process:
        yield
        return
    _bind(_of_process)
    try:
        yield
    finally:
        _bind(before)


@contextmanager
def pinned(cores: Iterable[int]) -> Iterator[None]:
    """Keep the calling thread on these cores, if there are any, and let it go afterwards."""
    before, wanted = _allowed(), set(cores)
    try:  # from before the first line that changes something: a signal may raise after it
        if wanted:
            with suppress(OSError):  # some sandboxes forbid it; the clock of the pieces needs none
                _bind(wanted)
        yield
    finally:
        if wanted:
            with suppress(OSError):
                _bind(before)


def usable_cores() -> int:
    """Return how many threads can work at once: what a kernel with threads takes if none is given.

    The cores that the process may use; fewer if a control group allows less of their time, or if
    OMP_NUM_THREADS or OMP_THREAD_LIMIT ask for less. julia/src/cores.cpp has the same rules.
    """
    quota = _quota()
    limits = [len(core_numbers()), *_asked_of_openmp()]
    return max(min(limits if quota is None else [*limits, ceil(quota)]), 1)


_quota = cache(cpu_quota)  # a call of a kernel must not read files


def _asked_of_openmp() -> Iterator[int]:
    for text in (os.environ.get("OMP_NUM_THREADS", ""), os.environ.get("OMP_THREAD_LIMIT", "")):
        # A list has a number for each level of nested teams.
        first = text.partition(",")[0].strip()
        if first.isascii() and first.isdigit() and (number := int(first[:_MOST_DIGITS])):
            yield number


def timing_core() -> TimingCore:
    """Return the fastest core that this process may use; of equal ones, not core 0."""
    if not here.is_linux():
        return TimingCore(None, f"{here.in_words()} lets no program choose its core")
    return choose_core(core_numbers(), _DEVICES)


def choose_core(numbers: Sequence[int], devices: Path) -> TimingCore:
    """Choose one of these cores by what the folder, /sys/devices on any Linux, says about them."""
    slow = {number for kind in _SLOW_KINDS for number in _listed(devices / kind / "cpus")}
    cores = [_core(number, devices / "system" / "cpu", slow) for number in numbers]
    best = max(cores)
    return TimingCore(best.number, _why(best, cores))


def _core(number: int, folder: Path, slow: set[int]) -> _Core:
    core = folder / f"cpu{number}"
    siblings = _listed(core / "topology" / "thread_siblings_list")
    return _Core(
        performance=number not in slow,
        capacity=_number(core / "cpu_capacity"),
        max_khz=_number(core / "cpufreq" / "cpuinfo_max_freq"),
        base_khz=_number(core / "cpufreq" / "base_frequency"),
        away_from_0=number != 0 and 0 not in siblings,
        number=number,
    )


def _why(best: _Core, cores: Sequence[_Core]) -> str:
    if len(cores) == 1:
        return "the only core that this process may use"
    reasons = {
        "performance": "a performance core",
        "capacity": f"the largest capacity, {best.capacity}",
        "max_khz": f"the highest clock, {best.max_khz / 1e6:.2f} GHz",
        "base_khz": f"the highest base clock, {best.base_khz / 1e6:.2f} GHz",
        "away_from_0": "not core 0, where interrupts arrive",
    }
    said, equal = [], list(cores)
    for name, reason in reasons.items():
        good = [core for core in equal if getattr(core, name) == getattr(best, name)]
        if len(good) < len(equal):
            said.append(reason)
        equal = good
    if len(equal) == len(cores) or said == [reasons["away_from_0"]]:
        said.insert(0, f"Linux reports {len(cores)} equal cores")
    return "; ".join(said)


def _number(path: Path) -> int:
    """Return the number in a file; 0 if there is none, as in many containers."""
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return 0


def _listed(path: Path) -> set[int]:
    """Return the cores of a list as Linux writes it, like 0-3,8; empty if there is no file."""
    try:
        parts = [part.partition("-") for part in path.read_text().strip().split(",") if part]
        return {
            number
            for first, _, last in parts
            for number in range(int(first), min(int(last or first), _MOST_CORES) + 1)
        }
    except (OSError, ValueError):
        return set()
