"""Reads and writes the file of a contest, and checks all that a reader relies on.

A file of an older version is read through that version's own types, and upgraded.
"""

import stat
from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, field

from juliaset.bench import record as v2
from juliaset.bench.record import SCHEMA, Record
from juliaset.machine import Machine
from juliaset.system.files import write_whole
from juliaset.system.processes import printable

LARGEST = 256 << 20  # bytes of a file
_LONGEST_COMPLAINT = 300
_LANES = {"sse2": 2, "avx2": 4, "avx512": 8}
_NO_CAP = "all that the CPU has"
_ARCHITECTURES = ("x86_64", "aarch64")


def save(record: Record, path: Path) -> None:
    """Write the file, whole or not at all."""
    write_whole(path, dumps(record))


def dumps(record: Record) -> str:
    """Return the text of the file."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1).decode() + "\n"


def load(path: Path) -> Record:
    """Return the contest in a file of any version; ValueError says what is wrong with the file."""
    try:
        return parse(_contents(path))
    except FileNotFoundError:
        raise ValueError(f"there is no file {str(path)!r}") from None
    except (ValueError, OSError, MemoryError) as error:
        reason = printable(str(error) or type(error).__name__).replace("\n", " ")
        raise ValueError(
            f"{path} is not the JSON of a contest: {reason[:_LONGEST_COMPLAINT]}"
        ) from None


def _contents(path: Path) -> bytes:
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):  # nothing is opened that might keep its reader waiting
        raise ValueError("it is not a regular file")
    if about.st_size > LARGEST:
        raise ValueError(f"it has {about.st_size:,} bytes; allowed: up to {LARGEST:,}")
    return path.read_bytes()


def parse(text: bytes | str) -> Record:
    """Return the contest that a file's text describes; ValueError if it is not one."""
    try:
        contents = msgspec.json.decode(text, type=Record | RecordV1)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except msgspec.ValidationError as error:
        if str(error).endswith("`$.schema`"):
            raise ValueError(f"{error}; allowed: {SCHEMA}, or 1 instead of 2") from None
        raise
    record = contents if isinstance(contents, Record) else upgraded(contents)
    check(record)
    return record


def check(record: Record) -> None:
    """Raise ValueError unless the parts of the record agree with each other."""
    counted = Counter(variant.id for variant in record.variants)
    if twice := [name for name, number in counted.items() if number > 1]:
        raise ValueError(f"two rows have the id {twice[0]!r}; allowed: ids that differ")
    contest = record.contest
    roles = [("baseline", contest.baseline), ("reference", contest.reference)]
    for role, name in [*roles, *(("twin", twin) for twin in contest.twins)]:
        if name is not None and name not in counted:
            raise ValueError(f"its {role} is {name!r}, and no row has that id")
    for variant in record.variants:
        _check_row(variant)
    for row in record.imported:
        if (row.status == "ok") == (row.real_time is None or row.cpu_time is None):
            raise ValueError(f"the imported row {row.name!r} needs either times or a bad status")


def _check_row(variant: v2.Variant) -> None:
    if variant.status != v2.Status.OK and (variant.verdict or not variant.reason):
        raise ValueError(
            f"the row {variant.id!r} is {variant.status}; allowed then: a reason, and no verdict"
        )
    rounds = [sample.round for sample in variant.samples]
    if len(set(rounds)) != len(rounds):
        raise ValueError(f"the row {variant.id!r} has two samples of one round")


# Version 1, until November 2026.


class VariantV1(Struct, forbid_unknown_fields=True):
    """A row of version 1."""

    id: v2.Id
    kernel: str
    toolchain: str
    flavour: str | None
    flags: str
    gil: Literal["held", "released"] | None
    threads: v2.AtLeastOne
    environment: dict[str, str]
    exactness: Literal["", "exact", "tolerant"]
    differing: v2.Count
    status: v2.Status
    reason: str
    verdict: Annotated[str, Meta(pattern=v2.VERDICT)]
    calls: v2.AtLeastOne
    samples: list[v2.Sample]
    memory: v2.Count | None
    cold: v2.Cold


class RoofV1(Struct, forbid_unknown_fields=True):
    """A roof of version 1, which may lack its lanes."""

    isa: str
    ns_per_iteration: v2.Positive
    lanes: v2.AtLeastOne | None = None


