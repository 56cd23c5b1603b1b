"""The learner's workspace: my_labs/ of the course, with a copy of each lab that is begun."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from juliaset.course_folder import COURSE
from juliaset.grader.catalogue import Lab, all_labs, in_course_order
from juliaset.grader.verdict import Status, Verdict
from juliaset.system.files import part_of, write_whole
from juliaset.system.plain_files import UnfitFileError, check_plain, read_plain
from juliaset.system.processes import printable

_VARIABLE = "JULIASET_MY_LABS"
_OLD_VARIABLE = "JULIASET_DESK"
_PROGRESS = "progress.json"
_LARGEST = 1 << 20


def workspace_folder() -> Path:
    """Return the folder that JULIASET_MY_LABS names; my_labs/ of the course if it is not set."""
    named = os.environ.get(_VARIABLE) or os.environ.get(_OLD_VARIABLE)
    return Path(named or COURSE / "my_labs")


class Progress(Struct, frozen=True, omit_defaults=True):
    """What is known about a lab."""

    begun: str = ""
    status: Status | None = None
    checked: str = ""
    checks: Annotated[int, Meta(ge=0)] = 0
    hints: Annotated[int, Meta(ge=0)] = 0
    figures: dict[str, float | None] = {}
    model: dict[str, float | None] = {}  # figures of the model solution on this machine
    gave_up: str = ""  # when the solution was shown before a pass


@dataclass
class Workspace:
    """The folder in which a learner works."""

    folder: Path = field(default_factory=workspace_folder)

    def folder_of(self, lab: Lab) -> Path:
        """Return the folder for the learner's copy of a lab, whether there is one or not."""
        return self.folder / lab.name

    def file(self, lab: Lab) -> Path:
        """Return the file that the learner edits; raise ValueError if the lab is not begun."""
        path = self.folder_of(lab) / lab.start.name
        try:
            check_plain(path)
        except (FileNotFoundError, NotADirectoryError):
            raise _not_begun(lab) from None
        except UnfitFileError as error:
            raise ValueError(
                f"{short_path(path)} {error}; `juliaset lab reset {lab.number}` puts it aside, and "
                f"begins again"
            ) from None
        return path

    def begun(self, lab: Lab) -> bool:
        """Return whether there is a copy, or something else in its place."""
        return os.path.lexists(self.folder_of(lab) / lab.start.name)

    def begin(self, lab: Lab) -> Path:
        """Copy what the learner starts from; an existing copy is never overwritten."""
        if self.begun(lab):
            raise ValueError(
                f"lab {lab.number} is begun: {short_path(self.file(lab))}; its task: "
                f"{short_path(lab.folder / 'README.md')}; to begin again: juliaset lab reset "
                f"{lab.number}"
            )
        folder = self.folder_of(lab)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lay_out(lab)
        except OSError as error:
            raise ValueError(
                f"{short_path(folder)} can't be written: {error.strerror or error}; "
                f"`export {_VARIABLE}=~/my_labs` puts your copies elsewhere"
            ) from None
        self._note(lab, begun=_now())
        return folder / lab.start.name

    def reset(self, lab: Lab) -> Path:
        """Put the lab's start back; keep the learner's file next to it, and return where."""
        if not self.begun(lab):
            raise _not_begun(lab)
        path = self.folder_of(lab) / lab.start.name
        number = 1
        while os.path.lexists(kept := path.with_name(f"{path.stem}.kept{number}{path.suffix}")):
            number += 1
        path.rename(kept)
        self._lay_out(lab)
        # Beginning again does not undo that the solution has been seen.
        known = Progress(begun=_now(), gave_up=self.state(lab).gave_up)
        self._write(self._progress() | {lab.name: known})
        return kept

    def note(self, lab: Lab, verdict: Verdict) -> None:
        """Keep the verdict of a check; a lab that has passed once stays passed."""
        known = self.state(lab)
        status = Status.PASS if self.passed(lab) else verdict.status
        figures = verdict.figures if verdict.status == Status.PASS else known.figures
        checks = known.checks + 1
        self._note(lab, status=status, checked=_now(), checks=checks, figures=figures)

    def note_model(self, lab: Lab, figures: dict[str, float]) -> None:
        """Keep the figures of the lab's model solution on this machine."""
        self._note(lab, model=figures)

    def give_up(self, lab: Lab) -> None:
        """Keep that the solution was shown before a pass, unless there is one already."""
        if not self.passed(lab) and not self.state(lab).gave_up:
            self._note(lab, gave_up=_now())

    def next_hint(self, lab: Lab) -> tuple[int, str]:
        """Return the next hint and its number; the last one again when all have been seen."""
        hints = lab.hints
        number = min(self.state(lab).hints, len(hints) - 1)
        self._note(lab, hints=number + 1)
        return number + 1, hints[number]

    def state(self, lab: Lab) -> Progress:
        """Return what is known about a lab."""
        return self._progress().get(lab.name, Progress())

    def current(self) -> Lab:
        """Return the lab that is meant if none is named: the last one worked on, or the next one.

        That is, after a pass, the next one in the course that is not passed. After the last lab of
        the course it goes on with the first. A learner's file counts without any progress.json.
        """
        labs = in_course_order(all_labs())
        touched = [lab for lab in labs if self.begun(lab) or self.passed(lab)]
        here = labs.index(max(touched, key=self._worked_on, default=labs[0]))
        in_turn = labs[here:] + labs[:here]
        return next((lab for lab in in_turn if not self.passed(lab)), labs[-1])

    def passed(self, lab: Lab) -> bool:
        """Return whether a check of it has passed."""
        return self.state(lab).status == Status.PASS

    def _worked_on(self, lab: Lab) -> str:
        return max(self.state(lab).begun, self.state(lab).checked)

    def _lay_out(self, lab: Lab) -> None:
        """Copy the lab's files; a link instead of a file is replaced, not followed."""
        for path in [lab.start, *lab.given]:
            copy = self.folder_of(lab) / path.name
            part = part_of(copy)
            try:
                shutil.copy(path, part)
                part.replace(copy)
            finally:
                part.unlink(missing_ok=True)

    def _note(self, lab: Lab, **what: object) -> None:
        self._write(self._progress() | {lab.name: replace(self.state(lab), **what)})

    def _progress(self) -> dict[str, Progress]:
        try:
            text = read_plain(self._progress_file, _LARGEST)
            return msgspec.json.decode(text, type=dict[str, Progress])
        except (OSError, ValueError, RecursionError):
            return {}  # a broken file costs the ticks in a list, not any work

    def _write(self, progress: dict[str, Progress]) -> None:
        # If nothing can be kept, a verdict is still a verdict.
        with suppress(OSError, UnfitFileError):
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self._progress_file
            if path.exists():
                check_plain(path)  # a FIFO would block this command
            text = msgspec.json.format(msgspec.json.encode(progress), indent=1).decode()
            write_whole(path, text + "\n")

    @property
    def _progress_file(self) -> Path:
        """The file behind it, if the learner has put a link there."""
        return Path(os.path.realpath(self.folder / _PROGRESS))


def _not_begun(lab: Lab) -> ValueError:
    return ValueError(
        f"lab {lab.number} is not begun; type: juliaset lab start {lab.number} "
        f"(or name a file with --file)"
    )


def short_path(path: Path) -> str:
    """Return a path as the learner would type it."""
    try:
        return printable(str(path.relative_to(Path.cwd())))
    except ValueError:
        return printable(str(path))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
