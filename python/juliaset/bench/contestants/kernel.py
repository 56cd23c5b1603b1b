"""A kernel as a contestant: a process of its own, which may crash, hang or be wrong alone."""

from pathlib import Path

from juliaset.bench.contestants.child import ChildProcess, EndedError, python_worker
from juliaset.bench.record import WRONG, Variant
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
        cold = self._process.ask(self._order, self._timeout)["cold"]
        self._variant.cold = self._variant.cold or cold

    def sample(self, calls: int) -> Timing:
        """Time it; a kernel is out whose counts are not Python's, or, not exact, not all there."""
        if self._process is None:
            raise EndedError("failed", "it was not started")
        answer = self._process.ask({"calls": calls}, self._timeout)
        differing = answer["differing"]
        self._variant.differing = max(self._variant.differing, differing)
        if answer["unwritten"] or (differing and self._row.exact):
            raise EndedError(WRONG, answer["difference"])
        self._variant.memory = max(self._variant.memory or 0, answer["peak_bytes"])
        for name in ("bind_ns", "finish_ns"):
            self._variant.cold[name] = min(self._variant.cold.get(name, answer[name]), answer[name])
        return Timing(answer["wall_ns"], answer["cpu_ns"])

    def close(self) -> None:
        """Kill the process, and all that it started."""
        if self._process is not None:
            self._process.stop()
            self._process = None
