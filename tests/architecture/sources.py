"""Reads the project's Python sources: which there are, their trees, their imports; runs nothing."""

import ast
import subprocess
from functools import cache
from pathlib import Path

from built import ROOT

import measure_python

PACKAGE = ROOT / "python" / "juliaset"


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a source."""
    return ast.parse(path.read_text(), str(path))


def tracked(*patterns: str) -> list[Path]:
    """Return the files that git knows, and those that it would add, by git's patterns."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    done = subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode == 0:
        found = [ROOT / name for name in done.stdout.split("\0") if name]
    else:  # an unpacked archive
        found = [path for each in patterns for path in ROOT.glob(each.replace("/*", "/**/*"))]
    return sorted({path for path in found if path.is_file()})


def imported(path: Path) -> set[str]:
    """Return the modules of the package that a source imports, inside functions too."""
    return set(measure_python.imported(tree_of(path), PACKAGE))


@cache
def imports() -> dict[str, frozenset[str]]:
    """Return which modules of the package each of its modules imports."""
    return measure_python.imports(PACKAGE)
