"""What Linux knows of another process: its threads' time, its memory. It can't lie about them."""

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_CPU_CLOCK = 0b010  # how Linux numbers the CPU clock of a process: CPUCLOCK_SCHED


@dataclass(frozen=True)
class Charged:
    """What a thread has had: seconds on a core, seconds in the queue for one, and times asleep."""

    ran: float = 0.0
    queued: float = 0.0
    slept: int = 0

    def since(self, before: "Charged") -> "Charged":
        """Give what came in between."""
        return Charged(
            self.ran - before.ran, self.queued - before.queued, self.slept - before.slept
        )


def cpu_ns(pid: int) -> int:
    """Give the CPU time that all threads of a process have had until now."""
    return time.clock_gettime_ns(~pid << 3 | _CPU_CLOCK)


def threads_of(pid: int) -> dict[int, Charged]:
    """Give what each thread of a process has been charged so far."""
    found = {}
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            ran, queued, _ = (thread / "schedstat").read_text().split()
            status = (thread / "status").read_text()
            slept = int(status.partition("\nvoluntary_ctxt_switches:")[2].split()[0])
            found[int(thread.name)] = Charged(int(ran) / 1e9, int(queued) / 1e9, slept)
    return found


def forget_peak_of(pid: int) -> bool:
    """Let the peak of a process's memory begin anew; False where Linux does not let us."""
    try:
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    except OSError:
        return False
    return True


def memory_of(pid: int, what: str) -> int:
    """Give VmRSS or VmHWM of a process in bytes; OSError where Linux does not tell."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    found = [line for line in status if line.startswith(f"{what}:")]
    if not found:
        raise OSError(f"/proc/.../status has no {what} here")
    return int(found[0].split()[1]) * 1024
