"""The problem of a contest, as its record has it: what was solved, and what readers say of it.

Both types answer the same questions, so that no reader asks which of them it has.
"""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from juliaset.ranges import AtLeastOne, Count, Text, Whole


class JuliaSet(Struct, tag_field="kind", tag="julia", forbid_unknown_fields=True):
    """The picture that kernels computed."""

    axes: Literal["book", "view"]
    width: AtLeastOne
    height: AtLeastOne
    c: tuple[float, float]
    max_iterations: Count
    steps: Count  # the sum of all counts: what a time is divided by
    # x of the first and the last pixel, y of the last and the first; None for the book's axes
    window: tuple[float, float, float, float] | None = None

    @property
    def title(self) -> str:
        """The problem in a few words."""
        return (
            f"c = {complex(*self.c):.6g}, {self.width} x {self.height} pixels, limit "
            f"{self.max_iterations}: {self.steps:,} iterations"
        )

    @property
    def work(self) -> str:
        """What the steps are, in a sentence; empty because the title says it."""
        return ""

    @property
    def checked(self) -> str:
        """What the outputs were compared with; empty if there was nothing to compute."""
        return "every count compared with the right one" if self.steps else ""

    @property
    def step_name(self) -> str:
        """What a time is divided by to give that of one step."""
        return "iteration"

    @property
    def value_name(self) -> str:
        """What the output consists of."""
        return "pixels"

    @property
    def of_registry(self) -> bool:
        """Whether its kernels are those that `juliaset list` shows and other commands take."""
        return True

    @property
    def has_roof(self) -> bool:
        """Whether it is known how fast a core can take its steps: `roof` measures that."""
        return True

    @property
    def near_is_right(self) -> bool:
        """Whether a tolerant row is right; here the course shows what its wrong pixels cost."""
        return False

    @property
    def identity(self) -> object:
        """What is equal in two contests of one problem: all pictures are, with parameters."""
        return "julia"

    @property
    def irrelevant(self) -> frozenset[str]:
        """The fields that may differ in two contests whose times are compared."""
        return frozenset()


class OwnProblem(Struct, tag_field="kind", tag="own", forbid_unknown_fields=True):
    """A problem that is not a Julia set: what its file defines, for one size."""

    name: Text
    parameters: Annotated[dict[Text, Text | Whole | float], Meta(max_length=1_000)] = field(
        default_factory=dict
    )
    steps: Count | None = None
    step: Text = ""  # what one step is
    output: Text = ""  # its type and shape
    oracle: Text = ""  # how far a value may be from the oracle's
    digest: Text = ""  # of the inputs and, if it is exact, of the right output

    @property
    def title(self) -> str:
        """The problem in a few words."""
        of = ", ".join(f"{name} = {value}" for name, value in self.parameters.items())
        return f"{self.name}: {of}" if of else self.name

    @property
    def work(self) -> str:
        """What the steps are, in a sentence."""
        return f"{self.steps or 0:,} steps, each {self.step}."

    @property
    def checked(self) -> str:
        """What the outputs were compared with."""
        how = "" if self.oracle == "exact" else f" ({self.oracle})"
        return f"every output compared with the oracle's{how}"

    @property
    def step_name(self) -> str:
        """What a time is divided by to give that of one step."""
        return "step"

    @property
    def value_name(self) -> str:
        """What the output consists of."""
        return "values"

    @property
    def of_registry(self) -> bool:
        """Whether its kernels are those that `juliaset list` shows: its file has them."""
        return False

    @property
    def has_roof(self) -> bool:
        """Whether it is known how fast a core can take its steps."""
        return False

    @property
    def near_is_right(self) -> bool:
        """Whether a tolerant row is right: it is within the problem's own tolerance."""
        return True

    @property
    def identity(self) -> object:
        """What is equal in two contests of one problem."""
        return replace(self, steps=0, step="")

    @property
    def irrelevant(self) -> frozenset[str]:
        """The fields that may differ: how steps are counted and called concerns no ratio."""
        return frozenset({"step", "steps"})


Solved = JuliaSet | OwnProblem
