"""How the commands compute tiles: the one place that knows which processes do it."""

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from juliaset.cli import options, result_files
from juliaset.cli.exit_codes import ExitCode, complain
from juliaset.cli.progress import TILES, Watch, watch
from juliaset.system.processes import in_one_line, shell_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from juliaset.cluster.team import Team
    from juliaset.mosaic import Mosaic, Progress

_FEW_TILES = 100  # they take less time than workers take to start

Workers = Annotated[
    int | None,
    options.number("--workers", "N", "Processes; one a core, 0 for no others than this."),
]
Scheduler = Annotated[
    str | None, options.option("--scheduler", "ADDRESS", "tls://HOST:PORT of a Dask scheduler.")
]
Tls = Annotated[
    Path | None, options.option("--tls", "DIR", "What `juliaset mosaic certificates` made.")
]
Insecure = Annotated[
    bool, typer.Option("--insecure", help="Allow tcp to another machine, which is not secure.")
]


@dataclass(frozen=True)
class Work:
    """What the options say about it.

    Attributes:
        kernel: The name of an exact kernel, or "best".
        threads: How many threads compute a tile; None is what the processes leave each.
        workers: How many processes on this machine; 0 is only this one, None depends on the mosaic.
        scheduler: The address of a scheduler that hands out the tiles instead.
        tls: The folder of certificates for it.
        insecure: Whether the address may be one of tcp on another machine.
    """

    kernel: str = "best"
    threads: int | None = None
    workers: int | None = None
    scheduler: str | None = None
    tls: Path | None = None
    insecure: bool = False

    def check(self) -> None:
        """Raise what is wrong before anything is written."""
        from juliaset.escape import escape_counts
        from juliaset.mosaic.computation import check_exact
        from juliaset.problem import Problem

        check_packages()
        check_exact(self.kernel)
        escape_counts(Problem.view(width=1), self.kernel, threads=self.threads)
        if self.scheduler is None and (self.tls or self.insecure):
            raise ValueError("--tls and --insecure are for --scheduler ADDRESS, which is missing")
        if self.workers is not None and self.scheduler is not None:
            raise ValueError("allowed: one of --workers and --scheduler")
        if self.workers == 0:
            return
        check_packages("distributed", "cryptography")
        if self.scheduler is not None:
            from juliaset.cluster.addresses import check_address

            check_address(self.scheduler, self.tls, insecure=self.insecure)
            if self.tls is not None:
                from juliaset.cluster.certificates import security_of

                security_of(self.tls)
        elif self.workers is not None:
            from juliaset.cluster.team import check_workers

            check_workers(self.workers)

    def compute(self, mosaic: "Mosaic", *, verify: bool = False) -> ExitCode:
        """Compute what is missing, and show how far it is."""
        from juliaset.cluster.errors import ClusterError
        from juliaset.terminal import say

        again = f"`juliaset mosaic resume {shell_word(mosaic.path)}` goes on with it"
        try:
            with self._team(mosaic) as team, watch(TILES) as shown:
                done = mosaic.compute(
                    self.kernel,
                    self._threads(team),
                    client=team and team.client,
                    report=_noting(shown),
                    verify=verify,
                )
        except KeyboardInterrupt:
            return complain(f"interrupted; {again}", ExitCode.INTERRUPTED)
        except BrokenPipeError:  # its reader is gone, and knows it
            raise
        except ClusterError as error:
            raise ClusterError(f"{error}; {again}") from None
        except OSError as error:
            raise OSError(f"{error}; {again}") from None
        spent = f", in {_spent(done)}" if done.computed else ""
        say(f"{done.computed:,} of {done.tiles:,} tiles were computed{spent}.")
        say(f"{result_files.named(mosaic.path)} is complete. Its digest is {mosaic.digest()}.")
        return ExitCode.DONE

    @contextmanager
    def _team(self, mosaic: "Mosaic") -> "Iterator[Team | None]":
        """Yield those who compute, and say who they are; None is this process."""
        from juliaset.terminal import say

        if self.scheduler is not None:
            from juliaset.cluster.remote import remote_team

            team = remote_team(self.scheduler, tls=self.tls, insecure=self.insecure)
        elif self.workers == 0 or (self.workers is None and not _is_worth_it(mosaic)):
            yield None
            return
        else:
            from juliaset.cluster.local import local_team

            team = local_team(self.workers)
        with team as found:
            words = f"Workers x threads: {found.workers} x {self._threads(found)}"
            if self.scheduler is None:
                words = f"{words}, on {found.cores} cores; {found.page} shows them at work."
            else:
                words = f"{words}, of {self.scheduler}; {found.page} there shows them at work."
            say(in_one_line(words))
            yield found

    def _threads(self, team: "Team | None") -> int | None:
        from juliaset.registry import get_kernel

        if team is None or self.threads is not None:
            return self.threads
        return team.threads if get_kernel(self.kernel).supports_threads else 1


def check_packages(*others: str) -> None:
    """Raise UnavailableError if a package is missing that a mosaic needs, or one of the others."""
    from juliaset.extras import check_installed
    from juliaset.kernel_type import UnavailableError
    from juliaset.mosaic.extra import check_extra

    try:
        check_extra()
        check_installed("a cluster", *others)
    except ModuleNotFoundError as error:
        raise UnavailableError(str(error)) from None


def _is_worth_it(mosaic: "Mosaic") -> bool:
    from juliaset.system.cores import usable_cores

    return usable_cores() > 1 and mosaic.missing().size >= _FEW_TILES


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
