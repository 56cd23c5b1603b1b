"""The process of one submission: loads it behind its walls, and calls it when the grader says so.

It keeps no clock and knows no right answer: both are the grader's. It answers one line of JSON a
request, and arrays on the board.
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

from juliaset.grader.inside.confine import Walls
from juliaset.grader.inside.watchman import watch
from juliaset.grader.inside.words import Board, from_words, to_words

_LONGEST_TEXT = 100_000


class Grader:
    """What the submission's process hears from the grader, and says to it."""

    def __init__(self, requests: TextIO, answers: TextIO, board: Board) -> None:
        """Keep the two ends, and the board for values that do not fit into a line."""
        self._requests = requests
        self._answers = answers
        self.board = board
        self._number = 0

    def hear(self) -> dict[str, Any] | None:
        """Wait for the next request; None where there are no more."""
        line = self._requests.readline()
        if not line:
            return None
        request: dict[str, Any] = json.loads(line)
        self._number = request.pop("number")
        return request

    def say(self, answer: dict[str, Any]) -> None:
        """Answer the request that was heard last."""
        text = json.dumps(answer | {"number": self._number})
        if len(text) > _LONGEST_TEXT:
            text = json.dumps(
                {"number": self._number, "error": "its answer is too long", "status": "failed"}
            )
        self._answers.write(text + "\n")
        self._answers.flush()

    def function(self, name: str) -> Callable[..., object]:
        """Give a function that lives with the grader: a clock, a kernel under test."""

        def call(*arguments: object) -> object:
            words = [to_words(each, self.board) for each in arguments]
            self.say({"asks": name, "arguments": words})
            request = self.hear()
            if request is None:
                os._exit(0)
            if "refused" in request:
                raise ValueError(request["refused"])
            return _own(from_words(request["value"], self.board))

        call.__name__ = name
        return call


def _own(value: Any) -> Any:  # noqa: ANN401
    """Copy what lies on the board: the next answer may be put in its place."""
    return value.copy() if isinstance(value, np.ndarray) else value


def load(path: Path) -> dict[str, Any]:
    """Import the file, Python or compiled, under its own name."""
    spec = spec_from_file_location(path.name.partition(".")[0], path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} is no module")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return vars(module)


def load_kernel(words: dict[str, Any]) -> dict[str, Any]:
    """Open a kernel of C++ that the grader compiled, as a function that fills counts."""
    # Only here: a submission in Python must not find the rest of juliaset.
    from juliaset.native import library_kernel  # noqa: PLC0415
    from juliaset.problem import Problem  # noqa: PLC0415

    kernel = library_kernel(words["name"], Path(words["file"]), words["flavour"])

    def counts(xs: Any, ys: Any, c: complex, limit: int, out: Any, threads: int) -> None:  # noqa: ANN401, PLR0913
        chosen = threads if kernel.supports_threads else None
        kernel.bind(Problem(xs, ys, c, limit), out, flavour=words["flavour"], threads=chosen)()

    return {"counts": counts}


def serve(grader: Grader, order: dict[str, Any]) -> None:
    """Load, then call whatever is asked for."""
    names: dict[str, Any] = {}
    while (request := grader.hear()) is not None:
        try:
            if "load" in request:
                kernel = order.get("kernel")
                names = load_kernel(kernel) if kernel else load(Path(request["load"]))
                grader.say({"value": None})
            elif "touch" in request:
                grader.board.touch(request["touch"])
                grader.say({"value": None})
            else:
                answer(grader, names, request)
        except MemoryError:
            grader.say(
                {"error": "MemoryError: it asked for more than it may have", "status": "failed"}
            )
        except BaseException as error:  # noqa: BLE001 - sys.exit() of a submission is its answer too
            grader.say({"error": complaint(error), "status": "failed"})


def answer(grader: Grader, names: dict[str, Any], request: dict[str, Any]) -> None:
    """Call a function of the submission; arrays that it is to fill lie on the board already."""
    function = names.get(request["call"])
    if not callable(function):
        raise TypeError(f"there is no function {request['call']}()")
    grader.board.used = request["used"]
    arguments = [
        grader.function(each["function"])
        if isinstance(each, dict) and "function" in each
        else from_words(each, grader.board)
        for each in request["arguments"]
    ]
    value = function(*arguments)
    grader.say({"value": to_words(value, grader.board)})


def complaint(error: BaseException) -> str:
    """Say what was raised, and in which line of the submission."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).parent == Path.cwd()]
    where = f" (line {own[-1].lineno} of {Path(own[-1].filename).name})" if own else ""
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        # Nothing but what it prints goes into a file.
        return f"it printed more than it may{where}. Is there a print() in the innermost loop?"
    if isinstance(error, SyntaxError):
        where = f" (line {error.lineno})"
    return f"{type(error).__name__}: {error}{where}"[:2000]


def main() -> None:
    """Serve on what were stdin and stdout; a submission that prints, prints to stderr."""
    order = json.loads(sys.argv[1])
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # the last words before a crash, above all
    board = Board(memoryview(mmap.mmap(order["board"], order["board_size"])))
    readable = [Path(path) for path in order["readable"]]
    if order["pin"]:
        os.sched_setaffinity(0, order["pin"])
    grader = Grader(requests, answers, board)
    if order.get("kernel"):
        from juliaset import native  # noqa: F401, PLC0415 - before the walls stand
    walls = Walls(readable, order["seconds"], order["memory"])
    walls.raise_all(order["parent"])
    if not order.get("kernel"):
        watch(readable)
    sys.argv = ["submission"]
    grader.hear()
    grader.say({"value": walls.standing})
    serve(grader, order)
    # A thread of it that never ends must not keep the process.
    os._exit(0)


if __name__ == "__main__":
    main()
