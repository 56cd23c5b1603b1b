"""Reads the project's Python sources: their modules, imports, names. Nothing is run."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from built import ROOT

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


def module_name(path: Path) -> str:
    """Return a module's name without the package's: bench.stats, or "" for the package itself."""
    return (
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        .removesuffix("__init__")
        .rstrip(".")
    )


def imported(tree: ast.Module) -> Iterator[str]:
    """Return the modules of the package that a source imports, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import hides which module it imports"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (resolved(name) for name in names if name.split(".")[0] == "juliaset")


def resolved(name: str) -> str:
    """Return the module that a dotted name means: `juliaset.bench.stats.Ratio` is bench.stats."""
    parts = name.split(".")[1:]
    while parts:
        place = PACKAGE.joinpath(*parts)
        if place.is_dir() or any(place.parent.glob(f"{place.name}.*")):
            break
        parts.pop()
    return ".".join(parts)


@cache
def imports() -> dict[str, frozenset[str]]:
    """Return which modules of the package each of its modules imports."""
    return {
        module_name(path): frozenset(imported(tree_of(path))) - {module_name(path)}
        for path in PACKAGE.rglob("*.py")
    }
