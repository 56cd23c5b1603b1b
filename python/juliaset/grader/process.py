"""The grader's end of a submission's process: it sends inputs, keeps the clock, reads answers."""

import mmap
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from juliaset.bench.contestants.child import ChildProcess, EndedError
from juliaset.bench.record import Status
from juliaset.bench.rounds import Timing
from juliaset.grader import bubblewrap
from juliaset.grader.check_folder import place_of_check
from juliaset.grader.cpu_limit import check_cpu_limit
from juliaset.grader.launch import Limits, Loadable, command, environment
from juliaset.grader.received import Received
from juliaset.grader.sandbox.wire import Array, SharedArrays, encode
from juliaset.grader.usage import cpu_ns
from juliaset.grader.verdict import InconclusiveError
from juliaset.system.process_end import ProcessEnd
from juliaset.system.shared_memory import memory_file, memory_of_fixed_size

Functions = Mapping[str, Callable[..., object]]

_MEMORY = 1 << 28
_END_S = 10.0
_START_S = 60.0  # for Python, NumPy and the walls, on a busy machine
_MOST_QUESTIONS = 200_000
# What a process may use between its calls: a part of its CPU time, and at least this much.
_MOST_AT_REST, _MOST_AT_REST_NS = 0.1, 250_000_000
# As Linux ends a process that has used its CPU time.
_KILLED = ("SIGKILL", "SIGXCPU")
# What decoding may raise if a submission has written an answer by hand.
_MALFORMED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True)
class Function:
    """An argument of a submission's function: a function that runs in the grader."""

    name: str


class _ContainedProcess(ChildProcess):
    """A process that bubblewrap runs."""

    def meaning(self, code: int) -> int:
        """Return the exit code of the submission."""
        return bubblewrap.exit_code_within(code)


