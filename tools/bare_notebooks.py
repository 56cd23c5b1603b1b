"""Report which notebooks contain more than their author wrote: outputs, counts, editors' traces.

python tools/bare_notebooks.py [--write] <notebooks>... exits with 1 if it names any; with
--write it strips them.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

FOLDED = "hide-input"  # the tag by which a page of the book folds the code
STATEMENT = "remove-input"  # the one by which it shows what the code says, and no code

Json = dict[str, Any]


def stable_ids(cells: list[Json], number: str) -> list[str]:
    """Return an id for each cell: 01-07 stays, others get the next numbers, so diffs stay small."""
    ours = re.compile(rf"{number}-(\d\d+)")
    found = [ours.fullmatch(cell.get("id", "")) for cell in cells]
    last = max((int(match[1]) for match in found if match), default=0)
    ids: list[str] = []
    for match in found:
        if match and match[0] not in ids:
            ids.append(match[0])
        else:
            last += 1
            ids.append(f"{number}-{last:02d}")
    return ids


def bare_cell(cell: Json, name: str) -> Json:
    """Return a cell with what an author writes: the text and tags; one tag folds it in Jupyter."""
    tags = cell.get("metadata", {}).get("tags")
    folded = {"jupyter": {"source_hidden": True}} if {FOLDED, STATEMENT} & {*(tags or ())} else {}
    bare = {
        "cell_type": cell["cell_type"],
        "id": name,
        "metadata": folded | {"tags": tags} if tags else {},
        "source": cell["source"],
    }
    return bare | ({"execution_count": None, "outputs": []} if bare["cell_type"] == "code" else {})


def bare_notebook(notebook: Json, number: str) -> Json:
    """Return the notebook as it should be committed."""
    names = stable_ids(notebook["cells"], number)
    cells = [bare_cell(*pair) for pair in zip(notebook["cells"], names, strict=True)]
    return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}


def differing(found: Json, bare: Json) -> str:
    """Return the keys under which two JSON objects differ."""
    return ", ".join(
        key
        for key in sorted(found.keys() | bare.keys())
        if key != "cells" and ((key in found) != (key in bare) or found.get(key) != bare.get(key))
    )


def complaints(found: Json, bare: Json) -> list[str]:
    """Return a line for the notebook and for each cell that contains anything else."""
    head = differing(found, bare)
    said = [f"the notebook: {head}"] if head else []
    for position, pair in enumerate(zip(found["cells"], bare["cells"], strict=True), 1):
        keys = differing(*pair)
        if keys:
            said.append(f"cell {position} ({pair[0].get('id', 'no id')}): {keys}")
    return said


def parsed(path: Path) -> Json:
    """Return the JSON of a notebook; raise ValueError if the file is something else."""
    if path.exists() and not path.is_file():
        raise ValueError("it is not a plain file")
    found = json.loads(path.read_bytes())
    cells = found.get("cells") if isinstance(found, dict) else None
    if not isinstance(cells, list) or not all(map(_is_cell, cells)):
        raise ValueError("it has no list of cells")
    notebook: Json = found
    return notebook


def _is_cell(cell: object) -> bool:
    return (
        isinstance(cell, dict)
        and {"cell_type", "source"} <= cell.keys()
        and isinstance(cell.get("id", ""), str)
        and isinstance(cell.get("metadata", {}), dict)
    )


def main(words: list[str]) -> int:
    """Strip the notebooks that need it, or name them; return the exit code."""
    write, paths = "--write" in words, [Path(word) for word in words if word != "--write"]
    stray = []
    for path in paths:
        try:
            found = parsed(path)
        except (OSError, RecursionError, ValueError) as error:
            sys.stderr.write(f"{path} is not a notebook: {error}\n")
            return 2
        bare = bare_notebook(found, path.name[:2])
        said = complaints(found, bare)
        stray += [path] if said else []
        sys.stdout.writelines(f"{path}: {line}\n" for line in said)
        if said and write:
            path.write_text(json.dumps(bare, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    if not stray:
        return 0
    names = " ".join(map(str, stray))
    if write:
        sys.stdout.write(f"Stripped: {names}\n")
        return 0
    sys.stdout.write(
        "Notebooks are committed without outputs and without traces of an editor. To strip them:\n"
        f"  python tools/bare_notebooks.py --write {names}\n"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
