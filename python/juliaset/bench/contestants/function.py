"""A function of this process as a contestant."""

import gc
import time
from collections.abc import Callable
from typing import Any

from juliaset.bench.contestants.child import EndedError
from juliaset.bench.contestants.first_call import FirstCall
from juliaset.bench.contestants.memo import memos_in
from juliaset.bench.contestants.never_ran import drop, never_ran
from juliaset.bench.record import Status
from juliaset.bench.rounds import Timing
from juliaset.system.cores import core_numbers
from juliaset.system.cpu_time import cpu_seconds
from juliaset.system.processes import readable
from juliaset.system.run_delay import threads_of, waited_ns

Function = Callable[[], object]


class FunctionContestant:
    """A function of this process."""

    def __init__(self, function: Function, check: Callable[[Any], object] | None) -> None:
        """Keep the function, and the check of its answers."""
        self._function = function
        self._check = check
        self._memos = memos_in(function)
        self._calls = 0
        self._first_call = FirstCall()

    def begin(self) -> None:
        """Do nothing: it runs in this process."""

    def open(self) -> None:
        """Call it once, because first calls cost more."""
        if not self._calls:
            self.sample(1)

    def sample(self, calls: int) -> Timing:
        """Time some calls without the garbage collector, and check the last answer."""
        function, answer = self._function, None
        counts = [memo.count() for memo in self._memos]
        collecting = gc.isenabled()
        gc.disable()
        try:
            threads = threads_of()
            cpu, wall = cpu_seconds(), time.perf_counter_ns()
            for _ in range(calls):
                answer = function()
            wall, cpu = time.perf_counter_ns() - wall, cpu_seconds() - cpu
            waited = waited_ns(threads, threads_of(), len(core_numbers()))
        except (Exception, SystemExit) as error:
            raise EndedError(Status.FAILED, _in_words(error)) from error
        finally:
            if collecting:
                gc.enable()
        for memo, before in zip(self._memos, counts, strict=True):
            memo.add(before, first=not self._calls)
        self._refuse_what_never_ran(answer)
        self._checked(answer)
        waited_each = None if waited is None else waited / calls
        timing = Timing(wall / calls, cpu * 1e9 / calls, waited_ns=waited_each)
        self._first_call.add(timing)
        self._calls += calls
        return timing

    def close(self) -> None:
        """Do nothing: nothing is open."""

    @property
    def note(self) -> str:
        """What makes its time doubtful: a memo that stayed warm, or one long first call."""
        found = [note for memo in self._memos if (note := memo.note(self._calls - 1))]
        return "; ".join(found) or self._first_call.note

    def _refuse_what_never_ran(self, answer: object) -> None:
        function = getattr(self._function, "__name__", "f")
        complaint = never_ran(answer, function if function.isidentifier() else "f")
        if complaint:
            drop(answer)
            raise EndedError(Status.FAILED, f"it returned {complaint}")

    def _checked(self, answer: object) -> None:
        if self._check is None:
            return
        try:
            right = self._check(answer)
            wrong = right is not None and not right
        except AssertionError as error:
            raise EndedError(Status.WRONG, _text(str, error) or "its check failed") from error
        except Exception as error:
            raise EndedError(Status.FAILED, f"its check raised {_in_words(error)}") from error
        if wrong:
            raise EndedError(Status.WRONG, f"its check said no to {_text(repr, answer)[:200]}")


def _in_words(error: BaseException) -> str:
    return f"{type(error).__name__}: {_text(str, error)}"


def _text(function: Callable[[object], str], about: object) -> str:
    """Return the object's str() or repr(), which may raise like anything that a user writes."""
    try:
        return readable(function(about))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the row is told, and goes on
        return f"(its {function.__name__}() raised {type(error).__name__})"
