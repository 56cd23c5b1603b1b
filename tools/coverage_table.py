"""Write what the tests reached into docs/coverage.json, and the tables of it into docs/testing.md.

python tools/coverage_table.py build/coverage

`make coverage` runs it. docs/coverage.json is kept, so that a test can compare the tables with it.
People write docs/not-covered.toml: why something is not reached.
"""

import json
import platform
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any
from xml.etree import ElementTree as ET

import measured_cpp
import measured_python
from markers import replace_between
from measured import Measured

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "testing.md"
KEPT = ROOT / "docs" / "coverage.json"
REASONS = ROOT / "docs" / "not-covered.toml"
# Each of them is to be above 95 % of lines.
CORE = ("julia", "bindings", "python/juliaset/bench", "python/juliaset/grader")
UNEXPLAINED = "No reason yet"


def collect(tree: Path) -> dict[str, Any]:
    """Return what a run of `make coverage` left in its build tree."""
    files = [
        *measured_cpp.measure(tree, ROOT, ("julia", "bindings")),
        *measured_python.measure(tree / "python.json"),
    ]
    gcc = subprocess.run(["g++", "-dumpfullversion"], capture_output=True, text=True, check=True)  # noqa: S607
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "python": platform.python_version(),
        "gcc": gcc.stdout.strip(),
        "tests": dict(_tests(tree / "python")),
        "files": [asdict(file) for file in files],
    }


def _tests(folder: Path) -> Iterator[tuple[str, int]]:
    """Count the tests of Python in the files that pytest left."""
    trees = [ET.parse(path) for path in folder.glob("*.xml")]  # noqa: S314 - pytest wrote them
    suites = [suite for tree in trees for suite in tree.iter("testsuite")]
    for word, names in (("run", ["tests"]), ("failed", ["failures", "errors"])):
        yield word, sum(int(suite.get(name, 0)) for suite in suites for name in names)


def about() -> str:
    """Return where and when it was measured, and whether all tests passed."""
    known = json.loads(KEPT.read_text())
    failed = known["tests"]["failed"]
    return (
        f"Measured on {known['date']} with Python {known['python']} and GCC {known['gcc']}. "
        f"{known['tests']['run']} tests of Python ran"
        + (f", and {failed} of them failed." if failed else ", and all of them passed.")
        + " Files and functions have their names of that day."
    )


def kept() -> list[Measured]:
    """Return the files that were measured last."""
    return [Measured(**file) for file in json.loads(KEPT.read_text())["files"]]


def table(files: Iterable[Measured]) -> str:
    """Return the table by folder; each of CORE also has a row for all that is below it."""
    folders: dict[str, list[Measured]] = defaultdict(list)
    for file in files:
        folder = PurePath(file.path).parent
        folders[f"`{folder}/`"].append(file)
        for whole in CORE:
            if PurePath(whole) in (folder, *folder.parents):
                folders[f"**all of `{whole}/`**"].append(file)
    rows = [_row(name, folders[name]) for name in sorted(folders)]
    heads = ["folder", "lines reached", "lines", "%", "branches reached", "branches", "%"]
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _row(name: str, files: list[Measured]) -> list[str]:
    cells = [name]
    for pairs in ([file.lines for file in files], [file.branches for file in files]):
        reached, every = (sum(numbers) for numbers in zip(*pairs, strict=True))
        # Rounded down: 100 % has no exception.
        percent = f"{reached * 1000 // every / 10:.1f}" if every else ""
        cells += [str(reached), str(every), percent] if every else ["", "", ""]
    return cells


def not_covered(files: Iterable[Measured], reasons: Path = REASONS) -> str:
    """Return a list of what was not reached, by reason."""
    groups = {each["why"]: each["where"] for each in tomllib.loads(reasons.read_text())["reason"]}
    found: dict[str, list[tuple[str, str, int]]] = {why: [] for why in [*groups, UNEXPLAINED]}
    for file in files:
        for place, lines in file.missing.items():
            found[_why(f"{file.path}: {place}", groups)].append((file.path, place, lines))
    return "".join(_reason(why, places) for why, places in found.items() if places)


def _why(place: str, groups: dict[str, list[str]]) -> str:
    fitting = (why for why, where in groups.items() if any(fnmatchcase(place, w) for w in where))
    return next(fitting, UNEXPLAINED)


def _reason(why: str, places: list[tuple[str, str, int]]) -> str:
    files: dict[str, list[str]] = defaultdict(list)
    for path, place, _ in places:
        files[path].append(f"`{place}`")
    text = [f"- **{why}** ({sum(lines for *_, lines in places)} lines)\n"]
    for path, names in files.items():
        text.append(f"  - `{path}`: {', '.join(names)}\n")
    return "".join(text)


def parts() -> list[tuple[str, str, Any]]:
    """Return the generated parts of docs/testing.md, for tools/docs.py."""
    page = "docs/testing.md"
    return [
        (page, "coverage", lambda: f"{about()}\n\n{table(kept())}"),
        (page, "not covered", lambda: not_covered(kept())),
    ]


def main(tree: Path) -> None:
    """Keep what was measured, and write the parts."""
    KEPT.write_text(json.dumps(collect(tree.resolve()), indent=1) + "\n")
    text = DOCUMENT.read_text()
    for _, name, new in parts():
        text = replace_between(text, name, new())
    DOCUMENT.write_text(text)


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit("usage: python tools/coverage_table.py build/coverage")
    main(Path(sys.argv[1]))
