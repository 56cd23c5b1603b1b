"""The process of one submission: loads it in the sandbox, and calls it when the grader asks.

It keeps no clock and knows no right answer: both are the grader's. It answers each request with one
line of JSON, and puts arrays into shared memory.
"""

import errno
import gc
import os
import sys
import traceback
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from juliaset.grader.sandbox.compiled import load_all
from juliaset.grader.sandbox.connection import Connection, connect
from juliaset.grader.sandbox.wire import decode, encode

Names = dict[str, Any]


def load(path: Path) -> Names:
    """Import a file, Python or compiled, under its own name, and return what it defines."""
    spec = spec_from_file_location(path.name.partition(".")[0], path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} isn't a module")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return vars(module)


def serve(connection: Connection, load_it: Callable[[Path], Names]) -> None:
    """Load the submission, then call the functions for which the grader asks."""
    names: Names = {}
    while (request := connection.receive()) is not None:
        try:
            if "load" in request:
                names = load_it(Path(request["load"]))
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


def answer(connection: Connection, names: Names, request: dict[str, Any]) -> None:
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


def enter_sandbox(order: dict[str, Any]) -> dict[str, str]:
    """Put up the walls, and return which stand; forget what put them up."""
    from juliaset.grader.sandbox.walls import Walls  # noqa: PLC0415 - a submission needs none of it

    walls = Walls(
        readable=[Path(path) for path in order["readable"]],
        seconds=order["seconds"],
        memory=order["memory"],
        threads=order["threads"],
        programs=order["programs"],
        uncontained=order["uncontained"],
    )
    walls.put_up(order["parent"])
    for name in ("walls", "landlock", "seccomp"):
        _forget(f"juliaset.grader.sandbox.{name}")
    _forget("juliaset._walls")
    return walls.standing


def _forget(module: str) -> None:
    package, _, name = module.rpartition(".")
    delattr(sys.modules[package], name)
    del sys.modules[module]


def main() -> None:
    """Serve on what were stdin and stdout; what the submission prints goes to stderr."""
    from juliaset.grader.sandbox.audit_hook import install  # noqa: PLC0415 - forgotten below

    order, connection = connect()
    load_it = load
    if order["kernel"]:
        # Only here: it brings ctypes, with which a submission in Python could call any address.
        from juliaset.grader.sandbox.kernel import open_kernel  # noqa: PLC0415

        load_it = open_kernel
    if not order["programs"]:
        load_all()
    standing = enter_sandbox(order)
    if not order["kernel"]:
        install([Path(path) for path in order["readable"]], threads=order["threads"])
    del install
    _forget("juliaset.grader.sandbox.audit_hook")  # whose words could be changed
    gc.collect()  # what put up the walls
    sys.argv = ["submission"]
    connection.receive()
    connection.send({"value": standing})
    serve(connection, load_it)
    # A thread of the submission that never ends must not keep the process alive.
    os._exit(0)
