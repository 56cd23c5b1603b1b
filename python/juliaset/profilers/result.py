"""What a recipe came to, as people and programs read it: one JSON file beside the artefacts."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from juliaset.profilers.recipe import Check
from juliaset.system.files import write_whole

# right: all checks hold; wrong: one does not; empty: the tool left nothing to believe;
# unavailable: it cannot work here; senseless: it has nothing to look at in this kernel.
Status = Literal["right", "wrong", "empty", "unavailable", "senseless"]
FILE = "result.json"


@dataclass(frozen=True)
class Result:
    """One recipe, run or not."""

    tool: str
    question: str
    kernel: str
    width: int
    status: Status
    blind: str
    reason: str = ""
    remedy: str = ""
    commands: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    shown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    where: dict[str, str] = field(default_factory=dict)
    recorded: bool = False

    @property
    def verdict(self) -> str:
        """Say it in a few words."""
        held = sum(check.right for check in self.checks)
        words = {
            "right": f"{held} of {len(self.checks)} checks hold",
            "wrong": f"{len(self.checks) - held} of {len(self.checks)} checks FAIL",
            "empty": "nothing was measured",
            "unavailable": "cannot work here",
            "senseless": "not for this kernel",
        }
        return words[self.status]

    def save(self, folder: Path) -> None:
        """Write it beside its artefacts."""
        write_whole(folder / FILE, json.dumps(asdict(self), indent=1) + "\n")


def load(folder: Path) -> Result:
    """Read it back."""
    fields = json.loads((folder / FILE).read_text())
    for name in ("commands", "lines", "shown", "notes"):
        fields[name] = tuple(fields[name])
    fields["checks"] = tuple(Check(**check) for check in fields["checks"])
    return Result(**fields)
