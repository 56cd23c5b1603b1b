"""The process behind one row: loads a kernel, then answers each request with one line of JSON.

Whatever the kernel does, prints or breaks stays in here; the contest sees answers, or none.
"""

import errno
import json
import os
import signal
import sys
from typing import Any, TextIO

from juliaset.bench.contestants.loaded_kernel import LoadedKernel
from juliaset.bench.contestants.opened import place_of
from juliaset.kernel_type import UnavailableError
from juliaset.system.cores import bind_to
from juliaset.system.memory import available
from juliaset.system.processes import confine

_MOST_OUTPUT = 1 << 24  # bytes that a kernel may print
_PART_OF_MEMORY = 0.7


def serve(requests: TextIO, answers: TextIO, cores: list[int]) -> None:
    """Answer until there are no more requests; run on these cores if there are any."""
    loaded: LoadedKernel | None = None
    for line in requests:
        order = json.loads(line)
        number = {"number": order.pop("number")}
        try:
            if loaded is None:
                loaded = LoadedKernel(order)
                answer: dict[str, Any] = {"cold": loaded.cold}
                if cores:  # not before: processes that start together load on all cores
                    bind_to(cores)
            else:
                answer = loaded.run(order)
        except UnavailableError as error:
            answer = {"error": str(error), "status": "unavailable"}
        except Exception as error:  # noqa: BLE001 - the contest is told, and goes on
            answer = {"error": _complaint(error), "status": "failed"}
        print(json.dumps(answer | number), file=answers, flush=True)


def _complaint(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        most = _MOST_OUTPUT >> 20
        return f"it wrote more than {most} MiB into a file, or printed so much"
    return f"{type(error).__name__}: {error}"[:500] + place_of(error)


def main() -> None:
    """Serve on what were stdin and stdout; a kernel that prints, prints to stderr."""
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    # Ctrl-C is for the contest, which ends this process, even if it reaches all processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    room = int(available() * _PART_OF_MEMORY)
    confine([], int(sys.argv[2]), memory=room, file_size=_MOST_OUTPUT)
    serve(requests, answers, json.loads(sys.argv[1]))
    # A kernel's thread that never ends must not keep the process.
    os._exit(0)


if __name__ == "__main__":
    main()
