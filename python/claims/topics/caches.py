"""perf stat's caches and branches, on cachegrind's CPU where there are no counters."""

import sys

from claims.claim import Cases, case, claim, control
from claims.counters import cachegrind, hardware_support, last_level_misses, last_level_references
from claims.tools import c_program


def branchy(*, miss: bool) -> dict[str, int]:
    """Return the counts of a loop whose branch is random, or regular."""
    with c_program("branches", "-O0") as main:
        return cachegrind([main, "random"] if miss else [main])


def walk(kib: int, laps: int) -> tuple[int, int, int]:
    """Return what walking over an array adds: references, and those to the last level, misses."""
    with c_program("walk", "-O1") as main:
        base, whole = cachegrind([main, str(kib), "0"]), cachegrind([main, str(kib), str(laps)])
    reads = whole["Dr"] - base["Dr"]
    last = last_level_references(whole) - last_level_references(base)
    memory = last_level_misses(whole) - last_level_misses(base)
    return reads, max(last, 0), max(memory, 0)


def shown(counts: tuple[int, int, int]) -> str:
    """Write the three on one line."""
    return f"{counts[0]:,} reads, {counts[1]:,} of the last level, {counts[2]:,} of memory"


@claim
def small_data_fits() -> Cases:
    small, large = walk(16, 1024), walk(16 << 10, 1)
    equal = abs(small[0] - large[0]) < 100
    yield control("as many reads", f"{small[0]:,}, {large[0]:,}", seen=equal)
    printed = f"{small[2]:,} misses, and {large[2]:,} in 16 MiB"
    yield case("16 KiB", printed, holds=large[2] > 100 * max(small[2], 1))


@claim
def references_of_cached() -> Cases:
    first, last = walk(16, 512), walk(1024, 8)
    yield control("perf's own counter here", hardware_support("cache-references"), seen=True)
    yield case("16 KiB, in the first level", shown(first), holds=first[1] > first[0] / 2)
    yield case("1 MiB, in the last level", shown(last), holds=last[1] > last[0] / 2)


@claim
def misses_from_ram() -> Cases:
    yield control("perf's own counter here", hardware_support("cache-misses"), seen=True)
    fits, not_fits = walk(1024, 8), walk(64 << 10, 2)
    yield case("1 MiB, in the last level", shown(fits), holds=fits[2] < fits[0] / 4)
    yield case("64 MiB, in RAM", shown(not_fits), holds=not_fits[2] > not_fits[0] * 0.9)


@claim
def through_the_levels() -> Cases:
    for kib, laps in ((16, 512), (1024, 8), (64 << 10, 2)):
        reads, last, memory = counts = walk(kib, laps)
        yield case(f"{kib} KiB", shown(counts), holds=reads * 1.01 > last > memory - 100)


@claim
def branch_is_one_of_two() -> Cases:
    counts = cachegrind([sys.executable, "-S", "-c", "for i in range(300_000): pass"])
    share = counts["Bi"] / (counts["Bi"] + counts["Bc"])
    yield case("conditional branches of Python", f"{counts['Bc']:,}", holds=counts["Bc"] > 0)
    yield case("indirect ones", f"{counts['Bi']:,} ({share:.0%})", holds=share < 0.02)


@claim
def guesses_are_counted() -> Cases:
    yield control("perf's own counter here", hardware_support("branch-misses"), seen=True)
    random, regular = branchy(miss=True), branchy(miss=False)
    printed = f"{random['Bcm']:,} wrong at random, {regular['Bcm']:,} by turns"
    right = random["Bcm"] - regular["Bcm"] > 100_000
    yield case("400,000 decisions", printed, holds=right)
