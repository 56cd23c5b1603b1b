"""Runs a recipe; its result is saved as JSON with the artefacts, for people and programs."""

import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import platform, python_version
from typing import Any, Literal

import msgspec
from msgspec.structs import asdict, replace

from juliaset.kernel_type import UnavailableError
from juliaset.profilers.book import RECORDED, check_scripts, has_scripts
from juliaset.profilers.errors import CannotError, NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Check, Recipe
from juliaset.profilers.running import program
from juliaset.system.files import write_whole
from juliaset.system.load import cpu_name

# right: all checks pass; wrong: one does not; empty: the tool left nothing that can be believed;
# unavailable: it cannot work here; inapplicable: this kernel has nothing for it to look at.
Status = Literal["right", "wrong", "empty", "unavailable", "inapplicable"]
FILE = "result.json"


class Result(msgspec.Struct, frozen=True):
    """The outcome of a recipe, whether or not it could run."""

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
    where: dict[str, str] = {}
    recorded: bool = False

    @property
    def verdict(self) -> str:
        """The status in a few words."""
        passed = sum(check.right for check in self.checks)
        words = {
            "right": f"{passed} of {len(self.checks)} checks hold",
            "wrong": f"{len(self.checks) - passed} of {len(self.checks)} checks FAIL",
            "empty": "nothing was measured",
            "unavailable": "cannot work here",
            "inapplicable": "not for this kernel",
        }
        return words[self.status]

    @property
    def json(self) -> str:
        """The result for programs."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1).decode() + "\n"

    def save(self, folder: Path) -> None:
        """Write it next to its artefacts."""
        write_whole(folder / FILE, self.json)


def load(folder: Path) -> Result:
    """Read the result of a folder."""
    return msgspec.json.decode((folder / FILE).read_bytes(), type=Result)


def recording_of(tool: str) -> Result | None:
    """Return the run that was recorded on a machine where the tool works, if there is one."""
    return load(RECORDED / tool) if (RECORDED / tool / FILE).is_file() else None


def perform(
    recipe: Recipe,
    folder: Path,
    kernel: str = "",
    width: int = 0,
    say: Callable[[str], None] = lambda _: None,
) -> Result:
    """Run a recipe in a folder of its own; a failure of its tool is a result, not an exception."""
    job = Job(kernel or recipe.kernel, width or recipe.width, folder, say)
    result = Result(recipe.name, recipe.question, job.kernel.name, job.width, "right", recipe.blind)
    start = time.perf_counter()
    changes = _prevented(recipe, job) or _measured(recipe, job)
    seconds = round(time.perf_counter() - start, 3)
    result = replace(result, **changes, commands=tuple(job.commands), seconds=seconds)
    if result.status != "inapplicable" and has_scripts():
        folder.mkdir(parents=True, exist_ok=True)
        result.save(folder)
    return result


def _prevented(recipe: Recipe, job: Job) -> dict[str, Any]:
    """Return why the recipe cannot run; empty if it can."""
    try:
        check_scripts()
        recipe.needs()
    except CannotError as cannot:
        return {"status": "unavailable", "reason": cannot.reason, "remedy": cannot.remedy}
    if reason := job.kernel.reason:
        return {"status": "unavailable", "reason": reason}
    if reason := recipe.refuses(job.kernel):
        return {"status": "inapplicable", "reason": reason}
    return {}


def _measured(recipe: Recipe, job: Job) -> dict[str, Any]:
    """Run the tool in an empty folder, where nothing old can be mistaken for new, and read."""
    shutil.rmtree(job.folder, ignore_errors=True)
    job.folder.mkdir(parents=True)
    try:
        recipe.record(job)
        finding = recipe.read(job)
    except (NothingMeasuredError, UnavailableError) as nothing:
        return {"status": "empty", "reason": str(nothing)}
    except (KeyError, ValueError, IndexError, TypeError) as error:
        reason = f"this recipe cannot read its artefact: {type(error).__name__}: {error}"
        return {"status": "empty", "reason": reason}
    return {
        **asdict(finding),
        "status": "right" if all(check.right for check in finding.checks) else "wrong",
        "shown": tuple(name for name in finding.shown if job.file(name).is_file()),
        "where": this_place() | {"tool": version_of(recipe)},
    }


def this_place() -> dict[str, str]:
    """Return the machine and the day of a measurement."""
    return {
        "cpu": cpu_name(),
        "system": platform(),
        "python": python_version(),
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
    }


def version_of(recipe: Recipe) -> str:
    """Return the version of a tool; what has no package and no program comes with Python."""
    if recipe.package:
        try:
            return f"{recipe.package} {version(recipe.package)}"
        except PackageNotFoundError:
            return ""  # its program belongs to another Python
    if recipe.program:
        words = [program(recipe.program), "--version"]
        ran = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
        return (ran.stdout or ran.stderr).partition("\n")[0].strip()
    return f"Python {python_version()}"
