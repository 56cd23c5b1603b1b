"""Decide all claims of python/claims and write docs/notes-checked.md from what was printed.

python tools/notes_checked.py            writes if every verdict came out as it is stated
python tools/notes_checked.py --resume   goes on with the run that stopped

A run takes a while; build/claims-run.json keeps what it has.
"""

import argparse
import datetime as dt
import platform
import re
import sys
from collections import Counter
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, get_args

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1] / "python"))

from claims.claim import CLAIMS, Case, Claim, Mark, Verdict, verdict_of
from claims.experiments import decide_all
from claims.topics import TITLES
from juliaset.system.cores import core_numbers
from juliaset.system.load import cpu_name

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "notes-checked.md"
SAVED = ROOT / "build" / "claims-run.json"
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
PAGES = {
    1: "the chapter in short, and its commands",
    2: "a day on profiling pybind11 modules",
    3: "what I learned, with IPython",
    4: "system utilities, perf and its events",
    5: "chapter 2, with dis",
}
TOOLS = ("line_profiler", "memory_profiler", "py-spy", "scalene", "snakeviz", "ipython", "numpy")
INTRODUCTION = """\
# The notes, checked

You asked to have checked what you learnt, and you have learnt a lot: {true} of your {all} claims
hold as they stand, {depends} hold under a condition that is worth knowing, {false} do not hold,
and {unchecked} needs a Mac. Most of the false ones are commands that have changed since, or a
word that is nearly right. {implied} more are marked *implied*: the pages do not say them, but lead
there.

Each claim of the five pages is given in our words, with its page, the verdict, the command or
measurement that decides, and what that printed. The verdict is computed from the cases below it:
the claim is **true** if it holds in all of them, **false** if in none, and otherwise it
**depends**. A *control* has no vote; it shows that the experiment could have seen the opposite.

`python tools/notes_checked.py` runs all of it and writes this page; `python -m claims NAME` in
`python/` runs one claim. The tests compare every verdict with a new run. What is printed here comes
from one run on this machine:

> {machine}

Your numbers will differ; the verdicts should not. It is a virtual machine without hardware
counters; with counters, `perf stat` shows more than it could here.
"""


class Recorded(NamedTuple):
    """What the document has for a claim."""

    verdict: str
    pages: tuple[int, ...]
    marks: tuple[str, ...]


def machine() -> str:
    """Return the kind of this machine, without its name."""
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    tools = ", ".join(f"{name} {version(name)}" for name in TOOLS)
    cores = len(core_numbers())
    return f"{cpu_name()}, {cores} cores, {system}, Python {platform.python_version()}; {tools}"


def render(found: Mapping[str, list[Case]], where: str) -> str:
    """Return the whole document."""
    counts = Counter(claim.verdict for claim in stated())
    parts = [
        INTRODUCTION.format(
            machine=where,
            all=counts.total(),
            implied=len(CLAIMS) - counts.total(),
            true=counts["true"],
            false=counts["false"],
            depends=counts["depends"],
            unchecked=counts["not checked"],
        ),
        _by_page(),
        _false_ones(),
    ]
    for topic, title in TITLES.items():
        parts.append(f"## {title}\n")
        parts += [_entry(c, found[c.name]) for c in CLAIMS.values() if c.topic == topic]
    return "\n".join(parts)


def stated() -> list[Claim]:
    """Return the claims that the pages make in words."""
    return [claim for claim in CLAIMS.values() if not claim.implied]


def _by_page() -> str:
    lines = ["## In numbers\n", f"| page | {' | '.join(VERDICTS)} | claims |"]
    lines.append("| --- |" + " ---: |" * (len(VERDICTS) + 1))
    for page, about in PAGES.items():
        own = Counter(claim.verdict for claim in stated() if page in claim.pages)
        cells = " | ".join(str(own[verdict]) for verdict in VERDICTS)
        lines.append(f"| {page}: {about} | {cells} | {own.total()} |")
    every = Counter(claim.verdict for claim in stated())
    cells = " | ".join(str(every[verdict]) for verdict in VERDICTS)
    lines.append(f"| all (a claim may be on several pages) | {cells} | {every.total()} |\n")
    return "\n".join(lines)


def _false_ones() -> str:
    lines = ["## What to strike out first\n", "| page | claim | instead |", "| --- | --- | --- |"]
    for claim in stated():
        if claim.verdict == "false":
            told = claim.says.replace("|", "\\|")
            answer = claim.answer.replace("|", "\\|")
            lines.append(f"| {_pages(claim)} | [{told}](#{claim.name}) | {answer} |")
    return "\n".join(lines) + "\n"


def _pages(claim: Claim) -> str:
    return ", ".join(map(str, claim.pages))


def _entry(claim: Claim, cases: list[Case]) -> str:
    implied = ", implied" if claim.implied else ""
    word = "page" if len(claim.pages) == 1 else "pages"
    lines = [
        f'<a id="{claim.name}"></a>',
        f"**{claim.verdict}** · {word} {_pages(claim)}{implied} · *{claim.says}*\n",
        f"{claim.answer}\n",
        f"Decided by: {_code(claim.command)}\n",
    ]
    lines += [f"- {c.mark.value} · {scrubbed(c.label)}: {_code(c.printed)}" for c in cases]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    shown = scrubbed(text) or "(nothing)"
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


def scrubbed(text: str) -> str:
    """Return a text on one line, without the folders of the machine that ran it."""
    text = re.sub(r"/(?:tmp|root|home|work|var|opt|Users)/[^\s'\"]*/", "", text)
    return " ".join(text.split())


def read(text: str) -> dict[str, Recorded]:
    """Return verdict, pages and marks of every claim that a document lists."""
    found = {}
    for part in text.split('<a id="')[1:]:
        name = part.partition('"')[0]
        head = re.search(r"^\*\*(.+?)\*\* · pages? ([\d, ]+?)(?:, implied)? ·", part, re.MULTILINE)
        if head is None:
            raise ValueError(f"{name} has no line with its verdict")
        marks = re.findall(rf"^- ({'|'.join(mark.value for mark in Mark)}) · ", part, re.MULTILINE)
        pages = tuple(int(page) for page in head[2].split(","))
        found[name] = Recorded(head[1], pages, tuple(marks))
    return found


def marks_of(cases: list[Case]) -> tuple[str, ...]:
    """Return the marks of the cases in the words of the document."""
    verdict_of(cases)
    return tuple(case.mark.value for case in cases)


def saved_run() -> dict[str, list[Case]]:
    """Return what the last full run found before it stopped."""
    if not SAVED.exists():
        return {}
    found = msgspec.json.decode(SAVED.read_bytes(), type=dict[str, list[Case]])
    return {
        name: cases
        for name, cases in found.items()
        if name in CLAIMS and cases and verdict_of(cases) == CLAIMS[name].verdict
    }


def main() -> int:
    """Decide all claims; write the page, or return 1 if a verdict is not as stated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resume", action="store_true", help="go on with the run that stopped")
    found = saved_run() if parser.parse_args().resume else {}
    wrong = []
    for name, cases, verdict in decide_all([name for name in CLAIMS if name not in found]):
        if verdict != CLAIMS[name].verdict:
            wrong.append(name)
            continue
        found[name] = cases
        SAVED.parent.mkdir(exist_ok=True)
        SAVED.write_bytes(msgspec.json.encode(found))
    if wrong:
        print(f"not as stated: {', '.join(wrong)}")
        return 1
    today = dt.datetime.now(tz=dt.UTC).date()
    DOCUMENT.write_text(render(found, f"{today}: {machine()}"), encoding="utf-8")
    print(f"wrote {DOCUMENT.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
