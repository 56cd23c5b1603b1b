"""Contestants for tests, whose times are written down beforehand."""

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.record import Status, Variant
from juliaset.bench.rounds import Entry, Timing
from juliaset.bench.rules import Rules

MILLISECOND = 1e6


class Scripted:
    """Takes no time, says what it took, and may end at a given sample."""

    def __init__(
        self, milliseconds: float, ends_at: int | None = None, status: Status = Status.CRASHED
    ) -> None:
        self.milliseconds = milliseconds
        self.ends_at = ends_at
        self.status = status
        self.core: int | None = None
        self.begun = 0
        self.opened = 0
        self.closed = 0
        self.calls: list[int] = []

    def begin(self) -> None:
        self.begun += 1

    def open(self) -> None:
        self.opened += 1

    def sample(self, calls: int) -> Timing:
        self.calls.append(calls)
        if len(self.calls) == self.ends_at:
            raise EndedError(self.status, "as written")
        nanoseconds = self.milliseconds * MILLISECOND
        return Timing(nanoseconds, nanoseconds, pid=self.opened, core=self.core)

    def close(self) -> None:
        self.closed += 1


def entries(**rows: Scripted) -> list[Entry]:
    return [Entry(Variant(id=name), contestant) for name, contestant in rows.items()]


def rules(**changes: float) -> Rules:
    return Rules(**({"budget_s": 60.0, "processes": 4, "rounds": 3} | changes))  # type: ignore[arg-type]
