"""Record a run of each recipe, for machines on which its tool cannot work.

python tools/record_profiles.py [TOOL ...]

Only what a tool has left here is recorded, with the machine and the date; only texts of some
kilobytes are kept, without the names of this machine's folders.
"""

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

from msgspec.structs import replace

from juliaset.course_folder import CHECKOUT
from juliaset.profilers.book import RECORDED
from juliaset.profilers.recipes import NAMES, recipe
from juliaset.profilers.result import Result, perform

TEXTS = {".txt", ".csv", ".json", ".svg", ".dat"}
# A folder outside the checkout: a library may have been built in another one.
FOLDER = re.compile(r"(?<![\w.])/(?:work|root|home|tmp)/(?:[^\s:;()]*/)?")
LARGEST = 40_000  # bytes of one artefact
WIDTH = 200


def main(names: list[str]) -> None:
    """Record these recipes, or all."""
    for name in names or list(NAMES):
        chosen = recipe(name)
        with tempfile.TemporaryDirectory(dir=CHECKOUT / "profiles") as scratch:
            outcome = perform(chosen, Path(scratch, name), width=min(chosen.width, WIDTH))
            if outcome.status == "right":
                keep(outcome, Path(scratch, name))
        print(f"{name}: {outcome.verdict} {outcome.reason}")


def keep(outcome: Result, folder: Path) -> None:
    """Copy the result and its small texts."""
    target = RECORDED / outcome.tool
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    texts = {}
    for name in outcome.shown:
        path = folder / name
        if path.suffix in TEXTS and path.stat().st_size <= LARGEST:
            texts[name] = placeless(path.read_text(errors="replace"))
            (target / name).write_text(texts[name].rstrip() + "\n")
    tidy = replace(
        outcome,
        shown=tuple(texts),
        recorded=True,
        commands=tuple(
            command.replace(scratch_of(folder), "../../profiles") for command in outcome.commands
        ),
        lines=tuple(placeless(line) for line in outcome.lines),
    )
    tidy.save(target)


def scratch_of(folder: Path) -> str:
    """Return the folder above a recipe's own, as commands name it."""
    return os.path.relpath(folder.parent, CHECKOUT / "python" / "profiling")


def placeless(text: str) -> str:
    """Return a text without the names of this machine's folders."""
    for long in (sys.prefix, str(CHECKOUT), sys.base_prefix, str(Path.home())):
        text = text.replace(long, "...")
    return FOLDER.sub(".../", text)


if __name__ == "__main__":
    main(sys.argv[1:])
