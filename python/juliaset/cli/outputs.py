"""What a measuring command leaves: the file of its contest, exports of it, and a saved contest."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from juliaset.cli import result_files
from juliaset.cli.exit_codes import ExitCode, complain

if TYPE_CHECKING:
    from juliaset.bench.record import Record


@dataclass(frozen=True)
class Outputs:
    """Where the record of a contest goes; `save` is a name in the history, maybe an empty one."""

    json: Path | None = None
    csv: Path | None = None
    md: Path | None = None
    pyperf: Path | None = None
    save: str | None = None

    def check(self) -> None:
        """Raise ValueError if something could not be written; called before the work."""
        asked = {f"--{name}": path for name, path in self._files().items() if path is not None}
        if len([name for name, path in asked.items() if path == result_files.STDOUT]) > 1:
            names = " and ".join(
                name for name, path in asked.items() if path == result_files.STDOUT
            )
            raise ValueError(f"{names} are both -; allowed: one of them, and a file for the other")
        places = [path.absolute() for path in asked.values() if path != result_files.STDOUT]
        if twice := [path for path in places if places.count(path) > 1]:
            raise ValueError(f"two options write to {str(twice[0])!r}; allowed: files that differ")
        if self.save is not None:
            from juliaset.bench.history import check_saving, folder

            check_saving(self.save, folder())

    @property
    def reserved(self) -> Path | None:
        """What is kept for a result: standard output, or nothing."""
        return result_files.STDOUT if result_files.STDOUT in self._files().values() else None

    @property
    def nothing(self) -> bool:
        """Whether the table on the screen is all that is left."""
        return self.save is None and not any(self._files().values())

    def write(self, record: "Record") -> None:
        """Write everything that was asked for, the complete record first.

        One that fails does not keep the others from being written: they are all that is left of
        what was measured. Then its error is raised; if several fail, the others are reported.
        """
        _note_revision(record)
        failures: list[Exception] = []
        for option, write in self._writers(record):
            try:
                write()
            except BrokenPipeError as error:  # the reader is gone, and knows it
                failures.append(error)
            except OSError as error:
                failures.append(OSError(f"{option} is not written: {error}"))
            except Exception as error:  # noqa: BLE001 - the first one is raised again
                failures.append(error)
        for failure in failures[1:]:
            complain(failure, ExitCode.USAGE)
        if failures:
            raise failures[0]

    def _writers(self, record: "Record") -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield what writes each output, with its option."""
        from juliaset.bench.exports import to_csv, to_markdown, to_pyperf
        from juliaset.bench.record_file import dumps

        forms = {"json": dumps, "csv": to_csv, "md": to_markdown, "pyperf": to_pyperf}
        for name, path in self._files().items():
            if path is not None:
                yield f"--{name}", partial(self._write_form, path, forms[name], record)
        if self.save is not None:
            yield "--save", partial(self._save, self.save, record)

    def _write_form(self, path: Path, form: Callable[["Record"], str], record: "Record") -> None:
        with result_files.messages_for(None if path == result_files.STDOUT else self.reserved):
            result_files.write(path, form(record))

    def _save(self, name: str, record: "Record") -> None:
        from juliaset.bench.history import folder, save

        path = save(record, name, folder())
        with result_files.messages_for(self.reserved):
            print(f"Saved as {result_files.named(path)}.")

    def _files(self) -> dict[str, Path | None]:
        return {"json": self.json, "csv": self.csv, "md": self.md, "pyperf": self.pyperf}


def _note_revision(record: "Record") -> None:
    """Note the revision of the user's folder, if what was measured is the user's."""
    from juliaset.machine import revision_of

    if any(row.toolchain in {"command", "own"} for row in record.variants):
        record.contest.revision = revision_of(Path())
