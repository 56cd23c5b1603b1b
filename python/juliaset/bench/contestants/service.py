"""The process behind a row or a problem: answers each request with one line of JSON.

What a user's code does, prints or breaks stays in here; the contest sees answers, or none.
"""

import errno
import json
import os
import signal
from collections.abc import Callable
from typing import Any, TextIO

from juliaset.bench.contestants.user_file import place_of
from juliaset.kernel_type import UnavailableError
from juliaset.problems.problem_error import ProblemError
from juliaset.system.memory import available
from juliaset.system.processes import confine

# What a request asks for, and the answer.
Respond = Callable[[dict[str, Any]], dict[str, Any]]
_PART_OF_MEMORY = 0.7


def serve_standard(respond: Respond, parent: int, most_output: int) -> None:
    """Serve on what were stdin and stdout; code that prints, prints to stderr.

    parent: the process with which this one ends. most_output: bytes of each file that it writes.
    """
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    # Ctrl-C is for the contest, which ends this process, even if it reaches all processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    room = int(available() * _PART_OF_MEMORY)
    confine([], parent, memory=room, file_size=most_output)
    _serve(respond, requests, answers, most_output)
    # A kernel's thread that never ends must not keep the process.
    os._exit(0)


def _serve(respond: Respond, requests: TextIO, answers: TextIO, most_output: int) -> None:
    """Answer until there are no more requests."""
    for line in requests:
        order = json.loads(line)
        number = {"number": order.pop("number")}
        try:
            answer = respond(order)
        except UnavailableError as error:
            answer = {"error": str(error), "status": "unavailable"}
        except Exception as error:  # noqa: BLE001 - the contest is told, and goes on
            answer = {"error": _complaint(error, most_output), "status": "failed"}
        print(json.dumps(answer | number), file=answers, flush=True)


def _complaint(error: Exception, most_output: int) -> str:
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return f"it wrote more than {most_output >> 20} MiB into a file, or printed so much"
    kind = "" if isinstance(error, ProblemError) else f"{type(error).__name__}: "
    return f"{kind}{error}"[:500] + place_of(error)
