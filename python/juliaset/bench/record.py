"""What a contest leaves behind: raw samples and all that gives them a meaning, as one JSON file.

docs/contest.md describes the file, docs/contest.schema.json checks it. Nothing that can be computed
from the samples is stored, but for the verdict, which a reader of the file should not have to.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from juliaset.system.files import write_whole

SCHEMA = "juliaset-contest/1"

OK, WRONG, FAILED, CRASHED, TIMEOUT = "ok", "wrong", "failed", "crashed", "timeout"
UNAVAILABLE = "unavailable"
STATUSES = (OK, WRONG, FAILED, CRASHED, TIMEOUT, UNAVAILABLE)


class Sample(NamedTuple):
    """One timing: which round, at which place in it, and the nanoseconds of one call."""

    round: int
    position: int
    wall_ns: float
    cpu_ns: float


@dataclass
class Variant:
    """One row: what ran, how, whether it was right, and every sample of it."""

    id: str
    kernel: str = ""
    toolchain: str = ""
    flavour: str | None = None
    flags: str = ""
    gil: str | None = None
    threads: int = 1
    environment: dict[str, str] = field(default_factory=dict)
    exactness: str = ""
    differing: int = 0
    status: str = OK
    reason: str = ""
    verdict: str = ""
    calls: int = 1
    samples: list[Sample] = field(default_factory=list)
    memory: int | None = None
    cold: dict[str, float] = field(default_factory=dict)

    @property
    def timed(self) -> bool:
        """Whether it has a time: a row that is wrong has none."""
        return self.status == OK and bool(self.samples)


@dataclass
class Record:
    """A contest, as it is written and read."""

    contest: dict[str, Any]
    problem: dict[str, Any]
    variants: list[Variant]
    imported: list[dict[str, Any]] = field(default_factory=list)
    probes: dict[str, Any] = field(default_factory=dict)

    def find(self, name: str | None) -> Variant | None:
        """Give the row of that id."""
        return next((variant for variant in self.variants if variant.id == name), None)


def save(record: Record, path: Path) -> None:
    """Write the file, whole or not at all."""
    write_whole(path, json.dumps({"schema": SCHEMA, **asdict(record)}, indent=1) + "\n")


def load(path: Path) -> Record:
    """Read a file; ValueError says what is wrong with it."""
    try:
        return parse(json.loads(path.read_text()))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{path} is not the JSON of a contest: {error}") from None


def parse(contents: dict[str, Any]) -> Record:
    """Take what json.loads() gave."""
    contents = dict(contents)
    schema = contents.pop("schema", None)
    if schema != SCHEMA:
        raise ValueError(f"its schema is {schema!r}; allowed: {SCHEMA!r}")
    rows = [dict(row) for row in contents.pop("variants")]
    variants = [
        Variant(**{**row, "samples": [Sample(*sample) for sample in row["samples"]]})
        for row in rows
    ]
    if unknown := {variant.status for variant in variants} - set(STATUSES):
        raise ValueError(f"a status is {unknown.pop()!r}; allowed: {', '.join(STATUSES)}")
    return Record(variants=variants, **contents)
