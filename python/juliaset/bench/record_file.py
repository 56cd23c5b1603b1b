"""Reads and writes the file of a contest, and checks everything that a reader relies on.

A file of an older version is brought into the present form, and then validated like any other.
"""

import os
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from juliaset.bench.record import SCHEMA, Record, Status, Variant
from juliaset.problem import BOOK_EDGE
from juliaset.system.files import write_whole
from juliaset.system.plain_files import UnfitFileError, read_plain
from juliaset.system.processes import in_brief, printable

LARGEST = 64 << 20  # bytes of a file: two million samples, which take a gigabyte of memory
_LONGEST_COMPLAINT = 300
_LANES = {"sse2": 2, "avx2": 4, "avx512": 8}
_MACHINE_V1 = ("cpu", "cores", "system", "python", "compiler", "flags", "libraries", "git")
_ARCHITECTURES = ("x86_64", "aarch64")
Contents = TypeVar("Contents")


class Schema(Struct):
    """The field that tells the version of a file."""

    schema: str


def save(record: Record, path: Path) -> None:
    """Write the file, whole or not at all."""
    write_whole(path, dumps(record))


def dumps(record: Record) -> str:
    """Return the text of the file."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1).decode() + "\n"


def load(path: Path) -> Record:
    """Return the contest in a file of any version; ValueError says what is wrong with the file."""
    return load_as(parse, path, "the JSON of a contest")


def load_as(parser: Callable[[bytes], Contents], path: Path, what: str) -> Contents:
    """Return what the parser makes of a file; ValueError says why the file is not `what`."""
    try:
        return parser(_contents(path))
    except FileNotFoundError:
        raise ValueError(f"there is no file {str(path)!r}") from None
    except (ValueError, OSError, MemoryError, RecursionError) as error:
        reason = printable(str(error) or type(error).__name__).replace("\n", " ")
        raise ValueError(f"{path} is not {what}: {in_brief(reason, _LONGEST_COMPLAINT)}") from None


def _contents(path: Path) -> bytes:
    try:
        return read_plain(Path(os.path.realpath(path, strict=True)), LARGEST)
    except UnfitFileError as error:
        raise ValueError(f"it {error}") from None


def parse(text: bytes | str) -> Record:
    """Return the contest that a file's text describes; ValueError if it is not one."""
    try:
        schema = msgspec.json.decode(text, type=Schema).schema
        if schema == SCHEMA:
            record = msgspec.json.decode(text, type=Record)
        elif schema in UPGRADES:
            contents = msgspec.json.decode(text)
            while contents["schema"] in UPGRADES:
                contents = UPGRADES[contents["schema"]](contents)
            record = msgspec.convert(contents, Record)
        else:
            raise ValueError(f"its schema is {schema!r}; allowed: {', '.join([SCHEMA, *UPGRADES])}")
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except (ArithmeticError, AttributeError, KeyError, TypeError) as error:  # in an upgrade
        raise ValueError(f"as a {schema} it lacks or misuses {error}") from None
    check(record)
    return record


def check(record: Record) -> None:
    """Raise ValueError unless the parts of the record agree with each other."""
    counted = Counter(variant.id for variant in record.variants)
    if twice := [name for name, number in counted.items() if number > 1]:
        raise ValueError(f"two rows have the id {twice[0]!r}; allowed: ids that differ")
    contest = record.contest
    roles = [("baseline", contest.baseline), ("reference", contest.reference)]
    for pair in contest.twins.items():
        roles += zip(("control", "control's row"), pair, strict=True)
    for role, name in roles:
        if name is not None and name not in counted:
            raise ValueError(f"its {role} is {name!r}, and no row has that id")
    _check_moment(contest.when)
    for name in [contest.baseline, *contest.twins.values()]:
        if name in contest.twins:
            raise ValueError(f"{name!r} is both a row and a control; allowed: one of the two")
    for variant in record.variants:
        _check_row(variant)
    for row in record.imported:
        if (row.status == "ok") == (row.real_time is None or row.cpu_time is None):
            raise ValueError(f"the imported row {row.name!r} needs either times or a bad status")


def _check_moment(when: str) -> None:
    try:
        datetime.fromisoformat(when).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"its `when` is {when!r}; allowed: a date and time that exist") from None


def _check_row(variant: Variant) -> None:
    if variant.status != Status.OK and (variant.verdict or not variant.reason):
        raise ValueError(
            f"the row {variant.id!r} is {variant.status}; allowed then: a reason, and no verdict"
        )
    rounds = [sample.round for sample in variant.samples]
    if len(set(rounds)) != len(rounds):
        raise ValueError(f"the row {variant.id!r} has two samples of one round")


def from_version_1(old: dict[str, Any]) -> dict[str, Any]:
    """Return the contents of a file of version 1, until November 2026, in the form of version 2."""
    contest, problem, rows = dict(old["contest"]), dict(old["problem"]), old["variants"]
    machine = {name: contest.pop(name) for name in _MACHINE_V1}
    cap, system = contest.pop("isa"), machine["system"]
    machine["isa_cap"] = "" if cap == "all that the CPU has" else cap
    machine["architecture"] = next((name for name in _ARCHITECTURES if name in system), "")
    machine["governor"] = contest.pop("governor", None) or ""
    twin, clock = contest.pop("twin"), contest.pop("clock", None)
    contest |= {"machine": machine, "twins": [] if twin is None else [twin]}
    contest["bound"] = _bound_of(contest.get("bound") or {}, clock)
    if problem:  # empty if functions or programs were timed
        width, height = problem["width"], problem["height"]
        problem["axes"], problem["steps"] = problem.pop("kind"), problem.pop("iterations")
        if problem["axes"] == "view":
            problem["window"] = (
                -BOOK_EDGE,
                -BOOK_EDGE + (width - 1) * (2 * BOOK_EDGE / width),
                BOOK_EDGE - (height - 1) * (2 * BOOK_EDGE / height),
                BOOK_EDGE,
            )
        problem["kind"] = "julia"
    return old | {
        "schema": "juliaset-contest/2",
        "contest": contest,
        "problem": problem or None,
        "variants": [_row_of(row) for row in rows],
    }


def _bound_of(bound: dict[str, Any], clock: float | None) -> dict[str, Any] | None:
    """Return the typed bound; the first files had the clock apart from it."""
    ghz, best = bound.get("clock_ghz", clock), bound.get("ns_per_iteration")
    if ghz is None or best is None:
        return None
    rows = bound.get("rows") or [{"isa": bound["isa"], "ns_per_iteration": best}]
    return {
        "clock_ghz": ghz,
        "roofs": [{"lanes": _LANES.get(row["isa"], 1)} | row for row in rows],
    }


def _row_of(row: dict[str, Any]) -> dict[str, Any]:
    # Another process took over midway, and such a file does not say from which sample on.
    samples = row["samples"]
    kept = {name: value for name, value in row.items() if name != "samples"}
    return kept | {"processes": [{"samples": samples}] if samples else []}


def from_version_2(old: dict[str, Any]) -> dict[str, Any]:
    """Return the contents of a file of version 2, of November 2026, in the form of version 3."""
    contest = dict(old["contest"])
    contest["twins"] = dict.fromkeys(contest["twins"], contest["baseline"])
    # "unresolved (3 rounds)" was a verdict with its reason.
    rows = [row | {"verdict": row.get("verdict", "").partition(" ")[0]} for row in old["variants"]]
    return old | {"schema": "juliaset-contest/3", "contest": contest, "variants": rows}


# These convert the contents of an old version into the next one.
UPGRADES = {"juliaset-contest/1": from_version_1, "juliaset-contest/2": from_version_2}
