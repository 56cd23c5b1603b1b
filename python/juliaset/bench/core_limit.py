"""The limit of a core, as a contest keeps it: its clock, and what its vectors do at best."""

from typing import Annotated

from msgspec import Meta, Struct, field

from juliaset.ranges import MOST_IN_A_PROBE, AtLeastOne, NotNegative, Positive, Text


class InFlight(Struct, forbid_unknown_fields=True):
    """Cycles of one vector's step, with that many independent vectors stepped together."""

    vectors: AtLeastOne
    bare_cycles: Positive
    tested_cycles: Positive  # with the test that a kernel makes at each step


class Roof(Struct, forbid_unknown_fields=True):
    """What one core does at best with the vectors of an instruction set."""

    isa: Text
    lanes: AtLeastOne
    ns_per_iteration: Positive
    in_flight: Annotated[list[InFlight], Meta(max_length=MOST_IN_A_PROBE)] = field(
        default_factory=list
    )  # by `vectors`, from 1 on

    def flight(self, vectors: int) -> InFlight | None:
        """Return the measurement with that many vectors in flight, or the next one with fewer."""
        return next((each for each in reversed(self.in_flight) if each.vectors <= vectors), None)

    @property
    def ports(self) -> float | None:
        """The cycles of a vector's bare step if nothing waits: the ports are busy all the time."""
        return min((each.bare_cycles for each in self.in_flight), default=None)


class Bound(Struct, forbid_unknown_fields=True):
    """The measured limit of this core: its clock, and the roof of each instruction set."""

    clock_ghz: Positive
    roofs: Annotated[list[Roof], Meta(min_length=1, max_length=MOST_IN_A_PROBE)]
    clock_after_ghz: Positive | None = None  # at the end of the contest
    agreeing: NotNegative | None = None  # the smallest part of equal pieces with equal cycles
    capped: bool = False  # JULIASET_ISA kept wider sets from being measured

    @property
    def best(self) -> Roof:
        """The fastest of them, which no kernel that takes all steps can exceed."""
        return min(self.roofs, key=lambda roof: roof.ns_per_iteration)

    @property
    def ghz(self) -> float:
        """The clock of the contest: the mean of before and after."""
        return (self.clock_ghz + (self.clock_after_ghz or self.clock_ghz)) / 2

    def roof(self, isa: str) -> Roof | None:
        """Return the roof of an instruction set."""
        return next((roof for roof in self.roofs if roof.isa == isa), None)
