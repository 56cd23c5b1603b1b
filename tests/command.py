"""The `juliaset` command for tests: what it prints and its exit code, without its start-up time.

`COMMAND` is the command as a user starts it, for tests of signals, pipes and of the start itself.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from select import select

COMMAND = [sys.executable, "-P", "-c", "from juliaset.cli import main; main()"]
SERVER = Path(__file__).with_name("command_server.py")
PATIENCE_S = 200


class Server:
    """The process that forks; see command_server.py."""

    def __init__(self) -> None:
        """Start it."""
        self._folder = tempfile.TemporaryDirectory(prefix="juliaset-command-")
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(SERVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # a fork has no threads but its own
            bufsize=0,
        )

    def run(
        self, words: list[str], environment: dict[str, str], folder: Path
    ) -> subprocess.CompletedProcess[str]:
        """Run one command, and return when it has ended."""
        outputs = [Path(self._folder.name, name) for name in ("stdout", "stderr")]
        for output in outputs:
            output.write_bytes(b"")
        order = {"words": words, "environment": environment, "folder": str(folder)}
        paths = {output.name: str(output) for output in outputs}
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order | paths).encode() + b"\n")
        pid = self._answer()
        try:
            code = self._answer()
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise
        said = [output.read_text() for output in outputs]
        return subprocess.CompletedProcess(words, code, *said)

    def _answer(self) -> int:
        assert self._process.stdout
        if not select([self._process.stdout], [], [], PATIENCE_S)[0]:
            raise TimeoutError(f"the command has not ended after {PATIENCE_S} s")
        return int(self._process.stdout.readline())

    def end(self) -> None:
        """End it, and remove its files."""
        self._process.communicate()
        self._folder.cleanup()


@cache
def server() -> Server:
    return Server()


def juliaset(
    *words: str, folder: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `juliaset` with these words, and these variables besides those of the tests."""
    return server().run(list(words), {**os.environ, **environment}, folder or Path.cwd())


def end_server() -> None:
    """End the process behind the commands, if there was one."""
    if server.cache_info().currsize:
        server().end()
        server.cache_clear()
