"""How the commands compute tiles: the one place that knows which processes do it."""

from time import monotonic
from typing import TYPE_CHECKING

from juliaset.cli import options
from juliaset.cli.exit_codes import ExitCode, complain
from juliaset.cli.progress import TILES, Watch, watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from juliaset.mosaic import Mosaic, Progress


class Work:
    """What computes tiles: this process, with a kernel and its threads."""

    def __init__(self, kernel: str, threads: int | None) -> None:
        """Take what the options say."""
        self._kernel, self._threads = kernel, threads

    def check(self) -> None:
        """Raise what is wrong before anything is written."""
        from juliaset.escape import escape_counts
        from juliaset.mosaic.computation import check_exact
        from juliaset.problem import Problem

        check_packages()
        check_exact(self._kernel)
        escape_counts(Problem.view(width=1), self._kernel, threads=self._threads)

    def compute(self, mosaic: "Mosaic", *, verify: bool = False) -> ExitCode:
        """Compute what is missing, and show how far it is."""
        again = f"`juliaset mosaic resume {mosaic.path}` goes on with it"
        try:
            with watch(TILES) as shown:
                done = mosaic.compute(
                    self._kernel, self._threads, report=_noting(shown), verify=verify
                )
        except KeyboardInterrupt:
            return complain(f"interrupted; {again}", ExitCode.INTERRUPTED)
        except OSError as error:
            raise OSError(f"{error}; {again}") from None
        print(f"{done.computed:,} of {done.tiles:,} tiles were computed, in {_spent(done)}.")
        print(f"{options.named(mosaic.path)} is complete. Its digest is {mosaic.digest()}.")
        return ExitCode.DONE


def check_packages() -> None:
    """Raise UnavailableError if a package is missing that a mosaic needs."""
    from juliaset.kernel_type import UnavailableError
    from juliaset.mosaic.extra import check_extra

    try:
        check_extra()
    except ModuleNotFoundError as error:
        raise UnavailableError(str(error)) from None


def _noting(shown: Watch) -> "Callable[[Progress], None]":
    """Return what shows the progress of a computation, whose processes share what is left."""
    start = monotonic()

    def note(progress: "Progress") -> None:
        at_once = progress.seconds.total / max(monotonic() - start, 1e-9)
        left = progress.seconds_left / max(at_once, 1e-9)
        shown.note(progress.done, progress.tiles, progress.computed, left)

    return note


def _spent(done: "Progress") -> str:
    from juliaset.terminal import duration

    parts = {
        "arithmetic": done.seconds.arithmetic,
        "digests": done.seconds.digests,
        "compression": done.seconds.compression,
        "writing": done.seconds.writing,
    }
    return ", ".join(f"{duration(seconds)} of {name}" for name, seconds in parts.items())
