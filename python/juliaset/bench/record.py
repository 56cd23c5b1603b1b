"""The record of a contest: raw samples and what is needed to interpret them, as one JSON file.

These types are the format. Reading validates a file against them, docs/contest.schema.json is
generated from them (`make docs`), and docs/contest.md explains them. Nothing that can be computed
from the samples is stored, except the verdict, so that a reader of the file need not compute it.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct, field

from juliaset.bench.core_limit import Bound
from juliaset.bench.record_problem import Solved
from juliaset.machine import Machine
from juliaset.ranges import (
    MOST_CONTROLS,
    MOST_IMPORTED,
    MOST_IN_A_PROBE,
    MOST_ROWS,
    AtLeastOne,
    Count,
    Name,
    NotNegative,
    Positive,
    Text,
    Texts,
)

SCHEMA = "juliaset-contest/3"

VERDICT = r"^(baseline|faster|slower|same|unresolved|suspect)?$"
MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"


class Status(StrEnum):
    """The outcome of a row."""

    OK = "ok"
    WRONG = "wrong"
    FAILED = "failed"
    CRASHED = "crashed"
    TIMEOUT = "timeout"
    UNAVAILABLE = "unavailable"


# A row that could run and gave no right answer.
BROKEN = frozenset({Status.WRONG, Status.FAILED, Status.CRASHED, Status.TIMEOUT})


class State(StrEnum):
    """How a contest ended."""

    COMPLETE = "complete"
    INTERRUPTED = "interrupted"
    CONTENDED = "contended"


class Sample(NamedTuple):
    """One timing: the round, the place in it, and the nanoseconds of one call.

    waited_ns: how long its threads were ready to run and had no core; None if unknown.
    """

    round: Count
    position: Count
    wall_ns: Positive
    cpu_ns: NotNegative
    waited_ns: NotNegative | None = None


class Process(Struct, forbid_unknown_fields=True):
    """The samples that one process gave: what is particular to a process is shared by them all.

    Functions of one process have a block of rounds here instead.
    """

    samples: list[Sample] = field(default_factory=list)
    core: Count | None = None  # the core to which it was pinned


class Cold(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Nanoseconds of what happens once in a process or in a sample, and is not part of its time."""

    load_ns: NotNegative | None = None
    first_call_ns: NotNegative | None = None
    bind_ns: NotNegative | None = None
    finish_ns: NotNegative | None = None
    compile_ns: NotNegative | None = None


class Variant(Struct, forbid_unknown_fields=True):
    """One row: what ran, how, whether it was right, and every sample of it."""

    id: Name
    kernel: Text = ""
    toolchain: Text = ""
    flavour: Text | None = None
    flags: Text = ""
    compiler: Text = ""
    isa: Text = ""
    lanes: AtLeastOne = 1
    vectors_in_flight: AtLeastOne = 1
    steps: Literal["", "every", "some"] = ""
    gil: Literal["held", "released", "absent"] | None = None
    threads: AtLeastOne = 1
    pictures: AtLeastOne = 1  # computed at once in a call; readers divide its times by them
    environment: Texts = field(default_factory=dict)
    exactness: Literal["", "exact", "tolerant"] = ""
    differing: Count = 0
    largest_error: NotNegative | None = None  # of a value, if the problem has a tolerance
    status: Status = Status.OK
    reason: Text = ""
    note: Text = ""  # what a reader of the row must know
    verdict: Annotated[str, Meta(pattern=VERDICT)] = ""
    calls: AtLeastOne = 1
    processes: list[Process] = field(default_factory=list)
    memory: Count | None = None
    cold: Cold = field(default_factory=Cold)

    @property
    def samples(self) -> list[Sample]:
        """The samples of all its processes."""
        return [sample for process in self.processes for sample in process.samples]

    @property
    def timed(self) -> bool:
        """Whether it has a time; a row that is wrong has none."""
        return self.status == Status.OK and any(process.samples for process in self.processes)

    @property
    def fused(self) -> int:
        """How many counts differ because the Python of the contest fuses multiply-add.

        For any other reason an exact row would be wrong.
        """
        return self.differing if self.timed and self.exactness == "exact" else 0

    @property
    def remarks(self) -> list[str]:
        """What a reader of the row must know, in addition to the reason of its verdict."""
        who = "the Python of the contest fuses multiply-add"  # a reader may have another one
        fused = f"{who}: {self.fused:,} pixels differ" if self.fused else ""
        return [each for each in (fused, self.note) if each]


class Contest(Struct, forbid_unknown_fields=True):
    """The circumstances of a contest, and how it ended."""

    when: Annotated[str, Meta(pattern=MOMENT)]
    machine: Machine
    baseline: Name
    twins: Annotated[
        dict[Name, Name], Meta(max_length=MOST_CONTROLS)
    ]  # the controls: the id of each, and of the row that it repeats
    reference: Name | None
    budget_s: NotNegative | None  # None: no time ends it, only the number of runs
    state: State = State.INTERRUPTED  # until it is over
    processes: Count = 0  # that each row was to have; slow rows have fewer
    rounds: Count = 0
    seconds: NotNegative = 0.0
    pressure: NotNegative | None = None
    bound: Bound | None = None
    no_bound: Text = ""  # why there is none
    revision: Text = ""  # of the folder whose programs or own kernels were measured


class Imported(Struct, forbid_unknown_fields=True):
    """A row that another program timed; one that is not ok has no times."""

    name: Name
    threads: AtLeastOne
    real_time: Positive | None = None
    cpu_time: NotNegative | None = None
    iterations: Count = 0
    ns_per_iteration: Positive | None = None
    status: Literal["ok", "wrong", "unavailable"] = "ok"
    reason: Text = ""


class Together(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What T threads with the GIL held, released or absent, and T processes, do together."""

    threads: AtLeastOne
    held: NotNegative  # times the work of one thread
    released: NotNegative
    processes: NotNegative
    stall_held_ms: NotNegative
    stall_released_ms: NotNegative
    held_interval: tuple[NotNegative, NotNegative] | None = None
    released_interval: tuple[NotNegative, NotNegative] | None = None
    processes_interval: tuple[NotNegative, NotNegative] | None = None
    absent: NotNegative | None = None
    stall_absent_ms: NotNegative | None = None
    absent_interval: tuple[NotNegative, NotNegative] | None = None


class GilProbe(Struct, forbid_unknown_fields=True):
    """What the GIL costs a kernel."""

    kernel: Text
    rows: Annotated[list[Together], Meta(max_length=MOST_IN_A_PROBE)]
    no_absent: Text = ""  # why nothing was measured without a GIL


class Probes(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What was measured in addition to the rows."""

    gil: GilProbe | None = None


class Record(Struct, tag_field="schema", tag=SCHEMA, forbid_unknown_fields=True):
    """A contest, as it is written and read."""

    contest: Contest
    problem: Solved | None  # None: functions or programs were timed, of any kind
    variants: Annotated[list[Variant], Meta(max_length=MOST_ROWS)]
    imported: Annotated[list[Imported], Meta(max_length=MOST_IMPORTED)] = field(
        default_factory=list
    )
    probes: Probes = field(default_factory=Probes)

    def find(self, name: str | None) -> Variant | None:
        """Return the row of that id."""
        return next((variant for variant in self.variants if variant.id == name), None)

    @property
    def rows(self) -> Iterator[Variant]:
        """The rows without the controls."""
        return (variant for variant in self.variants if variant.id not in self.contest.twins)

    @property
    def steps(self) -> int | None:
        """What a time is divided by to give nanoseconds per iteration."""
        return None if self.problem is None else self.problem.steps
