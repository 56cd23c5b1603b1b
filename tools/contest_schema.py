"""Generates docs/contest.schema.json from the types of a record; `make docs` writes the file."""

import json
from inspect import cleandoc
from typing import Any

import msgspec

from juliaset.bench.record import SCHEMA, Record


def text() -> str:
    """Return what the file must contain."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        "title": "A contest of juliaset",
    }
    return json.dumps(head | _without_indents(msgspec.json.schema(Record)), indent=2) + "\n"


def _without_indents(part: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Return it as Python 3.13 and later see docstrings: older ones keep their indents."""
    if isinstance(part, list):
        return [_without_indents(each) for each in part]
    if not isinstance(part, dict):
        return part
    cleaned = {key: _without_indents(value) for key, value in part.items()}
    if isinstance(words := part.get("description"), str):
        cleaned["description"] = cleandoc(words)
    return cleaned
