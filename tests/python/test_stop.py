"""An array of the caller stops a call of any C++ kernel, whichever thread or process sets it."""

import gc
import mmap
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rows import POISON, Row, in_default_flavour, one_of_a_kind, parameters, slow_if

from juliaset import Problem, StoppedError, escape_counts
from juliaset.call_arrays import StopFlag
from juliaset.kernel_type import Gil

SETTER = Path(__file__).with_name("stop_setter.py")
PATIENCE = 60
WAIT = 0.02
SMALL = Problem.view(width=23, height=17, max_iterations=60)
# With c = 1/4 no point near 0 ever escapes, nor enters a trap; those of y = 100 do at once.
INSIDE, OUTSIDE = 0.1, 100.0
SQUARE = [INSIDE] * 40
UNEVEN = {
    "two_rows": [OUTSIDE, INSIDE],
    "first_rows": [INSIDE] * 3 + [OUTSIDE] * 60,
    "last_rows": [OUTSIDE] * 60 + [INSIDE] * 3,
}


class Alarm(Exception):  # noqa: N818
    """What a handler raises."""


def endless(ys: list[float], points: int = 40) -> Problem:
    """Return a problem that takes hours."""
    return Problem(np.linspace(-0.3, 0.3, points), np.array(ys), 0.25 + 0j, 2**31 - 1)


def of_cpp(row: Row) -> bool:
    return row.kernel.toolchain == "cpp"


def with_threads(row: Row) -> bool:
    return of_cpp(row) and row.kernel.supports_threads


