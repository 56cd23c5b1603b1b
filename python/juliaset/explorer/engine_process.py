"""The process of an engine: takes jobs, reports what it computes, and compares when it is idle.

The newest job is the one that counts: `turns` stops all others. What a kernel breaks in here, the
engine notices by the end of the process.
"""

import os
import signal
from contextlib import suppress
from multiprocessing.connection import Connection

from juliaset.explorer.board import Board
from juliaset.explorer.calls import Calls
from juliaset.explorer.figures import Comparison, Figures
from juliaset.explorer.frame import Frame, paint
from juliaset.explorer.jobs import Answer, Job, News, Paint, Report, Setting, Smooth, State
from juliaset.explorer.messages import words_of
from juliaset.explorer.overlays import OVERLAYS
from juliaset.explorer.turns import StaleError, Turns
from juliaset.images.colours import places
from juliaset.kernel_type import StoppedError
from juliaset.registry import kernels

_IDLE_S = 0.15  # without a job, before a frame is compared


def serve(memory: memoryview, descriptor: int) -> None:
    """Answer until there are no more requests."""
    # Threads that have finished leave their cores to the browser, which shows what they computed.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the engine, which ends this
    _EngineProcess(Board(memory), Connection(descriptor)).serve()


class _EngineProcess:
    """What the process knows: the kernels that it has loaded, and the last frame."""

    def __init__(self, board: Board, connection: "Connection[Report, tuple[int, Job]]") -> None:
        self._board, self._connection = board, connection
        self._turns = Turns(board)
        self._calls = Calls(board, self._turns)
        self._comparison = Comparison(board, self._turns, self._calls)
        self._frame: Frame | None = None
        self._compared = True

    def serve(self) -> None:
        """Take jobs, until the engine is gone."""
        kernels()
        with suppress(EOFError, ConnectionError):
            self._connection.send(News(State.READY, 0))
            while True:
                if not self._compared:
                    with suppress(StaleError, StoppedError):
                        self._compare_when_idle()
                number, job = self._connection.recv()
                self._turns.take(number)
                self._report(State.TAKEN)
                self._do(job)
                self._report(State.FREE)

    def _do(self, job: Job) -> None:
        try:
            self._turns.check()
            if isinstance(job, Paint):
                self._paint(job)
            elif isinstance(job, Smooth):
                self._smooth(job)
            else:
                with self._turns.stoppable():
                    content, found = OVERLAYS[type(job)](job)
                self._answer(content, found)
        except StaleError:
            return
        except BaseException as error:  # noqa: BLE001 - whatever a kernel raises
            if not (isinstance(error, StoppedError) and self._turns.stale):
                self._refuse(job, error)

    def _paint(self, job: Paint) -> None:
        self._frame, self._compared = None, True
        self._load(job.setting)
        loaded = self._calls.loaded(job.setting)
        frame = Frame(job, loaded.kernel, loaded.threads)
        paint(frame, self._calls, self._board, self._tell)
        self._frame, self._compared = frame, False
        self._answer(frame.in_words(self._board))

    def _smooth(self, job: Smooth) -> None:
        frame = self._frame
        if frame is None or frame.job.id != job.id:
            raise ValueError(f"frame {job.id} is no longer here")
        with self._turns.stoppable():
            found = places(frame.counts(self._board), frame.job.problem.max_iterations).tobytes()
        self._answer({"type": "depths", "id": job.id}, found)

    def _compare_when_idle(self) -> None:
        """Compare the last frame, unless a job comes first."""
        with self._turns.stoppable():
            if self._frame is None or self._connection.poll(_IDLE_S):
                return
        try:
            found = self._comparison.of(self._frame)
        except StoppedError:
            raise
        except Exception as error:  # noqa: BLE001 - the page is told, and goes on
            found = Figures(notes=[words_of(error)])
        self._compared = True
        self._answer(found.in_words(self._frame), *([found.bits] if found.bits else []))

    def _load(self, setting: Setting) -> None:
        if not self._calls.is_loaded(setting):
            self._report(State.LOADING)
            self._calls.loaded(setting)
            self._report(State.LOADED)
            self._turns.check()

    def _refuse(self, job: Job, error: BaseException) -> None:
        self._answer({"type": "refused", "id": job.id, "message": words_of(error)})

    def _tell(self, content: dict[str, object], place: slice) -> None:
        self._connection.send(Answer(self._turns.number, content, counts=place))

    def _answer(self, content: dict[str, object], *buffers: bytes) -> None:
        self._connection.send(Answer(self._turns.number, content, buffers))

    def _report(self, state: State) -> None:
        self._connection.send(News(state, self._turns.number))
