"""How do I ask these questions at the prompt, about what I have just typed?"""  # noqa: D400 - a question

from juliaset.profilers.book import BOOK_SCRIPT
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Check, Commands, Finding, Tool, at_least, contains, equal
from juliaset.profilers.requirements import need_module

REPEATS = 3


def commands(job: Job) -> Commands:
    """Call the magics through IPython's own API; at the prompt they are typed as in the notes."""
    script = [BOOK_SCRIPT] if job.is_book else []
    words = ["python", job.own_program("ipython_magics.py"), job.kernel.name, str(job.width)]
    job.keep("ipython.txt", (yield [*words, job.path("magics.json"), *script]).out)


def read(job: Job) -> Finding:
    """Compare the counts of %prun and %lprun with the answer."""
    facts = job.json("magics.json")
    if facts["timeit_runs"] != REPEATS:
        raise NothingMeasuredError(f"%timeit made {facts['timeit_runs']} repetitions")
    checks: tuple[Check, ...] = (
        at_least("%timeit, the best", 1e-9, facts["timeit_best"], " s"),
        at_least("%memit, the peak", 1, facts["memit_peak_mib"], " MiB"),
    )
    line = f"%prun: {sum(facts['prun'].values()):,} calls"
    if job.is_book:
        wanted, hits = job.known.abs_calls, facts["lprun_most_hits"]
        calls = sum(number for name, number in facts["prun"].items() if "builtins.abs" in name)
        checks += (
            equal("%prun, calls of abs", wanted, calls),
            equal("%lprun, hits of the while line", wanted, hits),
            contains("%run -n has the functions", "defined", facts["run_n_loaded"]),
            contains("%run -n has not run the main part", "true", not facts["run_n_ran"]),
        )
        line = f"%prun: {calls:,} calls of abs; %lprun: {hits:,} hits of one line"
    return Finding(
        lines=(
            f"%timeit: {facts['timeit_best']:.3g} s, best of {REPEATS}",
            line,
            f"%memit: {facts['memit_peak_mib']:.0f} MiB, the whole process",
        ),
        checks=checks,
        shown=("magics.json", "ipython.txt"),
    )


def need_magics() -> None:
    """Raise CannotError if one of the packages is missing whose magics IPython loads."""
    for name in ("line_profiler", "memory_profiler"):
        need_module(name)


TOOL = Tool(
    way="deterministic",
    package="IPython",
    newest_python=(3, 15),  # that of memory_profiler, which has %memit
    also_needs=need_magics,
    blind="what the tools behind its magics cannot see; %memit sees the process, not the object",
    width=100,
    widths=(50, 200),
    free="its magics call timeit, cProfile, line_profiler and memory_profiler: the price is theirs",
)
