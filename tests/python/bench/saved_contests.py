"""Small contests that differ in their day, revision or machine, for tests of the history."""

from contest_sample import BASELINE, contest

from juliaset.bench.record import Record

ROWS = {BASELINE, "cpp.complex@O3", "cpp.simd_avx2@O3"}


def record(day: int = 1, *, git: str = "a2ac016bef69", cpu: str = "AMD EPYC") -> Record:
    """Return a contest of three rows and a twin, at that day of a month."""
    made = contest()
    made.variants = [row for row in made.variants if row.id in {*ROWS, *made.contest.twins}]
    made.contest.reference = None
    made.contest.twins = {name: of for name, of in made.contest.twins.items() if of == BASELINE}
    kept = {*ROWS, *made.contest.twins}
    made.variants = [row for row in made.variants if row.id in kept]
    made.contest.when = f"2026-11-{day:02}T10:21:55+02:00"
    made.contest.machine.git, made.contest.machine.cpu = git, cpu
    return made