@pytest.fixture(autouse=True)
def no_test_hangs() -> Iterator[None]:
    """Let a call that nothing stops end by an alarm, which a kernel hears in the main thread."""

    def ring(*_: object) -> None:
        raise TimeoutError(f"not stopped within {PATIENCE} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


class Setter:
    """Another process, and the byte that it shares with this one."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(bytes(1))
        with path.open("r+b") as file:
            self.memory = mmap.mmap(file.fileno(), 1)
        self.process = subprocess.Popen(
            [sys.executable, SETTER, path], stdin=subprocess.PIPE, text=True
        )

    def flag(self, order: str) -> StopFlag:
        """Return the array, which is 0, and will be 1 as soon as the order has been obeyed."""
        self.memory[0] = 0
        assert self.process.stdin
        self.process.stdin.write(f"{order}\n")
        self.process.stdin.flush()
        return np.frombuffer(self.memory, np.uint8)

    def end(self) -> None:
        self.process.communicate()
        assert self.process.returncode == 0
        self.memory.close()  # raises if an array still shows it


@pytest.fixture(scope="module")
def setter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setter]:
    """One for all tests, because starting it costs more than they do."""
    one = Setter(tmp_path_factory.mktemp("setter") / "byte")
    yield one
    gc.collect()  # tracebacks of what was raised have names for the arrays
    one.end()


def check_stops(row: Row, problem: Problem, stop: StopFlag, **options: Any) -> None:  # noqa: ANN401
    """Call until `stop` is set, and see that the next call is as right as the first one."""
    options = {"kernel": row.kernel.name, "flavour": row.flavour, **options}
    out = np.full(problem.shape, POISON, np.int32)
    with pytest.raises(StoppedError, match=f"{row.kernel.name} was stopped by the array"):
        escape_counts(problem, out=out, stop=stop, **options)
    assert stop[0] == 1
    expected = escape_counts(SMALL, row.kernel.name, row.flavour)
    never = np.zeros(1, np.uint8)
    assert np.array_equal(escape_counts(SMALL, stop=never, **options), expected)
    assert never[0] == 0


@pytest.mark.parametrize("row", parameters(of_cpp))
def test_another_thread_stops_it(row: Row) -> None:
    stop = np.zeros(1, np.uint8)
    timer = threading.Timer(WAIT, stop.fill, [1])
    timer.start()
    check_stops(row, endless(SQUARE), stop)
    timer.join()


@pytest.mark.parametrize("gil", ["held", "released"])
@pytest.mark.parametrize("row", parameters(of_cpp))
def test_another_process_stops_it(setter: Setter, row: Row, gil: Gil) -> None:
    check_stops(row, endless(SQUARE), setter.flag(f"{WAIT}"), gil=gil)


@pytest.mark.parametrize("points", [1, 100_000])
@pytest.mark.parametrize("row", one_of_a_kind(of_cpp))
def test_one_pixel_and_one_long_row(setter: Setter, row: Row, points: int) -> None:
    check_stops(row, endless([INSIDE], points), setter.flag(f"{WAIT}"), gil="held")


@pytest.mark.parametrize("shape", UNEVEN)
@pytest.mark.parametrize("row", slow_if(lambda row: row.flavour != "O3", parameters(with_threads)))
def test_one_thread_waits_for_another(setter: Setter, row: Row, shape: str) -> None:
    for threads in (1, 2, 3):
        flag = setter.flag(f"{WAIT}")
        check_stops(row, endless(UNEVEN[shape], 3), flag, threads=threads)


@pytest.mark.parametrize("row", parameters(of_cpp))
def test_a_set_flag_stops_a_call_before_it_begins(row: Row) -> None:
    for number in (1, 255):
        stop = np.full(1, number, np.uint8)
        stop.flags.writeable = False
        out = np.full(SMALL.shape, POISON, np.int32)
        with pytest.raises(StoppedError):
            escape_counts(SMALL, row.kernel.name, row.flavour, out=out, stop=stop)
        assert (out == POISON).all()


@pytest.mark.parametrize("row", one_of_a_kind(of_cpp))
def test_calls_in_other_threads_are_stopped_one_by_one(row: Row) -> None:
    stops = [np.zeros(1, np.uint8) for _ in range(3)]
    ended = [threading.Event() for _ in stops]

    def call(number: int) -> None:
        with pytest.raises(StoppedError):
            escape_counts(endless(SQUARE), row.kernel.name, row.flavour, stop=stops[number])
        ended[number].set()

    team = [threading.Thread(target=call, args=[number], daemon=True) for number in range(3)]
    for thread in team:
        thread.start()
    for number in (1, 0, 2):
        running = [event for event in ended if not event.is_set()]
        stops[number][0] = 1
        assert ended[number].wait(PATIENCE)
        assert sum(not event.is_set() for event in running) == len(running) - 1
    for thread in team:
        thread.join()


@pytest.mark.parametrize("gil", ["held", "released"])
@pytest.mark.parametrize("error", [Alarm, StoppedError])
@pytest.mark.parametrize("row", one_of_a_kind(of_cpp))
def test_a_signal_and_the_flag_together(
    setter: Setter, row: Row, error: type[Exception], gil: Gil
) -> None:
    rings = []

    def ring(number: int, _frame: object) -> None:
        rings.append(number)
        if error is Alarm:
            raise Alarm

    before = signal.signal(signal.SIGUSR1, ring)
    try:
        flag = setter.flag(f"{WAIT} {int(signal.SIGUSR1)}")
        with pytest.raises(error):
            escape_counts(endless(SQUARE), row.kernel.name, row.flavour, gil, stop=flag)
        while not flag[0]:  # the signal may end the call first
            time.sleep(0.001)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert rings == [signal.SIGUSR1]


@pytest.mark.parametrize("row", one_of_a_kind(of_cpp))
def test_a_call_keeps_the_shared_memory_alive(row: Row) -> None:
    memory = mmap.mmap(-1, 1)
    out = np.empty(SMALL.shape, np.int32)
    stop = np.frombuffer(memory, np.uint8)
    call = row.kernel.bind(SMALL, out, flavour=row.flavour, stop=stop)
    del stop
    with pytest.raises(BufferError):
        memory.close()
    call()
    memory[0] = 1
    with pytest.raises(StoppedError):
        call()
    del call
    gc.collect()
    memory.close()


@pytest.mark.parametrize("row", parameters(lambda row: in_default_flavour(row) and not of_cpp(row)))
def test_other_kernels_have_no_such_array(row: Row) -> None:
    with pytest.raises(ValueError, match=r"cannot be stopped by an array; stop= is for cpp\.\*"):
        escape_counts(SMALL, row.kernel.name, stop=np.zeros(1, np.uint8))
