"""What a claim is, and how its verdict follows from what an experiment observed."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

Verdict = Literal["true", "false", "depends", "not checked"]


class NotHereError(Exception):
    """The machine lacks what the experiment needs; the text says what."""


class UnresolvedError(Exception):
    """The machine was too busy to decide; the text has the numbers."""


class Mark(StrEnum):
    """What one observation says about its claim."""

    HOLDS = "holds"
    FAILS = "does not hold"
    CONTROL = "control"
    CONTROL_BROKEN = "control broken"
    OUT_OF_REACH = "out of reach"


@dataclass(frozen=True)
class Case:
    """One observation: where it was made, whether the claim held there, and what was printed."""

    label: str
    mark: Mark
    printed: str


Cases = Iterator[Case]
Experiment = Callable[[], Cases]


def case(label: str, printed: object, *, holds: bool) -> Case:
    """Return a case that votes for the claim or against it."""
    return Case(label, Mark.HOLDS if holds else Mark.FAILS, str(printed))


def control(label: str, printed: object, *, seen: bool) -> Case:
    """Return an observation that casts no vote, but without which the others prove nothing."""
    return Case(label, Mark.CONTROL if seen else Mark.CONTROL_BROKEN, str(printed))


def out_of_reach(label: str, printed: object) -> Case:
    """Return the reason why no machine of this kind can decide the claim."""
    return Case(label, Mark.OUT_OF_REACH, str(printed))


def verdict_of(cases: list[Case]) -> Verdict:
    """Return true if the claim held in every case, false if in none, and depends if in some."""
    broken = [c for c in cases if c.mark is Mark.CONTROL_BROKEN]
    if broken:
        raise AssertionError(f"the experiment shows nothing: {broken}")
    votes = {c.mark for c in cases} & {Mark.HOLDS, Mark.FAILS}
    if not votes:
        if any(c.mark is Mark.OUT_OF_REACH for c in cases):
            return "not checked"
        raise AssertionError("the experiment made no observation")
    if votes == {Mark.HOLDS}:
        return "true"
    return "false" if votes == {Mark.FAILS} else "depends"


@dataclass(frozen=True)
class Claim:
    """A sentence of the notes in our words, the verdict we state, and its experiment.

    implied: the pages do not say it, but what they say leads there.
    """

    name: str
    pages: tuple[int, ...]
    says: str
    verdict: Verdict
    answer: str
    command: str
    slow: bool
    implied: bool
    topic: str
    experiment: Experiment

    def run(self) -> list[Case]:
        """Run the experiment now."""
        return list(self.experiment())


CLAIMS: dict[str, Claim] = {}


_STATED: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("claims.toml").read_text(encoding="utf-8")
)
TITLES = _STATED.pop("topics")


def claim(experiment: Experiment) -> Experiment:
    """Register a generator of cases as the experiment of the claim of its name in claims.toml."""
    name = experiment.__name__.replace("_", "-")
    if name in CLAIMS:
        raise ValueError(f"two experiments are called {name}")
    stated = {"slow": False, "implied": False} | _STATED[name]
    stated["pages"] = tuple(stated["pages"])
    topic = experiment.__module__.rpartition(".")[2]
    CLAIMS[name] = Claim(name=name, topic=topic, experiment=experiment, **stated)
    return experiment


def without_experiment() -> set[str]:
    """Return the claims that are stated and have no experiment."""
    return set(_STATED) - set(CLAIMS)
