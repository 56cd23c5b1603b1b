"""The page and the schema of a contest's file, its example, and variants of that."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from juliaset.bench.record import Record
from juliaset.bench.record_file import parse

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator


ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "contest.md").read_text()
SCHEMA_TEXT = (ROOT / "docs" / "contest.schema.json").read_text()
RULES = json.loads(SCHEMA_TEXT)
OLD = Path(__file__).parent / "contests"


@cache
def validator() -> "Draft202012Validator":
    """Return what checks a file, imported here because that takes longer than all checks."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    return Draft202012Validator(RULES)


def example() -> dict[str, Any]:
    block = PAGE.partition("```json\n")[2].partition("```")[0]
    return json.loads(block)


def read(contents: object) -> Record:
    return parse(json.dumps(contents))


def described(heading: str) -> str:
    """Return the part of the page under a heading."""
    return PAGE.partition(f"## {heading}")[2].partition("\n## ")[0]


def changed(path: str, value: object) -> dict[str, Any]:
    """Return the example with another value at a path like variants/0/id."""
    contents = copy.deepcopy(example())
    place: Any = contents
    *way, last = path.split("/")
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    place[int(last) if isinstance(place, list) else last] = value
    return contents
