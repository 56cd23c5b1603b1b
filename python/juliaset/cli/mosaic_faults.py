"""What `juliaset mosaic verify` finds in a mosaic, says and repairs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from juliaset.cli.exit_codes import ExitCode, complain
from juliaset.cli.progress import TILES, watch
from juliaset.system.processes import in_one_line, shell_word

if TYPE_CHECKING:
    from juliaset.cli.mosaic_work import Work
    from juliaset.mosaic import Mosaic


@dataclass
class _Found:
    """How many tiles were read, how many of them are broken, and how much else is wrong."""

    read: int = 0
    broken: int = 0
    others: int = 0


def verified(mosaic: "Mosaic") -> ExitCode:
    """Print what is wrong with a mosaic and how to mend it; return what that means."""
    found = _shown_faults(mosaic)
    store = shell_word(mosaic.path)
    if found.broken:
        print(f"`juliaset mosaic verify {store} --repair` computes them again.")
    if found.broken or found.others:
        return ExitCode.NO
    if missing := mosaic.layout.tiles - found.read:
        return complain(
            f"{missing:,} tiles are not computed; `juliaset mosaic resume {store}` computes them",
            ExitCode.NO_ANSWER,
        )
    return ExitCode.DONE


def repaired(mosaic: "Mosaic", work: "Work") -> ExitCode:
    """Compute what is broken or missing; print what is left, and return what that means."""
    from juliaset.mosaic.foreign import foreign_files

    found = _shown_faults(mosaic)
    if not found.broken and found.read == mosaic.layout.tiles:
        return ExitCode.NO if found.others else ExitCode.DONE
    work.check()
    code = work.compute(mosaic, verify=bool(found.broken))
    if code:
        return code
    # Rows of the record that say nothing are a fault only as long as tiles are missing.
    others = sum(1 for _ in foreign_files(mosaic.path, mosaic.layout, mosaic.record().done))
    left = f"{others:,}, which stay as they are" if others else "none"
    print(f"All tiles are as they should be. Faults that are left: {left}.")
    return ExitCode.NO if others else ExitCode.DONE


def _shown_faults(mosaic: "Mosaic") -> _Found:
    found = _Found()
    with watch(TILES) as shown:

        def note(done: int, total: int) -> None:
            found.read = done
            shown.note(done, total, done)

        for fault in mosaic.verify(note):
            found.broken += fault.tile is not None
            found.others += fault.tile is None
            shown.say(in_one_line(str(fault)))
    counts = f"{found.read:,}; broken: {found.broken:,}; other faults: {found.others:,}"
    print(f"Tiles that were read: {counts}.")
    return found
