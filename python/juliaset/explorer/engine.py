"""An engine: a process that computes what a page wants, where the newest wish wins.

One thread of the engine does all: it starts the process, sends jobs, passes answers on, and gives
up a process that does not stop. So answers keep their order. Other threads only leave wishes.
"""

import threading
from contextlib import suppress
from multiprocessing.connection import Pipe, wait

from juliaset.explorer.jobs import Answer, Job, Paint, Smooth
from juliaset.explorer.messages import Send, words_of
from juliaset.explorer.worker import PATIENCE_S, Worker
from juliaset.registry import get_kernel
from juliaset.system.processes import in_one_line

_LOOK_S = 0.02  # while something is overdue
_LONGEST_S = 1.0  # without a spare, a slow process is better than one that has yet to start


class Engine:
    """Computes for one panel; what it says comes from its own thread.

    `ask`, `stop`, `end` and `wait` may be called from any thread.
    """

    def __init__(self, say: Send) -> None:
        """Begin; a process starts with the first job."""
        self._say = say
        self._lock = threading.Lock()
        self._wishes: dict[type[Job], Job] = {}
        self._stops = self._closes = self._called = False
        self._worker: Worker | None = None
        self._spare: Worker | None = None
        self._complete: int | None = None  # the frame that is on the board
        self._hears, self._calls = Pipe(duplex=False)
        self._thread = threading.Thread(target=self._run, name="juliaset-engine", daemon=True)
        self._thread.start()

    def ask(self, job: Job) -> None:
        """Ask for a job: it replaces the one of its kind, and a picture replaces all."""
        with self._lock:
            if isinstance(job, Paint):
                self._wishes.clear()
            self._wishes[type(job)] = job
            self._wake()

    def stop(self) -> None:
        """Drop all wishes; the process stays."""
        with self._lock:
            self._wishes.clear()
            self._stops = True
            self._wake()

    def end(self) -> None:
        """Begin to end the processes."""
        with self._lock:
            self._closes = True
            self._wake()

    def wait(self) -> None:
        """Wait until they have ended, unless this is the engine's own thread."""
        if threading.current_thread() is not self._thread:
            self._thread.join()

    @property
    def is_alive(self) -> bool:
        """Whether its processes have yet to end."""
        return self._thread.is_alive()

    def _wake(self) -> None:
        """Let the engine's thread look; called with the lock."""
        if not self._called and not self._calls.closed:
            self._called = True
            self._calls.send_bytes(b"!")

    def _run(self) -> None:
        try:
            while not self._closes:
                try:
                    self._listen()
                    self._act()
                except MemoryError:
                    self._give_up_all("there is no memory")
                except Exception as error:  # noqa: BLE001 - the page is told, and goes on
                    self._give_up_all(words_of(error))
                self._wait()
        finally:
            for worker in filter(None, (self._worker, self._spare)):
                worker.end()
            with self._lock:
                self._hears.close()
                self._calls.close()

    def _wait(self) -> None:
        workers = [worker for worker in (self._worker, self._spare) if worker]
        overdue = any(worker.is_awaited for worker in workers)
        ready = wait(
            [self._hears, *(worker.connection for worker in workers)],
            timeout=_LOOK_S if overdue else None,
        )
        if self._hears in ready:
            with self._lock:
                self._hears.recv_bytes()
                self._called = False

    def _listen(self) -> None:
        for worker in (self._worker, self._spare):
            if worker is None:
                continue
            try:
                for answer in worker.reports():
                    if worker is self._worker:
                        self._pass_on(worker, answer)
            except (EOFError, OSError):
                self._lost(worker)

    def _pass_on(self, worker: Worker, answer: Answer) -> None:
        with self._lock:
            stale = self._stops or self._closes or self._replaced(worker)
        if stale:
            return
        if answer.content["type"] == "done" and isinstance(worker.job, Paint):
            self._complete = worker.job.id
        self._say(answer.content, worker.counts_of(answer) or answer.buffers)

    def _replaced(self, worker: Worker) -> bool:
        """Return whether a wish replaces what a process does; called with the lock."""
        other = not isinstance(worker.job, Smooth)  # the same frame has the same depths
        return Paint in self._wishes or (other and type(worker.job) in self._wishes)

    def _act(self) -> None:
        with self._lock:
            worker = self._worker
            stops = self._stops or (worker is not None and self._replaced(worker))
            self._stops = False
        if worker is not None and stops:
            worker.stop()
        if worker is not None and self._is_overdue(worker, self._wished()):
            self._give_up(worker)
        wished = self._wished()
        if wished is not None:
            try:
                self._begin(wished)
            except OSError as error:
                self._ended(f"no process can be started: {error}")

    def _wished(self) -> Job | None:
        with self._lock:
            return next(iter(self._wishes.values()), None)

    def _is_overdue(self, worker: Worker, wished: Job | None) -> bool:
        since = worker.asked_for_s(wished)
        if since is None:
            return False
        has_spare = self._spare is not None and self._spare.is_free
        return since > (PATIENCE_S if has_spare else _LONGEST_S)

    def _give_up(self, worker: Worker) -> None:
        """Replace a process that does not stop by the spare, and kill it unless it loads."""
        spare, self._complete = self._spare, None
        with self._lock:
            if worker.job and not (worker.is_stale or self._stops or self._replaced(worker)):
                self._wishes[type(worker.job)] = worker.job  # it never took what is still wanted
        if spare is not None and spare.is_free and worker.is_loading:
            self._worker, self._spare = spare, worker  # what it loads may be wanted again
            return
        worker.end()
        self._worker, self._spare = spare, None

    def _begin(self, job: Job) -> None:
        """Send a job if the process can take it."""
        if isinstance(job, Smooth) and job.id != self._complete:
            self._forget(job)
            words = f"frame {job.id} is not complete; allowed: the last one, when it is done"
            self._say({"type": "refused", "id": job.id, "message": words}, ())
            return
        if self._worker is None:
            self._worker = Worker()
        worker = self._choose(self._worker, job)
        if not worker.is_free:
            return
        if isinstance(job, Paint):
            self._complete = None
        try:
            worker.begin(job)
        except OSError:  # it has just ended, which its connection tells next
            return
        self._forget(job)
        if isinstance(job, Paint) and self._spare is None and not _has_flag(job):
            with suppress(OSError):  # then a process that does not stop is replaced more slowly
                self._spare = Worker()

    def _choose(self, worker: Worker, job: Job) -> Worker:
        """Return the process that has loaded a kernel, or loads it: this one, or the spare."""
        spare = self._spare
        if spare is None or not worker.is_free or not isinstance(job, Paint):
            return worker
        loaded = spare.is_free and job.setting in spare.loaded
        if job.setting in worker.loaded or not (loaded or spare.is_loading_for(job.setting)):
            return worker
        self._worker, self._spare, self._complete = spare, worker, None
        return spare

    def _give_up_all(self, words: str) -> None:
        """Begin anew, without what is wished: it would fail once more. It frees memory, too."""
        for worker in filter(None, (self._worker, self._spare)):
            worker.end()
        self._worker = self._spare = self._complete = None
        self._ended(words)

    def _forget(self, job: Job) -> None:
        with self._lock:
            if self._wishes.get(type(job)) is job:
                del self._wishes[type(job)]

    def _lost(self, worker: Worker) -> None:
        """Note that a process has ended by itself."""
        number = worker.job.id if worker.job else self._complete
        words = worker.end()
        if worker is self._spare:
            self._spare = None
            return
        self._worker = self._complete = None
        if worker.is_ready:
            about = {} if number is None else {"id": number}
            self._say({"type": "ended", **about, "message": in_one_line(words)}, ())
        else:
            self._ended(words)

    def _ended(self, words: str) -> None:
        """Drop what is wished: a process that can't start would not start next time either."""
        with self._lock:
            self._wishes.clear()
        with suppress(MemoryError):  # without memory even for this, the next job may find some
            self._say({"type": "ended", "message": in_one_line(words)}, ())


def _has_flag(job: Paint) -> bool:
    """Return whether a flag stops the kernel at once; others may need to be killed."""
    return get_kernel(job.setting.kernel).bind_stoppable is not None
