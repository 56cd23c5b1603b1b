"""A kernel as a contestant: a process of its own, which may crash, hang or be wrong alone."""

from pathlib import Path

from juliaset.bench.contestants.child import ChildProcess, EndedError, python_worker
from juliaset.bench.record import Status, Variant
from juliaset.bench.rounds import Timing
from juliaset.bench.rows import Row
from juliaset.bench.specs import Picture


class Isolated:
    """The row's process, while it lives."""

    def __init__(  # noqa: PLR0913
        self,
        row: Row,
        variant: Variant,
        picture: Picture,
        expected: Path,
        timeout: float,
        pin: list[int] | None,
    ) -> None:
        """Keep what a process is to be told; none is started yet."""
        self._row = row
        self._variant = variant
        self._order = {
            "kernel": {
                "name": row.kernel,
                "file": row.file,
                "flavour": row.flavour,
                "many": row.many,
            },
            "options": row.options,
            "problem": picture.words,
            "expected": str(expected),
            "threads": row.uses,
        }
        self._timeout = timeout
        self._pin = pin if row.uses == 1 else None
        self._process: ChildProcess | None = None

    def open(self) -> None:
        """Start the process and let it load the kernel."""
        self._process = python_worker(self._pin, self._variant.environment)
        once = self._process.ask(self._order, self._timeout)["cold"]
        cold = self._variant.cold
        if cold.load_ns is None:
            cold.load_ns, cold.first_call_ns = once["load_ns"], once["first_call_ns"]

    def sample(self, calls: int) -> Timing:
        """Time it; a kernel is out whose counts are not Python's, or, not exact, not all there."""
        if self._process is None:
            raise EndedError(Status.FAILED, "it was not started")
        answer = self._process.ask({"calls": calls}, self._timeout)
        differing = answer["differing"]
        self._variant.differing = max(self._variant.differing, differing)
        if answer["unwritten"] or (differing and self._row.exact):
            raise EndedError(Status.WRONG, answer["difference"])
        self._variant.memory = max(self._variant.memory or 0, answer["peak_bytes"])
        cold = self._variant.cold
        cold.bind_ns = min(cold.bind_ns or answer["bind_ns"], answer["bind_ns"])
        cold.finish_ns = min(cold.finish_ns or answer["finish_ns"], answer["finish_ns"])
        core = self._pin[0] if self._pin else None
        return Timing(answer["wall_ns"], answer["cpu_ns"], self._process.pid, core)

    def close(self) -> None:
        """Kill the process, and all that it started."""
        if self._process is not None:
            self._process.stop()
            self._process = None