class SubmissionProcess:
    """A submission in its process; close() ends the process and all that it started."""

    def __init__(self, loadable: Loadable, limits: Limits) -> None:
        """Start the process, put up its walls, and load the submission."""
        self._limits = limits
        self.pid = 0  # of the submission's process
        # In the folder that the end of this process removes, whatever happens before.
        self._folder = Path(tempfile.mkdtemp(prefix="lab-", dir=place_of_check()))
        self._memory = memory_of_fixed_size(_MEMORY)
        self.timing = Timing(0, 0)  # of the last call, by the grader's clocks
        self.cpu_ms_of_calls = 0.0  # of all calls so far
        self.filling: Array | None = None  # what a call is filling at this moment
        self._spent = self._spent_before = 0.0
        self._cpu = self._at_rest = 0  # ns: at the last answer, and used between calls
        self._contained = not bubblewrap.why_not()
        try:
            self._arrays = SharedArrays(memoryview(mmap.mmap(self._memory, _MEMORY)))
            self._received = Received(self._arrays, _MEMORY)
            started = _ContainedProcess if self._contained else ChildProcess
            self._process = started(
                command(loadable, limits, self._folder, self._memory, _MEMORY),
                environment(loadable.folder),
                folder=loadable.folder,
                passes=(self._memory,),
                # Not on a disk, which may be full without the learner's fault.
                printed=os.fdopen(memory_file("printed"), "w+b"),
            )
            self.walls: dict[str, str] = self._begin()
            self._ask({"load": str(loadable.folder / loadable.entry)})
            self._cpu = cpu_ns(self.pid)
        except BaseException as error:
            if isinstance(error, EndedError):
                error.printed = self.printed
            self.close()
            raise

    def _begin(self) -> dict[str, str]:
        """Wait until the walls are up; no code of the submission runs before that."""
        try:
            standing: dict[str, str] = self._process.ask({"begin": True}, _START_S)["value"]
            pid = self._process.pid
            self.pid = bubblewrap.process_within(pid) if self._contained else pid
            self._end = ProcessEnd(self.pid)
        except (EndedError, OSError, LookupError, ValueError) as error:
            reason = error.reason if isinstance(error, EndedError) else str(error)
            raise InconclusiveError(
                f"The sandbox for a submission could not be made on this machine: {reason}"
            ) from None
        return standing

    def call(self, name: str, *arguments: object, functions: Functions | None = None) -> Any:  # noqa: ANN401
        """Call a function of the submission and return its answer; arrays are copies.

        functions: what it may call back, by name; `Function(name)` as an argument becomes that
        function.
        """
        self._arrays.used = 0
        self._arguments = [self._encoded(each) for each in arguments]
        answer = self._timed(name, functions or {})
        try:
            value = self._received.value(answer["value"])
        except _MALFORMED as error:
            raise EndedError(Status.FAILED, f"its answer can't be read: {error}") from None
        self._charge_late_work()
        return value

    def fill(
        self, name: str, arguments: list[object], shape: tuple[int, ...], *last: object
    ) -> Array:
        """Call a function that fills an array of int32, and return the array.

        Every element is -1 before the call, and the array is copied immediately after it.
        """
        self._arrays.used = 0
        self._arguments = [self._encoded(each) for each in arguments]
        out = self._arrays.reserve("int32", shape)
        self._arrays.view(out)[...] = -1
        self._arguments += [out, *(self._encoded(each) for each in last)]
        self.filling = self._arrays.view(out)
        try:
            self._timed(name, {})
        finally:
            self.filling = None
        filled = self._arrays.view(out).copy()
        self._charge_late_work()
        return filled

    def argument(self, index: int) -> Array:
        """Return an array that was an argument of the last call, as the call has left it."""
        return self._arrays.view(self._arguments[index]).copy()

    def touch(self, size: int) -> None:
        """Let it read the first bytes of the shared memory, which count as its memory from then."""
        self._ask({"touch": size})
        self._cpu = cpu_ns(self.pid)

    @property
    def printed(self) -> str:
        """What the submission has printed so far."""
        return self._process.said()

    def close(self) -> None:
        """End the process."""
        if hasattr(self, "_process"):
            self._process.stop()
        if hasattr(self, "_end"):  # bubblewrap's is over before the submission's is
            self._end.within(_END_S)
            self._end.close()
        os.close(self._memory)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _encoded(self, value: object) -> Any:  # noqa: ANN401
        if isinstance(value, Function):
            return {"function": value.name}
        return encode(value, self._arrays)

    def _timed(self, name: str, functions: Functions) -> dict[str, Any]:
        end = self._arrays.used  # what is called sees its arguments until it returns
        request = {"call": name, "arguments": self._arguments, "used": end}
        cpu, wall = cpu_ns(self.pid), time.perf_counter_ns()
        self._check_rest(cpu)
        answer = self._ask(request)
        questions = 0
        while "asks" in answer:
            questions += 1
            if questions > _MOST_QUESTIONS:
                raise EndedError(
                    Status.FAILED, f"it asked the grader {questions:,} times; too often"
                )
            self._arrays.used = end
            answer = self._continue(self._reply(answer, functions))
        self._cpu = cpu_ns(self.pid)
        self.timing = Timing(time.perf_counter_ns() - wall, self._cpu - cpu)
        return answer

    def _charge_late_work(self) -> None:
        """Add to the call what it did while its arrays were copied: it may have answered early."""
        late = cpu_ns(self.pid) - self._cpu
        self._cpu += late
        self.timing = Timing(self.timing.wall_ns + late, self.timing.cpu_ns + late)
        self.cpu_ms_of_calls += self.timing.cpu_ns / 1e6

    def _check_rest(self, cpu: int) -> None:
        """End a submission that works while others are timed: it would make them slower."""
        self._at_rest += cpu - self._cpu
        if self._at_rest > max(_MOST_AT_REST * cpu, _MOST_AT_REST_NS):
            raise EndedError(
                Status.FAILED,
                f"it used {self._at_rest / 1e9:.2f} s of CPU time after its answers. Which of its "
                f"threads goes on?",
            )

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        self._spent_before = self._spent
        return self._continue(request)

    def _continue(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send a request within the time that is left; the grader's own time does not count."""
        of_call = self._limits.seconds - (self._spent - self._spent_before)
        of_all = self._limits.all_seconds - self._spent
        began = time.monotonic()
        try:
            return self._process.ask(request, max(min(of_call, of_all), 0.0))
        except EndedError as ended:
            if ended.reason.startswith(_KILLED):
                check_cpu_limit(self._limits.cpu_seconds)
            if ended.status != Status.TIMEOUT:
                raise
            why = f"no answer within {self._limits.seconds:g} s"
            if of_all < of_call:
                why = f"its calls take more than {self._limits.all_seconds:g} s together"
            raise EndedError(Status.TIMEOUT, why) from None
        finally:
            self._spent += time.monotonic() - began

    def _reply(self, question: dict[str, Any], functions: Functions) -> dict[str, Any]:
        name = str(question["asks"])
        if name not in functions:
            raise EndedError(Status.FAILED, f"it asked for {name!r:.80}, which does not exist")
        began = time.thread_time()
        try:
            arguments = self._received.values(question["arguments"])
            value = functions[name](*arguments)
        except _MALFORMED as error:
            return self._received.refuse(f"{name}: {error}")
        finally:
            self._received.charge(time.thread_time() - began)
        return {"value": encode(value, self._arrays)}
