"""The grader's end of a submission's process: it sends inputs, holds the clock, reads answers."""

import json
import mmap
import os
import site
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from juliaset.bench.foreign import work_folder
from juliaset.bench.process import EndedError, Process
from juliaset.bench.rounds import Timing
from juliaset.labs.inside.words import Array, Board, from_words, to_words

Functions = Mapping[str, Callable[..., object]]

_BOARD = 1 << 28
_MOST_QUESTIONS = 200_000
_CPU_CLOCK = 0b010  # how Linux numbers the CPU clock of a process: CPUCLOCK_SCHED
_INSIDE = Path(__file__).parent / "inside"
_ALONE = """
import sys
sys.path[:0] = {paths!r}
from juliaset.labs.inside.__main__ import main
main()
"""


@dataclass(frozen=True)
class Loadable:
    """What a process can load: a file of Python, or a compiled one; or a kernel, by its words."""

    folder: Path
    entry: str
    kernel: dict[str, Any] | None = None

    @classmethod
    def of_kernel(cls, words: dict[str, Any]) -> "Loadable":
        """Give a kernel of the registry, with an empty folder to stand in."""
        return cls(Path(tempfile.mkdtemp(dir=work_folder())), "", words)


@dataclass(frozen=True)
class Limits:
    """What a submission may take."""

    seconds: float = 20.0  # for one call
    cpu_seconds: int = 300
    memory: int = 1 << 30
    threads: int = 1


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


class Pupil:
    """A submission in its process; close() ends it, and all that it started."""

    def __init__(self, loadable: Loadable, limits: Limits) -> None:
        """Start it, put up its walls, and load it."""
        self._limits = limits
        self._memory = os.memfd_create("board")
        os.ftruncate(self._memory, _BOARD)
        self._map = mmap.mmap(self._memory, _BOARD)
        self.board = Board(memoryview(self._map))
        self._shelter = tempfile.TemporaryDirectory(prefix="juliaset-lab-")
        self.wall_ns = self.cpu_ns = 0
        try:
            self._process = self._start(loadable)
            self.walls: dict[str, str] = self._ask({"begin": True})["value"]
            entry = str(loadable.folder / loadable.entry)
            self.names: list[str] = self._ask({"load": entry})["value"]
        except BaseException:
            self.close()
            raise

    def _start(self, loadable: Loadable) -> Process:
        alone = loadable.kernel is None
        paths = [_shelter(Path(self._shelter.name))] if alone else []
        program = _ALONE.format(paths=paths)
        cores = sorted(os.sched_getaffinity(0))
        order = {
            "board": self._memory,
            "board_size": _BOARD,
            "parent": os.getpid(),
            "pin": cores[-1:] if self._limits.threads == 1 else [],
            "readable": [str(path) for path in _readable(self._shelter.name, alone=alone)],
            "writable": [str(loadable.folder)],
            "seconds": self._limits.cpu_seconds,
            "memory": self._limits.memory,
            "kernel": loadable.kernel,
        }
        flags = ["-I", "-S"] if alone else ["-I"]
        command = [sys.executable, *flags, "-B", "-c", program, json.dumps(order)]
        return Process(
            command, _environment(loadable.folder), folder=loadable.folder, passes=(self._memory,)
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
                raise EndedError("failed", f"it asked the grader {questions:,} times; too often")
            answer = self._ask(self._reply(answer, functions or {}))
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
        return time.clock_gettime_ns(~self._process.pid << 3 | _CPU_CLOCK)

    def threads(self) -> dict[int, "Charged"]:
        """Give what Linux has charged each of its threads so far."""
        found = {}
        for thread in Path(f"/proc/{self._process.pid}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
                ran, queued, _ = (thread / "schedstat").read_text().split()
                status = (thread / "status").read_text()
                slept = int(status.partition("\nvoluntary_ctxt_switches:")[2].split()[0])
                found[int(thread.name)] = Charged(int(ran) / 1e9, int(queued) / 1e9, slept)
        return found

    def touch(self, size: int) -> None:
        """Let it look at so much of the board: arrays that lie there count as its memory then."""
        self._ask({"touch": size})

    def forget_peak(self) -> bool:
        """Let the peak of its memory begin anew; False where Linux does not let us."""
        try:
            Path(f"/proc/{self._process.pid}/clear_refs").write_text("5")
        except OSError:
            return False
        return True

    def memory(self, what: str) -> int:
        """Give VmRSS or VmHWM of the process in bytes; OSError where Linux does not tell."""
        status = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        found = [line for line in status if line.startswith(f"{what}:")]
        if not found:
            raise OSError(f"/proc/.../status has no {what} here")
        return int(found[0].split()[1]) * 1024

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
        return self._process.ask(request, self._limits.seconds)

    def _reply(self, answer: dict[str, Any], functions: Functions) -> dict[str, Any]:
        name = answer["asks"]
        if name not in functions:
            raise EndedError("failed", f"it asked for {name!r}, which is not there")
        try:
            arguments = [_copied(from_words(each, self.board)) for each in answer["arguments"]]
            value = functions[name](*arguments)
        except (ValueError, TypeError, ArithmeticError) as error:
            return {"refused": f"{name}: {error}"}
        self.board.wipe()
        return {"value": to_words(value, self.board)}

    def _value(self, answer: dict[str, Any]) -> Any:  # noqa: ANN401
        try:
            return _copied(from_words(answer["value"], self.board))
        except (ValueError, KeyError, TypeError) as error:
            raise EndedError("failed", f"its answer can't be read: {error}") from None


@dataclass(frozen=True)
class Function:
    """An argument that is a function of the grader's."""

    name: str


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


def _environment(folder: Path) -> dict[str, str]:
    """Give all that a submission sees of an environment: one thread for BLAS, no secrets."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
        # A thread that waits for the others must not look as if it worked.
        "OMP_WAIT_POLICY": "passive",
    }


def _shelter(folder: Path) -> str:
    """Lay out what `import` finds beside the standard library: NumPy, and what runs inside."""
    numpy = Path(np.__file__).parent
    for path in (numpy, numpy.with_name("numpy.libs")):
        if path.exists():
            (folder / path.name).symlink_to(path)
    inside = folder / "juliaset" / "labs"
    inside.mkdir(parents=True)
    for package in (inside, inside.parent):
        (package / "__init__.py").write_text("")
    (inside / "inside").symlink_to(_INSIDE)
    folder.chmod(0o755)
    return str(folder)


def _readable(shelter: str, *, alone: bool) -> list[Path]:
    """Name what a process may read: Python, NumPy, the system's libraries."""
    numpy = Path(np.__file__).parent
    paths = [
        *(Path(shelter), _INSIDE, numpy, numpy.with_name("numpy.libs")),
        *(Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")),
        *(Path(sys.base_prefix) / "lib", Path(sys.executable)),
        *map(Path, ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache")),
        *map(Path, ("/usr/share/zoneinfo", "/etc/localtime", "/dev/null", "/dev/urandom")),
        *map(Path, ("/proc/self/status", "/sys/devices/system/cpu")),
    ]
    if not alone:
        # The rest of juliaset, for what opens a kernel: C++ has no way to open files here.
        paths += [Path(path) for path in site.getsitepackages()]
        paths += [Path(__file__).parents[2]]
    return [path for path in dict.fromkeys(paths) if path.exists()]
