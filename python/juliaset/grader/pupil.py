"""The grader's end of a submission's process: it sends inputs, holds the clock, reads answers."""

import fcntl
import mmap
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np

from juliaset.bench.contestants.child import ChildProcess, EndedError
from juliaset.bench.record import Status
from juliaset.bench.rounds import Timing
from juliaset.grader.charged import Charged, cpu_ns, forget_peak_of, memory_of, threads_of
from juliaset.grader.inside.words import Array, Board, from_words, to_words
from juliaset.grader.loadable import Function, Limits, Loadable
from juliaset.grader.shelter import command, environment

Functions = Mapping[str, Callable[..., object]]

_BOARD = 1 << 28
_MOST_QUESTIONS = 200_000
# What reading an answer may raise where a submission has written it by hand.
_ODD = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Pupil:
    """A submission in its process; close() ends it, and all that it started."""

    def __init__(self, loadable: Loadable, limits: Limits) -> None:
        """Start it, put up its walls, and load it."""
        self._limits = limits
        self._memory = memory_of_fixed_size(_BOARD)
        self._map = mmap.mmap(self._memory, _BOARD)
        self.board = Board(memoryview(self._map))
        self._shelter = tempfile.TemporaryDirectory(prefix="juliaset-lab-")
        self.wall_ns = self.cpu_ns = 0
        self._spent = self._spent_before = 0.0
        try:
            self._process = self._start(loadable)
            self.walls: dict[str, str] = self._ask({"begin": True})["value"]
            self._ask({"load": str(loadable.folder / loadable.entry)})
        except EndedError as ended:
            ended.printed = self.printed
            self.close()
            raise
        except BaseException:
            self.close()
            raise

    def _start(self, loadable: Loadable) -> ChildProcess:
        shelter = Path(self._shelter.name)
        return ChildProcess(
            command(loadable, self._limits, shelter, self._memory, _BOARD),
            environment(loadable.folder),
            folder=loadable.folder,
            passes=(self._memory,),
        )

    def call(self, name: str, *arguments: object, functions: Functions | None = None) -> Any:  # noqa: ANN401
        """Call a function of the submission, timed here; arrays come back as copies.

        functions: what it may call back, by name; an argument that is one of these names as
        `Function(name)` becomes that function.
        """
        self.board.wipe()
        self._words = words = [_argument(each, self.board) for each in arguments]
        request = {"call": name, "arguments": words, "used": self.board.used}
        cpu, wall = self.cpu_so_far_ns(), time.perf_counter_ns()
        answer = self._ask(request)
        questions = 0
        while "asks" in answer:
            questions += 1
            if questions > _MOST_QUESTIONS:
                raise EndedError(
                    Status.FAILED, f"it asked the grader {questions:,} times; too often"
                )
            answer = self._go_on(self._reply(answer, functions or {}))
        self.wall_ns, self.cpu_ns = time.perf_counter_ns() - wall, self.cpu_so_far_ns() - cpu
        return self._value(answer)

    def fill(
        self, name: str, arguments: list[object], shape: tuple[int, ...], *last: object
    ) -> Array:
        """Call a function that fills an array of int32: poisoned before, copied right after."""
        self.board.wipe()
        words = [_argument(each, self.board) for each in arguments]
        out = self.board.room("int32", shape)
        self.board.at(out)[...] = -1
        words += [out, *(_argument(each, self.board) for each in last)]
        request = {"call": name, "arguments": words, "used": self.board.used}
        cpu, wall = self.cpu_so_far_ns(), time.perf_counter_ns()
        self._ask(request)
        self.wall_ns, self.cpu_ns = time.perf_counter_ns() - wall, self.cpu_so_far_ns() - cpu
        return self.board.at(out).copy()

    def left(self, argument: int) -> Array:
        """Give an array that was an argument of the last call, as the call has left it."""
        return self.board.at(self._words[argument]).copy()

    @property
    def timing(self) -> Timing:
        """How long the last call took, by the grader's clocks."""
        return Timing(self.wall_ns, self.cpu_ns)

    def cpu_so_far_ns(self) -> int:
        """Give the CPU time that all its threads have had until now, even within a call."""
        return cpu_ns(self.pid)

    def threads(self) -> dict[int, Charged]:
        """Give what Linux has charged each of its threads so far."""
        return threads_of(self.pid)

    def touch(self, size: int) -> None:
        """Let it look at so much of the board: arrays that lie there count as its memory then."""
        self._ask({"touch": size})

    def forget_peak(self) -> bool:
        """Let the peak of its memory begin anew; False where Linux does not let us."""
        return forget_peak_of(self.pid)

    def memory(self, what: str) -> int:
        """Give VmRSS or VmHWM of the process in bytes; OSError where Linux does not tell."""
        return memory_of(self.pid, what)

    @property
    def printed(self) -> str:
        """What the submission has printed so far."""
        return self._process.said()

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self.close()

    def close(self) -> None:
        """End the process."""
        if hasattr(self, "_process"):
            self._process.stop()
        os.close(self._memory)
        self._shelter.cleanup()

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        self._spent_before = self._spent
        return self._go_on(request)

    def _go_on(self, request: dict[str, Any]) -> dict[str, Any]:
        """Ask within the time that is left; what the grader itself takes is not counted."""
        of_call = self._limits.seconds - (self._spent - self._spent_before)
        of_all = self._limits.all_seconds - self._spent
        began = time.monotonic()
        try:
            return self._process.ask(request, max(min(of_call, of_all), 0.0))
        except EndedError as ended:
            if ended.status != Status.TIMEOUT:
                raise
            why = f"no answer within {self._limits.seconds:g} s"
            if of_all < of_call:
                why = f"its calls take more than {self._limits.all_seconds:g} s together"
            raise EndedError(Status.TIMEOUT, why) from None
        finally:
            self._spent += time.monotonic() - began

    def _reply(self, answer: dict[str, Any], functions: Functions) -> dict[str, Any]:
        name = str(answer["asks"])
        if name not in functions:
            raise EndedError(Status.FAILED, f"it asked for {name!r:.80}, which is not there")
        try:
            arguments = [_copied(from_words(each, self.board)) for each in answer["arguments"]]
            value = functions[name](*arguments)
        except _ODD as error:
            return {"refused": f"{name}: {error}"}
        self.board.wipe()
        return {"value": to_words(value, self.board)}

    def _value(self, answer: dict[str, Any]) -> Any:  # noqa: ANN401
        try:
            return _copied(from_words(answer["value"], self.board))
        except _ODD as error:
            raise EndedError(Status.FAILED, f"its answer can't be read: {error}") from None


def memory_of_fixed_size(size: int) -> int:
    """Make memory for two processes; were it cut short, a look at it would end the grader."""
    memory = os.memfd_create("board", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(memory, size)
    for seal in (fcntl.F_SEAL_SHRINK, fcntl.F_SEAL_GROW, fcntl.F_SEAL_SEAL):
        fcntl.fcntl(memory, fcntl.F_ADD_SEALS, seal)
    return memory


def _argument(value: object, board: Board) -> Any:  # noqa: ANN401
    if isinstance(value, Function):
        return {"function": value.name}
    return to_words(value, board)


def _copied(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, list):
        return [_copied(each) for each in value]
    if isinstance(value, dict):
        return {key: _copied(each) for key, each in value.items()}
    return value