class BoundV1(Struct, forbid_unknown_fields=True):
    """The bound of version 1; an empty object if none was measured."""

    isa: str = ""
    ns_per_iteration: v2.Positive | None = None
    clock_ghz: v2.Positive | None = None
    rows: list[RoofV1] = field(default_factory=list)


class ContestV1(Struct, forbid_unknown_fields=True):
    """The header of version 1: contest and machine in one."""

    cpu: str
    cores: v2.AtLeastOne
    isa: str
    system: str
    python: str
    compiler: str
    flags: dict[str, str]
    libraries: dict[str, str]
    git: str
    when: Annotated[str, Meta(pattern=v2.MOMENT)]
    baseline: str
    twin: str | None
    reference: str | None
    budget_s: v2.NotNegative
    state: v2.State
    rounds: v2.Count = 0
    seconds: v2.NotNegative = 0.0
    governor: str | None = None
    pressure: v2.NotNegative | None = None
    clock: v2.Positive | None = None  # GHz, when it was not yet a part of the bound
    bound: BoundV1 = field(default_factory=BoundV1)


class ProblemV1(Struct, forbid_unknown_fields=True):
    """The picture of version 1; an empty object if functions or programs were timed."""

    kind: Literal["book", "view"] | None = None
    width: int | None = None
    height: int | None = None
    c: tuple[float, float] | None = None
    max_iterations: int | None = None
    iterations: int | None = None


class RecordV1(Struct, tag_field="schema", tag="juliaset-contest/1", forbid_unknown_fields=True):
    """A contest in version 1."""

    contest: ContestV1
    problem: ProblemV1
    variants: list[VariantV1]
    imported: list[v2.Imported] = field(default_factory=list)
    probes: v2.Probes = field(default_factory=v2.Probes)


def upgraded(old: RecordV1) -> Record:
    """Return a contest of version 1 as one of the present version."""
    return Record(
        contest=_upgraded_contest(old.contest),
        problem=_upgraded_problem(old.problem),
        variants=[_upgraded_row(row) for row in old.variants],
        imported=old.imported,
        probes=old.probes,
    )


def _upgraded_contest(old: ContestV1) -> v2.Contest:
    machine = Machine(
        cpu=old.cpu,
        cores=old.cores,
        isa_cap="" if old.isa == _NO_CAP else old.isa,
        system=old.system,
        architecture=next((name for name in _ARCHITECTURES if name in old.system), ""),
        python=old.python,
        compiler=old.compiler,
        flags=old.flags,
        libraries=old.libraries,
        git=old.git,
        governor=old.governor or "",
    )
    return v2.Contest(
        when=old.when,
        machine=machine,
        baseline=old.baseline,
        twins=[old.twin] if old.twin is not None else [],
        reference=old.reference,
        budget_s=old.budget_s,
        state=old.state,
        rounds=old.rounds,
        seconds=old.seconds,
        pressure=old.pressure,
        bound=_upgraded_bound(old.bound, old.bound.clock_ghz or old.clock),
    )


def _upgraded_bound(old: BoundV1, clock_ghz: float | None) -> v2.Bound | None:
    if old.ns_per_iteration is None or clock_ghz is None:
        return None
    rows = old.rows or [RoofV1(old.isa, old.ns_per_iteration)]
    roofs = [
        v2.Roof(row.isa, row.lanes or _LANES.get(row.isa, 1), row.ns_per_iteration) for row in rows
    ]
    return v2.Bound(clock_ghz, roofs)


def _upgraded_problem(old: ProblemV1) -> v2.JuliaSet | None:
    if old == ProblemV1():
        return None
    fields = msgspec.to_builtins(old)
    fields["axes"], fields["steps"] = fields.pop("kind"), fields.pop("iterations")
    return msgspec.convert(fields | {"kind": "julia"}, v2.JuliaSet)


def _upgraded_row(old: VariantV1) -> v2.Variant:
    fields = msgspec.structs.asdict(old)
    samples = fields.pop("samples")
    # Midway another process took over, and such a file does not say from which sample on.
    return v2.Variant(**fields, processes=[v2.Process(samples)] if samples else [])
