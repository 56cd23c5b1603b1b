"""The learner's desk: my_labs/ in the checkout, with a copy of each lab that is begun."""

import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from juliaset.grader.shelf import CHECKOUT, Lab, labs
from juliaset.grader.verdict import Status, Verdict
from juliaset.system.files import write_whole

_ELSEWHERE = "JULIASET_DESK"
_PROGRESS = "progress.json"


def desk_folder() -> Path:
    """Give my_labs/ of the checkout, or what JULIASET_DESK names instead."""
    return Path(os.environ.get(_ELSEWHERE) or CHECKOUT / "my_labs")


@dataclass
class Desk:
    """Where a learner works."""

    folder: Path = field(default_factory=desk_folder)

    def place(self, lab: Lab) -> Path:
        """Where the learner's copy of a lab lies, or would."""
        return self.folder / lab.name

    def file(self, lab: Lab) -> Path:
        """Give the file that the learner edits; ValueError where the lab is not begun."""
        path = self.place(lab) / lab.start.name
        if not path.is_file():
            raise ValueError(
                f"lab {lab.number} is not begun; type: juliaset lab start {lab.number} "
                f"(or name a file with --file)"
            )
        return path

    def begun(self, lab: Lab) -> bool:
        """Whether there is a copy."""
        return (self.place(lab) / lab.start.name).is_file()

    def begin(self, lab: Lab) -> Path:
        """Copy what the learner starts from; what is there already is never overwritten."""
        if self.begun(lab):
            raise ValueError(
                f"lab {lab.number} is begun: {shown(self.file(lab))}; its task: "
                f"{shown(lab.folder / 'README.md')}; to begin anew: juliaset lab reset {lab.number}"
            )
        place = self.place(lab)
        try:
            place.mkdir(parents=True, exist_ok=True)
            for path in [lab.start, *lab.given]:
                shutil.copy(path, place / path.name)
        except OSError as error:
            raise ValueError(
                f"{shown(place)} can't be written: {error.strerror}; "
                f"`export {_ELSEWHERE}=~/my_labs` puts your copies elsewhere"
            ) from None
        self._note(lab, {"begun": _now()})
        return place / lab.start.name

    def reset(self, lab: Lab) -> Path:
        """Put the lab's start back; the learner's own file is kept beside it under another name."""
        path = self.file(lab)
        number = 1
        while (kept := path.with_name(f"{path.stem}.kept{number}{path.suffix}")).exists():
            number += 1
        path.replace(kept)
        for given in [lab.start, *lab.given]:
            shutil.copy(given, path.with_name(given.name))
        progress = self._progress()
        progress[lab.name] = {"begun": _now()}
        self._write(progress)
        return kept

    def note(self, lab: Lab, verdict: Verdict) -> None:
        """Keep what a check came to; a lab that has passed once stays passed."""
        known = self.state(lab)
        passed = verdict.status == Status.PASS or known.get("status") == Status.PASS
        status = Status.PASS if passed else verdict.status
        state: dict[str, Any] = {"status": str(status), "checked": _now()}
        if verdict.status == Status.PASS:
            state["figures"] = verdict.figures
        self._note(lab, {**state, "checks": known.get("checks", 0) + 1})

    def next_hint(self, lab: Lab) -> tuple[int, str]:
        """Give the next hint and its number; the last one again when all have been seen."""
        hints = lab.hints
        seen = self.state(lab).get("hints", 0)
        number = min(max(seen, 0), len(hints) - 1) if isinstance(seen, int) else 0
        self._note(lab, {"hints": number + 1})
        return number + 1, hints[number]

    def state(self, lab: Lab) -> dict[str, Any]:
        """Give what is known of a lab: begun, status, checks, hints."""
        state: dict[str, Any] = self._progress().get(lab.name, {})
        return state

    def current(self) -> Lab:
        """Give the lab that is meant where none is named: begun last, or the next one."""
        every = labs()
        open_ = [lab for lab in every if self.begun(lab) and not self.passed(lab)]
        if open_:
            return max(open_, key=lambda lab: self.state(lab).get("begun", ""))
        return next((lab for lab in every if not self.passed(lab)), every[-1])

    def passed(self, lab: Lab) -> bool:
        """Whether a check of it has passed."""
        return bool(self.state(lab).get("status") == Status.PASS)

    def _note(self, lab: Lab, what: dict[str, Any]) -> None:
        progress = self._progress()
        progress[lab.name] = {**progress.get(lab.name, {}), **what}
        self._write(progress)

    def _progress(self) -> dict[str, Any]:
        try:
            progress = json.loads((self.folder / _PROGRESS).read_text())
        except (OSError, ValueError):
            return {}  # a broken file costs the ticks in a list, and no work
        if not isinstance(progress, dict):
            return {}
        return {name: state for name, state in progress.items() if isinstance(state, dict)}

    def _write(self, progress: dict[str, Any]) -> None:
        with suppress(OSError):  # where nothing can be kept, a verdict is still a verdict
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(self.folder / _PROGRESS, json.dumps(progress, indent=1) + "\n")


def shown(path: Path) -> str:
    """Give a path as the learner would type it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
