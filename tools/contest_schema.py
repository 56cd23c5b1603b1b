"""Generates docs/contest.schema.json from the types of a record; `make docs` writes the file."""

import json

import msgspec

from juliaset.bench.record import SCHEMA, Record


def text() -> str:
    """Return what the file must contain."""
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        "title": "A contest of juliaset",
    }
    return json.dumps(head | msgspec.json.schema(Record), indent=2) + "\n"
