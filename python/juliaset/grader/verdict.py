"""The verdict of a check: pass, fail or inconclusive, and what the learner reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from juliaset.grader.wrong_pixels import WrongPixels


class Status(StrEnum):
    """The three verdicts."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


EXIT_CODES = {Status.PASS: 0, Status.FAIL: 1, Status.INCONCLUSIVE: 3}


class FailedError(Exception):
    """The submission is wrong, or not fast enough, and the message says what to look at.

    wrong: the pixels that are wrong, if it was a picture.
    """

    def __init__(self, message: str, wrong: WrongPixels | None = None) -> None:
        """Keep the message, and the pixels for a drawing."""
        super().__init__(message)
        self.wrong = wrong


class InconclusiveError(Exception):
    """The check has no answer on this machine now; the message says why."""


@dataclass(frozen=True)
class Verdict:
    """The result of one check of one submission."""

    status: Status
    message: str
    confirmed: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    walls: dict[str, str] = field(default_factory=dict)
    printed: str = ""
    seconds: float = 0.0
    wrong: WrongPixels | None = field(default=None, compare=False, repr=False)
    seed: int = field(default=0, compare=False, repr=False)  # of what the check has drawn

    @property
    def exit_code(self) -> int:
        """The exit code of `juliaset lab check`."""
        return EXIT_CODES[self.status]
