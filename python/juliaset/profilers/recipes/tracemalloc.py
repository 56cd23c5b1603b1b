"""Which line asked Python for the memory that is held now?"""  # noqa: D400 - a question

from typing import Any

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Check, Commands, Finding, Tool, at_least, at_most, equal
from juliaset.profilers.requirements import language

POINTER = 8
CALL_OF_ITS_OWN = 8192  # bytes that entering a compiled kernel may take: 7 KB with Python 3.12


def commands(job: Job) -> Commands:
    """Trace one call, and the array that it fills."""
    words = ["python", job.own_program("trace_allocations.py"), job.kernel.name, str(job.width)]
    yield [*words, job.path("tracemalloc.json")]
    job.keep("tracemalloc.txt", "\n".join(facts_of(job)["largest"]) + "\n")


def facts_of(job: Job) -> dict[str, Any]:
    """Read what was traced."""
    facts: dict[str, Any] = job.json("tracemalloc.json")
    if not facts["python_bytes"]:
        raise NothingMeasuredError("not a byte was traced: was tracemalloc started?")
    return facts


def read(job: Job) -> Finding:
    """Check NumPy's bytes: it reports to tracemalloc in a domain of its own, exact to the byte."""
    facts = facts_of(job)
    peak, array = facts["peak_of_the_call"], facts["numpy_bytes_here"]
    return Finding(
        lines=(
            f"{array:,} bytes in NumPy's domain: the counts, 4 bytes a pixel",
            f"{facts['python_bytes']:,} bytes of Python objects are held",
            f"the call itself took {peak:,} bytes at its peak, as far as Python was asked",
        ),
        checks=(
            equal("bytes of the int32 counts", job.known.counts_bytes, array),
            equal("sum of the counts", job.known.iterations, facts["sum"]),
            *of_call(job, peak),
        ),
        shown=("tracemalloc.txt", "tracemalloc.json"),
    )


def of_call(job: Job, peak: int) -> tuple[Check, ...]:
    """Demand a pointer a pixel of the book's output; C++ asks the system and not Python."""
    if job.is_book:
        return (at_least("the output list", job.known.pixels * POINTER, peak, " bytes"),)
    if language(job.kernel) in {"C", "C++"}:
        return (at_most("traced within the C++ call", CALL_OF_ITS_OWN, peak, " bytes"),)
    return ()


TOOL = Tool(
    way="deterministic",
    blind="new and malloc in C++; anything before start(); objects reused from free lists",
    width=300,
    profiled=lambda job: ["python", "-X", "tracemalloc", *job.target()],
    widths=(50, 300),
)
