"""One page of all profiles: profiles/index.html, which asks nothing of the network."""

import base64
import hashlib
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from juliaset.bench.markup import Html, code, el, join, paragraph, scrolling
from juliaset.profilers.places import RECORDED
from juliaset.profilers.recipe import Check
from juliaset.profilers.recipes import recipes
from juliaset.profilers.result import Result
from juliaset.profilers.session import perform, recording_of
from juliaset.system.files import write_whole

PAGE = "index.html"
LONGEST_TEXT = 60  # lines of an artefact that stand in the page itself
LARGEST_PICTURE = 400_000  # bytes
PICTURES = {".svg": "image/svg+xml", ".png": "image/png"}
TEXTS = {".txt", ".csv"}


def make(folder: Path, kernel: str, width: int, say: Callable[[str], None]) -> list[Result]:
    """Run every recipe that has something to look at, and write the page."""
    results = []
    for recipe in recipes():
        if kernel and recipe.refuses(kernel):
            continue
        result = perform(recipe, folder / recipe.name, kernel, width)
        took = f"{result.seconds:6.1f} s"
        say(f"{result.tool:17} {result.verdict:24} {took}  {result.reason}".rstrip())
        results.append(result)
    write(folder, results)
    return results


def write(folder: Path, results: list[Result]) -> None:
    """Write the page; where a tool could not work, with its recorded run."""
    for result in results:
        if recording_of(result.tool) and not result.lines:
            shutil.copytree(
                RECORDED / result.tool, folder / result.tool / "recorded", dirs_exist_ok=True
            )
    write_whole(folder / PAGE, page(folder, results))


def page(folder: Path, results: list[Result]) -> str:
    """Write all of it."""
    right = sum(result.status == "right" for result in results)
    body = el(
        "body",
        el(
            "header",
            el("h1", "juliaset profile --all"),
            el("button", "Light or dark", id="theme", type="button", hidden=True),
            paragraph(
                join([f"{right} of {len(results)} profilers say what is known to be true."]),
                kind="headline",
            ),
            paragraph(
                "Each has run the Julia set under its own command, and a program has read what it "
                "left. The counts that it must show follow from the picture; an exit code of 0 "
                "proves nothing.",
                kind="quiet",
            ),
            el("nav", *(_link(result) for result in results), aria_label="Profilers"),
        ),
        el("main", *(_section(folder, result) for result in results)),
        el("script", _script()),
    )
    return f"<!doctype html>\n{el('html', _head(), body, lang='en')}\n"


def _link(result: Result) -> Html:
    return el("a", result.tool, href=f"#{result.tool}", class_=result.status)


def _section(folder: Path, result: Result) -> Html:
    parts = [
        el("h2", result.tool, " ", el("small", result.verdict, class_=f"verdict {result.status}")),
        paragraph(result.question),
    ]
    if result.reason:
        remedy = f" What would help: {result.remedy}." if result.remedy else ""
        parts.append(el("div", paragraph(f"{result.reason}.{remedy}"), class_="notice"))
    place, told = folder / result.tool, result
    recorded = None if result.lines else recording_of(result.tool)
    if recorded is not None:
        parts.append(
            el(
                "div",
                paragraph(
                    f"RECORDED on {recorded.where['date']} with {recorded.where['tool']} on "
                    f"{recorded.where['cpu']}; not measured here."
                ),
                class_="notice recorded",
            )
        )
        place, told = place / "recorded", recorded
    parts += _told(folder, place, told)
    parts.append(paragraph(f"It cannot see: {result.blind}.", kind="quiet"))
    return el("section", *parts, id=result.tool)


def _told(folder: Path, place: Path, result: Result) -> list[Html]:
    commands = "\n".join(f"$ {command}" for command in result.commands)
    parts = [scrolling(el("pre", commands), f"Commands of {result.tool}")] if commands else []
    if result.lines:
        parts.append(el("ul", *(el("li", line) for line in result.lines), class_="told"))
    if result.checks:
        parts.append(el("ul", *map(_check, result.checks), class_="checks"))
    parts += [paragraph(note, kind="quiet") for note in result.notes]
    parts += [_artefact(folder, place / name) for name in result.shown]
    return parts


def _check(check: Check) -> Html:
    sign = "right" if check.right else "WRONG"
    return el(
        "li",
        el("b", sign, class_=sign.lower()),
        f" {check.what}: ",
        code(check.found),
        f" (expected: {check.expected})",
    )


def _artefact(folder: Path, path: Path) -> Html:
    name = path.relative_to(folder).as_posix()
    link = el("a", name, href=name)
    size = f" {path.stat().st_size / 1000:,.1f} kB"
    if path.suffix in PICTURES and path.stat().st_size <= LARGEST_PICTURE:
        data = base64.b64encode(path.read_bytes()).decode()
        picture = el("img", src=f"data:{PICTURES[path.suffix]};base64,{data}", alt=f"{name}, drawn")
        # An img has no end tag.
        return el("figure", Html(picture.removesuffix("</img>")), el("figcaption", link, size))
    if path.suffix not in TEXTS:
        return paragraph(link, size)
    lines = path.read_text(errors="replace").splitlines()
    shown = "\n".join(lines[:LONGEST_TEXT])
    rest = f"\n... {len(lines) - LONGEST_TEXT:,} lines more" if len(lines) > LONGEST_TEXT else ""
    summary = el("summary", link, size)
    return el("details", summary, scrolling(el("pre", shown + rest), name))


def _head() -> Html:
    digest = base64.b64encode(hashlib.sha256(_script().encode()).digest()).decode()
    policy = (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'"
    )
    return el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="Content-Security-Policy", content=policy),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("title", "juliaset profile"),
        el("style", _file("juliaset.bench.report", "templates/style.css")),
        el("style", _file("juliaset.profilers", "gallery.css")),
    )


def _script() -> Html:
    return _file("juliaset.profilers", "gallery.js")


def _file(package: str, name: str) -> Html:
    return Html(files(package).joinpath(name).read_text(encoding="utf-8"))
