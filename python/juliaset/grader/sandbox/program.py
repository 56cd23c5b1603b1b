"""The process of a compiler: it puts up the walls, and becomes the compiler."""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from juliaset.grader.sandbox.walls import Walls

# Written to stderr when the walls stand: what comes after it is the compiler's.
READY = b"The sandbox is ready.\n"


def enter_sandbox(order: dict[str, Any], *, processes: bool) -> None:
    """Put up the walls for a compiler; processes: it may start programs."""
    paths = {
        name: [Path(path) for path in order[name]]
        for name in ("readable", "executable", "writable")
    }
    Walls(
        readable=paths["readable"],
        executable=paths["executable"] if processes else [],
        writable=paths["writable"],
        seconds=order["seconds"],
        memory=order["memory"],
        file_size=order["file_size"],
        open_files=256,
        processes=processes,
        uncontained=order["uncontained"],
    ).put_up(order["parent"])
    os.write(2, READY)


def main() -> None:
    """Start the ordered program behind walls."""
    order = json.loads(Path(sys.argv[1]).read_text())
    enter_sandbox(order, processes=True)
    # Python ignores these, and what a process ignores, the program that it becomes ignores too.
    for ignored in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(ignored, signal.SIG_DFL)
    os.execv(order["command"][0], order["command"])  # noqa: S606 - no shell is wanted
