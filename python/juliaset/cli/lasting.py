"""A contest whose files are written even if Ctrl-C comes twice, or standard output fails midway."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, redirect_stdout
from typing import IO, Any

from juliaset.cli.outputs import Outputs
from juliaset.system.signals import results_kept


@contextmanager
def lasting(outputs: Outputs) -> Iterator[None]:
    """Run a contest in here, and write what it measured.

    The reader of a pipe may leave after some lines, and a disk may be full: the contest goes on
    for its files if there are any, and the error is raised at the end.
    """
    with results_kept(), nullcontext() if outputs.nothing else going_on():
        yield


@contextmanager
def going_on() -> Iterator[None]:
    """Go on in here if standard output fails, and raise its error at the end."""
    screen = _Screen(sys.stdout)
    with redirect_stdout(screen):
        yield
        screen.flush()
    if screen.error is not None:
        raise screen.error


class _Screen:
    """Standard output until it fails, and then nothing."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.error: OSError | None = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - what a file has
        return getattr(self._file, name)

    def write(self, text: str) -> int:
        """Print, unless that has failed before."""
        if self.error is None:
            try:
                return self._file.write(text)
            except UnicodeEncodeError as error:  # a learner's name, in a language of one alphabet
                encoded = text.encode(error.encoding, "backslashreplace")
                return self.write(encoded.decode(error.encoding))
            except OSError as error:
                self.error = error
        return len(text)

    def flush(self) -> None:
        """Print what is buffered, unless that has failed before."""
        if self.error is None:
            try:
                self._file.flush()
            except OSError as error:
                self.error = error
