"""Which C++ function, and which line of it, under which Python?"""  # noqa: D400 - a question

from dataclasses import replace

from juliaset.kernel_type import Kernel
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, at_least, contains
from juliaset.profilers.recipes import py_spy
from juliaset.profilers.requirements import language
from juliaset.profilers.stacks import is_native, read_stacks


def commands(job: Job) -> Commands:
    """Unwind the C stack too."""
    return py_spy.commands(job, "--native")


def read(job: Job) -> Finding:
    """Look for the kernel's own file among the frames: it is there with frame pointers and -g1."""
    stacks = read_stacks(job.text("stacks.txt"))
    name = job.source
    share, native = stacks.share(lambda frame: name in frame), stacks.share(is_native)
    leaves = stacks.leaves()
    leaf, number = next((leaf for leaf in leaves if is_native(leaf[0])), leaves[0])
    return Finding(
        lines=(
            f"{share:.0%} of {stacks.samples} samples are within {name}",
            f"native frame seen most: {leaf} ({number / stacks.samples:.0%})",
            f"{native:.0%} of the samples have a native frame with a name",
        ),
        checks=(
            at_least("samples", py_spy.FEWEST, stacks.samples),
            at_least(f"share of {name}", 0.3, round(share, 3)),
            at_least("share with native frames", 0.3, round(native, 3)),
            contains("the flame graph", name, name in job.text("stacks.svg")),
        ),
        shown=("stacks.svg", "stacks.txt"),
    )


def only_compiled_ahead(kernel: Kernel) -> str:
    """Return why a kernel has no file of symbols: Python, or Numba, which compiles at run time."""
    if (found := language(kernel)) in {"C", "C++", "Cython"}:
        return ""
    return (
        f"{kernel.name} runs in {found}, which leaves no file with names of functions; try py_spy"
    )


TOOL = replace(
    py_spy.TOOL,
    blind="what was compiled without symbols: hexadecimal numbers; code made at run time",
    kernel="cpp.scalar",
    refuses=only_compiled_ahead,
)
