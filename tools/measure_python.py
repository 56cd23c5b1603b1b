"""Count the files, lines, modules and import arrows of python/, at any revisions of git.

python tools/measure_python.py [REVISION ...]    default: the files as they are now

An arrow is one module of the package that imports another one, also inside a function. A part is a
module or a folder directly in the package; arrows between parts count once for each pair of parts.
"""

import argparse
import ast
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent


def module_name(path: Path, package: Path) -> str:
    """Return a module's name without the package's: bench.stats, or "" for the package itself."""
    parts = path.relative_to(package).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree: ast.Module, package: Path) -> Iterator[str]:
    """Yield the modules of the package that a source imports, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise ValueError("a relative import hides which module it imports")
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (resolved(name, package) for name in names if name.split(".")[0] == package.name)


def resolved(name: str, package: Path) -> str:
    """Return the module that a dotted name means: `juliaset.bench.stats.Ratio` is bench.stats."""
    parts = name.split(".")[1:]
    while parts:
        place = package.joinpath(*parts)
        if place.is_dir() or any(place.parent.glob(f"{place.name}.*")):
            break
        parts.pop()
    return ".".join(parts)


def imports(package: Path) -> dict[str, frozenset[str]]:
    """Return which modules of a package each of its modules imports."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        name = module_name(path, package)
        found[name] = frozenset(imported(ast.parse(path.read_text()), package)) - {name}
    return found


def part(module: str) -> str:
    """Return the part of the package that a module belongs to."""
    return module.split(".", maxsplit=1)[0]


def measure(folder: Path) -> dict[str, int]:
    """Return the numbers of a folder that contains the package juliaset."""
    sources = [path for path in folder.rglob("*.py") if ".venv" not in path.parts]
    arrows = imports(folder / "juliaset")
    between = {(part(a), part(b)) for a, names in arrows.items() for b in names}
    numbers = {"Python files": len(sources), "lines": 0}
    for path in sorted(sources):
        lines = len(path.read_text().splitlines())
        inside = path.relative_to(folder).parts
        where = "/".join(inside[:2]) if len(inside) > 2 else inside[0]  # noqa: PLR2004
        key = f"  lines in {where}/" if len(inside) > 1 else "  lines in scripts"
        numbers["lines"] += lines
        numbers[key] = numbers.get(key, 0) + lines
    numbers["modules of juliaset"] = len(arrows)
    numbers["arrows between modules"] = sum(map(len, arrows.values()))
    numbers["parts of juliaset"] = len({part(name) for name in arrows})
    numbers["arrows between parts"] = sum(a != b for a, b in between)
    return numbers


def at_revision(revision: str) -> dict[str, int]:
    """Return the numbers of python/ at a revision of git."""
    command = ("git", "archive", "--format=tar", "--end-of-options", revision, "python")
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True)  # noqa: S603
    if done.returncode:
        sys.exit(done.stderr.decode().strip())
    with TemporaryDirectory() as name, tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        archive.extractall(name, filter="data")
        return measure(Path(name) / "python")


def main(revisions: list[str]) -> None:
    """Print a column of numbers for each revision, or for the files as they are now."""
    columns = {revision: at_revision(revision) for revision in revisions}
    columns = columns or {"now": measure(ROOT / "python")}
    keys = list(dict.fromkeys(key for column in columns.values() for key in column))
    keys.sort(key=lambda key: key.startswith("  "))
    width = max(map(len, keys))
    print(" " * width, *(f"{revision[:12]:>12}" for revision in columns))
    for key in keys:
        print(f"{key:{width}}", *(f"{column.get(key, 0):12,}" for column in columns.values()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("revisions", nargs="*", metavar="REVISION")
    main(parser.parse_args().revisions)
