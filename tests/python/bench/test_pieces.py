"""Pieces between clocks, on a simulated core: its clock moves, and others take the core."""

import random
from collections.abc import Callable

import pytest

from juliaset.bench.pieces import ROUNDS, Estimate, Piece, Probe, alternate, estimate, why_busy

CLOCK = 120_000
STEPS = 30_000
LATENCY, PORTS = 9.0, 2.0  # cycles of a step
ALL_S = 60.0  # more than any of these takes


class Core:
    """A core with a clock of its own; time passes only while it works."""

    def __init__(
        self,
        ghz: Callable[[float], float] = lambda _: 3.2,
        slower: Callable[[float], float] = lambda _: 1.0,
        slice_ns: float = 0.0,
    ) -> None:
        """Keep the clock by time; how many times as long a vector takes; another's time slices."""
        self.ns = 0.0
        self.ghz, self.slower, self.slice_ns = ghz, slower, slice_ns

    def now(self) -> int:
        return round(self.ns)

    def work(self, cycles: float) -> None:
        """Take that many cycles, in parts so short that the clock is constant in each."""
        for _ in range(20):
            ns = cycles / 20 / self.ghz(self.ns)
            if self.slice_ns and (self.ns + ns) % (2 * self.slice_ns) > self.slice_ns:
                self.ns += self.slice_ns  # another program has its turn
            self.ns += ns

    def vector(self, cycles: float) -> None:
        self.work(cycles * self.slower(self.ns))

    def estimates(self, most_s: float = ALL_S) -> list[Estimate]:
        clock = Probe(lambda: self.work(CLOCK), CLOCK)
        probes = [
            Probe(lambda cycles=cycles: self.vector(cycles * STEPS), STEPS)  # type: ignore[misc]
            for cycles in (LATENCY, PORTS)
        ]
        return [estimate(pieces) for pieces in alternate(probes, clock, most_s, self.now)]


def near(estimates: list[Estimate]) -> bool:
    found = [each.cycles for each in estimates]
    return found == pytest.approx([LATENCY, PORTS], rel=0.01)


def test_a_constant_clock_gives_the_cycles() -> None:
    found = Core().estimates()
    assert near(found)
    assert all(each.steady == 1 and each.rounds == ROUNDS for each in found)
    assert why_busy(found, waiting=0.0) == ""


def test_a_clock_that_switches_midway_changes_nothing() -> None:
    total = ROUNDS * (2 * CLOCK + (LATENCY + PORTS) * STEPS) / 3.2
    found = Core(ghz=lambda ns: 3.2 if ns < total / 2 else 3.7).estimates()
    assert near(found)
    assert why_busy(found) == ""


def test_a_clock_that_climbs_all_the_time_changes_nothing() -> None:
    found = Core(ghz=lambda ns: min(2.0 + ns / 2e7, 4.5)).estimates()
    assert near(found)
    assert why_busy(found) == ""


def test_a_clock_that_never_rests_is_reported() -> None:
    found = Core(ghz=lambda ns: 3.2 if ns % 60_000 < 30_000 else 3.7).estimates()
    assert "the clock changed in" in why_busy(found)


def test_another_program_on_the_core_is_reported_and_its_slices_are_not_counted() -> None:
    found = Core(slice_ns=3e6).estimates()
    assert near(found)
    assert why_busy(found, waiting=0.5) == "other programs had the core for 50% of the time"


def test_a_neighbour_that_takes_the_ports_half_of_the_time_is_reported() -> None:
    total = ROUNDS * (2 * CLOCK + (LATENCY + 1.6 * PORTS) * STEPS) / 3.2
    found = Core(slower=lambda ns: 1.6 if ns > total / 2 else 1.0).estimates()
    assert "60% more cycles at one moment than at another" in why_busy(found, waiting=0.0)


def test_a_neighbour_that_scatters_all_pieces_is_reported() -> None:
    chance = random.Random(1)
    found = Core(slower=lambda _: chance.uniform(1.0, 1.4)).estimates()
    assert "of equal pieces took equal cycles" in why_busy(found, waiting=0.0)


def test_a_neighbour_that_scatters_half_of_the_pieces_changes_nothing() -> None:
    chance = random.Random(1)
    # Above and below: the neighbour slows the clock's chain down too.
    found = Core(slower=lambda _: chance.choice([1.0, chance.uniform(0.9, 1.4)])).estimates()
    assert near(found)
    assert why_busy(found, waiting=0.0) == ""


def test_too_few_rounds_are_reported() -> None:
    found = Core().estimates(most_s=1e-3)
    assert 1 <= found[0].rounds < ROUNDS
    assert "rounds only" in why_busy(found)


def test_interruptions_of_a_few_pieces_are_passed_over() -> None:
    calm, hit = Piece(3.2, 2.5, 3.2), Piece(3.2, 99.0, 3.2)
    clock_hit = Piece(0.4, 2.5, 3.2)  # the clock before it was interrupted
    found = estimate([calm, hit, calm, clock_hit, calm, calm] * 10)
    assert found.cycles == pytest.approx(8)
    assert (found.agreeing, found.rivals, found.rounds) == (0.8, 0.25, 60)
    assert found.steady == pytest.approx(5 / 6)


def test_pieces_without_a_steady_clock_still_have_a_number() -> None:
    found = estimate([Piece(3.0, 2.0, 4.0)])
    assert found == Estimate(7.0, 1.0, 0.0, 0.0, steady=0.0, rounds=1)
