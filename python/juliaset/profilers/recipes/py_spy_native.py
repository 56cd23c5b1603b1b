"""py-spy --native: the C++ of an extension, by name and line, under the Python that called it."""

from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Finding, Overhead, Recipe, at_least, contains
from juliaset.profilers.recipes import py_spy
from juliaset.profilers.requirements import language
from juliaset.profilers.stacks import is_native, read_stacks
from juliaset.registry import get_kernel


def words(job: Job) -> list[str]:
    """Unwind the C stack too."""
    return py_spy.words(job, "raw", "--native")


def record(job: Job) -> None:
    """Sample twice, as without --native."""
    job.run(words(job)).succeeded()
    job.run(py_spy.words(job, "flamegraph", "--native")).succeeded()


def read(job: Job) -> Finding:
    """Look for the kernel's own file among the frames: it is there with frame pointers and -g1."""
    stacks = read_stacks(job.text("stacks.txt"))
    name = job.source
    share = stacks.share(lambda frame: name in frame)
    leaf, number = next(
        ((leaf, number) for leaf, number in stacks.leaves() if is_native(leaf)), stacks.leaves()[0]
    )
    return Finding(
        lines=(
            f"{share:.0%} of {stacks.samples} samples are within {name}",
            f"native frame seen most: {leaf} ({number / stacks.samples:.0%})",
            f"{stacks.share(is_native):.0%} of the samples have a native frame with a name",
        ),
        checks=(
            at_least("samples", py_spy.FEWEST, stacks.samples),
            at_least(f"share of {name}", 0.3, round(share, 3)),
            at_least("share with native frames", 0.3, round(stacks.share(is_native), 3)),
            contains("the flame graph", name, name in job.text("stacks.svg")),
        ),
        shown=("stacks.svg", "stacks.txt"),
    )


def only_compiled_ahead(kernel: str) -> str:
    """Ask for a file of symbols: Python has none, and Numba makes its code while it runs."""
    found = language(get_kernel(kernel))
    if found in {"C++", "Cython"}:
        return ""
    return f"{kernel} runs in {found}, which leaves no file with names of functions; try py_spy"


RECIPE = Recipe(
    name="py_spy_native",
    package="py-spy",
    question="Which C++ function, and which line of it, under which Python?",
    way="samples",
    needs=py_spy.needs,
    record=record,
    read=read,
    blind="what was compiled without symbols: hexadecimal numbers; code made at run time",
    permissions=py_spy.RECIPE.permissions,
    kernel="cpp.scalar",
    refuses=only_compiled_ahead,
    overhead=Overhead(100, 500, words),
)
