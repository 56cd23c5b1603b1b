"""IPython: the course's tools at the prompt: %timeit %prun %lprun %memit %run -n."""

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job, work
from juliaset.profilers.recipe import Check, Finding, Recipe, at_least, contains, equal
from juliaset.profilers.requirements import need_module

REPEATS = 3


def record(job: Job) -> None:
    """Call the magics through IPython's own API; at the prompt they are typed as in the notes."""
    script = ["julia1_nopil.py"] if job.is_book else []
    words = ["python", work("ipython_magics.py"), job.kernel, str(job.width)]
    job.keep("ipython.txt", job.run([*words, job.path("magics.json"), *script]).succeeded().out)


def read(job: Job) -> Finding:
    """Hold the counts of %prun and %lprun against the answer."""
    facts = job.json("magics.json")
    if facts["timeit_runs"] != REPEATS:
        raise NothingMeasuredError(f"%timeit made {facts['timeit_runs']} repetitions")
    called = sum(facts["prun"].values())
    checks: tuple[Check, ...] = (
        at_least("%timeit, the best", 1e-9, facts["timeit_best"], " s"),
        at_least("%memit, the peak", 1, facts["memit_peak_mib"], " MiB"),
    )
    line = f"%prun: {called:,} calls"
    if job.is_book:
        asked = sum(number for name, number in facts["prun"].items() if "builtins.abs" in name)
        checks += (
            equal("%prun, calls of abs", job.known.abs_calls, asked),
            equal("%lprun, hits of the while line", job.known.abs_calls, facts["lprun_most_hits"]),
            contains("%run -n has the functions", "defined", facts["run_n_loaded"]),
            contains("%run -n has not run the main part", "true", not facts["run_n_ran"]),
        )
        line = (
            f"%prun: {asked:,} calls of abs; %lprun: {facts['lprun_most_hits']:,} hits of one line"
        )
    return Finding(
        lines=(
            f"%timeit: {facts['timeit_best']:.3g} s, best of {REPEATS}",
            line,
            f"%memit: {facts['memit_peak_mib']:.0f} MiB, the whole process",
        ),
        checks=checks,
        shown=("magics.json", "ipython.txt"),
    )


def needs() -> None:
    """IPython, and the two packages whose magics it loads."""
    for name in ("IPython", "line_profiler", "memory_profiler"):
        need_module(name)


RECIPE = Recipe(
    name="ipython",
    package="ipython",
    question="How do I ask these questions at the prompt, about what I have just typed?",
    way="deterministic",
    needs=needs,
    record=record,
    read=read,
    blind="what the tools behind its magics cannot see; %memit sees the process, not the object",
    width=100,
    trial=(50, 200),
    free="its magics call timeit, cProfile, line_profiler and memory_profiler: the price is theirs",
)
