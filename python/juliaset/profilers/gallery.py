"""One page of all profiles: profiles/index.html, which loads nothing from the network."""

import base64
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from juliaset import web_page
from juliaset.profilers.book import RECORDED
from juliaset.profilers.recipes import recipes
from juliaset.profilers.result import Result, perform, recording_of
from juliaset.registry import get_kernel
from juliaset.system.files import write_whole

PAGE = "index.html"
LONGEST_TEXT = 60  # lines of an artefact that the page itself shows
LARGEST_PICTURE = 400_000  # bytes
PICTURES = {".svg": "image/svg+xml", ".png": "image/png"}
TEXTS = {".txt", ".csv"}


@dataclass(frozen=True)
class Artefact:
    """A file that a tool left, as the page shows it: drawn, printed, or only linked."""

    name: str
    size: str
    picture: str = ""
    text: str = ""


def make(folder: Path, kernel: str, width: int, say: Callable[[str], None]) -> list[Result]:
    """Run every recipe that has something to look at, and write the page."""
    results = []
    for recipe in recipes():
        if kernel and recipe.refuses(get_kernel(kernel)):
            continue
        result = perform(recipe, folder / recipe.name, kernel, width)
        took = f"{result.seconds:6.1f} s"
        say(f"{result.tool:17} {result.verdict:24} {took}  {result.reason}".rstrip())
        results.append(result)
    write(folder, results)
    return results


def write(folder: Path, results: list[Result]) -> None:
    """Write the page; if a tool could not work, with its recorded run."""
    for result in results:
        if recording_of(result.tool) and not result.lines:
            shutil.copytree(
                RECORDED / result.tool, folder / result.tool / "recorded", dirs_exist_ok=True
            )
    write_whole(folder / PAGE, page(folder, results))


def page(folder: Path, results: list[Result]) -> str:
    """Return the whole page."""
    return web_page.render(
        "juliaset.profilers",
        "gallery",
        right=sum(result.status == "right" for result in results),
        sections=[_section(folder, result) for result in results],
        policy="img-src data:; ",
    )


def _section(folder: Path, result: Result) -> tuple[Result, Result, list[Artefact]]:
    """Return a result, the run that the page shows for it, and that run's artefacts."""
    recorded = None if result.lines else recording_of(result.tool)
    place = folder / result.tool / ("recorded" if recorded else "")
    shown = recorded or result
    return result, shown, [_artefact(folder, place / name) for name in shown.shown]


def _artefact(folder: Path, path: Path) -> Artefact:
    name = path.relative_to(folder).as_posix()
    size = f"{path.stat().st_size / 1000:,.1f} kB"
    if path.suffix in PICTURES and path.stat().st_size <= LARGEST_PICTURE:
        data = base64.b64encode(path.read_bytes()).decode()
        return Artefact(name, size, picture=f"data:{PICTURES[path.suffix]};base64,{data}")
    if path.suffix not in TEXTS:
        return Artefact(name, size)
    lines = path.read_text(errors="replace").splitlines()
    rest = f"\n... {len(lines) - LONGEST_TEXT:,} lines more" if len(lines) > LONGEST_TEXT else ""
    return Artefact(name, size, text="\n".join(lines[:LONGEST_TEXT]) + rest)
