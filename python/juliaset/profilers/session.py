"""Runs one recipe: asks whether it can work, runs it, reads its artefact, checks it."""

import shutil
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from platform import platform, python_version
from typing import Any

from juliaset.machine import cpu, installed
from juliaset.profilers import result
from juliaset.profilers.book import RECORDED, check_checkout, is_checkout
from juliaset.profilers.errors import CannotError, NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Recipe
from juliaset.profilers.result import Result
from juliaset.profilers.running import program
from juliaset.registry import UnavailableError, get_kernel

Say = Callable[[str], None]


def silent(_: str) -> None:
    """Say nothing."""


def perform(
    recipe: Recipe, folder: Path, kernel: str = "", width: int = 0, say: Say = silent
) -> Result:
    """Run a recipe into a folder of its own; what its tool does is a result, never an exception."""
    kernel = get_kernel(kernel or recipe.kernel).name
    job = Job(kernel, width or recipe.width, folder, say)
    start = time.perf_counter()
    outcome = _outcome(recipe, job)
    outcome = Result(**{**vars(outcome), "seconds": round(time.perf_counter() - start, 3)})
    if outcome.status != "senseless" and is_checkout():
        folder.mkdir(parents=True, exist_ok=True)
        outcome.save(folder)
    return outcome


def _outcome(recipe: Recipe, job: Job) -> Result:
    about: dict[str, Any] = {
        "tool": recipe.name,
        "question": recipe.question,
        "kernel": job.kernel,
        "width": job.width,
        "blind": recipe.blind,
    }
    try:
        check_checkout()
        recipe.needs()
    except CannotError as cannot:
        return Result(**about, status="unavailable", reason=cannot.reason, remedy=cannot.remedy)
    if reason := get_kernel(job.kernel).reason:
        return Result(**about, status="unavailable", reason=reason)
    if reason := recipe.refuses(job.kernel):
        return Result(**about, status="senseless", reason=reason)
    shutil.rmtree(job.folder, ignore_errors=True)  # nothing old may pass for new
    job.folder.mkdir(parents=True)
    try:
        recipe.record(job)
        finding = recipe.read(job)
    except (NothingMeasuredError, UnavailableError) as nothing:
        return Result(**about, status="empty", reason=str(nothing), commands=tuple(job.commands))
    except (KeyError, ValueError, IndexError, TypeError) as odd:
        reason = f"its artefact is not what this recipe can read: {type(odd).__name__}: {odd}"
        return Result(**about, status="empty", reason=reason, commands=tuple(job.commands))
    return Result(
        **about,
        status="right" if all(check.right for check in finding.checks) else "wrong",
        commands=tuple(job.commands),
        lines=finding.lines,
        checks=finding.checks,
        shown=tuple(name for name in finding.shown if job.file(name).is_file()),
        notes=finding.notes,
        where=where(recipe),
    )


def where(recipe: Recipe | None = None) -> dict[str, str]:
    """Return the machine, the versions and the date of a finding."""
    return {
        "cpu": cpu(),
        "system": platform(),
        "python": python_version(),
        "tool": f"Python {python_version()}" if recipe is None else _version(recipe),
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
    }


def _version(recipe: Recipe) -> str:
    """Return a tool's version as it reports it; empty if it is not installed."""
    if recipe.package:
        found = installed(recipe.package)
        return f"{recipe.package} {found}" if found else ""
    if not recipe.program:
        return f"Python {python_version()}"
    if not (path := program(recipe.program)):
        return ""
    ran = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    return (ran.stdout or ran.stderr).partition("\n")[0].strip()


def recording_of(tool: str) -> Result | None:
    """Give the run that was recorded where the tool works, if there is one."""
    folder = RECORDED / tool
    return result.load(folder) if (folder / result.FILE).is_file() else None
