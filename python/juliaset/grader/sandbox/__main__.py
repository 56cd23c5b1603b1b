"""The process of one submission: loads it in the sandbox, and calls it when the grader asks.

It keeps no clock and knows no right answer: both are the grader's. It answers each request with one
line of JSON, and puts arrays into shared memory.
"""

import errno
import json
import mmap
import os
import sys
import traceback
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from juliaset.grader.sandbox.audit_hook import install
from juliaset.grader.sandbox.walls import Walls
from juliaset.grader.sandbox.wire import SharedArrays, decode, encode

_LONGEST_TEXT = 100_000


class Connection:
    """The submission's end of the pipes and of the memory that it shares with the grader."""

    def __init__(self, requests: TextIO, answers: TextIO, arrays: SharedArrays) -> None:
        """Keep the two pipes, and the memory for values that do not fit into a line."""
        self._requests = requests
        self._answers = answers
        self.arrays = arrays
        self._number = 0

    def receive(self) -> dict[str, Any] | None:
        """Wait for the next request; return None if there are no more."""
        line = self._requests.readline()
        if not line:
            return None
        request: dict[str, Any] = json.loads(line)
        self._number = request.pop("number")
        return request

    def send(self, answer: dict[str, Any]) -> None:
        """Answer the request that was received last."""
        text = json.dumps(answer | {"number": self._number})
        if len(text) > _LONGEST_TEXT:
            text = json.dumps(
                {"number": self._number, "error": "its answer is too long", "status": "failed"}
            )
        self._answers.write(text + "\n")
        self._answers.flush()

    def function(self, name: str) -> Callable[..., object]:
        """Return a function that runs in the grader: a clock, a kernel under test."""

        def call(*arguments: object) -> object:
            self.send(
                {"asks": name, "arguments": [encode(each, self.arrays) for each in arguments]}
            )
            request = self.receive()
            if request is None:
                os._exit(0)
            if "refused" in request:
                raise ValueError(request["refused"])
            value = decode(request["value"], self.arrays)
            # The next answer may be put into the same place.
            return value.copy() if isinstance(value, np.ndarray) else value

        call.__name__ = name
        return call


def load(path: Path) -> dict[str, Any]:
    """Import a file, Python or compiled, under its own name, and return what it defines."""
    spec = spec_from_file_location(path.name.partition(".")[0], path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} isn't a module")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return vars(module)


def load_kernel(spec: dict[str, Any]) -> dict[str, Any]:
    """Open a kernel of C++ that the grader compiled, as a function that fills counts."""
    # Only here: a submission in Python must not find the rest of juliaset.
    from juliaset.native import library_kernel  # noqa: PLC0415
    from juliaset.problem import Problem  # noqa: PLC0415
    from juliaset.registry import get_kernel  # noqa: PLC0415

    if spec["file"]:
        kernel = library_kernel(spec["name"], Path(spec["file"]), spec["flavour"])
    else:  # one of ours, as a baseline
        kernel = get_kernel(spec["name"])

    def counts(xs: Any, ys: Any, c: complex, limit: int, out: Any, threads: int) -> None:  # noqa: ANN401, PLR0913
        chosen = threads if kernel.supports_threads else None
        kernel.bind(Problem(xs, ys, c, limit), out, flavour=spec["flavour"], threads=chosen)()

    return {"counts": counts}


def serve(connection: Connection, kernel: dict[str, Any] | None) -> None:
    """Load the submission, then call the functions for which the grader asks."""
    names: dict[str, Any] = {}
    while (request := connection.receive()) is not None:
        try:
            if "load" in request:
                names = load_kernel(kernel) if kernel else load(Path(request["load"]))
                connection.send({"value": None})
            elif "touch" in request:
                connection.arrays.touch(request["touch"])
                connection.send({"value": None})
            else:
                answer(connection, names, request)
        except MemoryError:
            connection.send(
                {"error": "MemoryError: it asked for more than it may have", "status": "failed"}
            )
        except BaseException as error:  # noqa: BLE001 - sys.exit() of a submission is its answer too
            connection.send({"error": complaint(error), "status": "failed"})


def answer(connection: Connection, names: dict[str, Any], request: dict[str, Any]) -> None:
    """Call a function of the submission; arrays that it fills are in the shared memory already."""
    function = names.get(request["call"])
    if not callable(function):
        raise TypeError(f"there is no function {request['call']}()")
    connection.arrays.used = request["used"]
    arguments = [
        connection.function(each["function"])
        if isinstance(each, dict) and "function" in each
        else decode(each, connection.arrays)
        for each in request["arguments"]
    ]
    value = function(*arguments)
    connection.send({"value": encode(value, connection.arrays)})


def complaint(error: BaseException) -> str:
    """Return what was raised, and in which line of the submission."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).parent == Path.cwd()]
    where = f" (line {own[-1].lineno} of {Path(own[-1].filename).name})" if own else ""
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        # Only what it prints goes into a file.
        return f"it printed more than it may{where}. Is there a print() in the innermost loop?"
    if isinstance(error, SyntaxError):
        where = f" (line {error.lineno})"
    return f"{type(error).__name__}: {error}{where}"[:2000]


def main() -> None:
    """Serve on what were stdin and stdout; what the submission prints goes to stderr."""
    order = json.loads(sys.argv[1])
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # the lines before a crash must not be lost
    arrays = SharedArrays(memoryview(mmap.mmap(order["memory_fd"], order["memory_size"])))
    readable = [Path(path) for path in order["readable"]]
    if order["pin"]:
        os.sched_setaffinity(0, order["pin"])
    connection = Connection(requests, answers, arrays)
    if order["kernel"]:
        from juliaset import native, registry  # noqa: F401, PLC0415 - before the walls stand
    walls = Walls(readable, order["seconds"], order["memory"])
    walls.put_up(order["parent"])
    if not order["kernel"]:
        install(readable)
    sys.argv = ["submission"]
    connection.receive()
    connection.send({"value": walls.standing})
    serve(connection, order["kernel"])
    # A thread of the submission that never ends must not keep the process alive.
    os._exit(0)


if __name__ == "__main__":
    main()
