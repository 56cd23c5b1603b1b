"""How much of the time does a thread hold Python's lock?"""  # noqa: D400 - a question

from dataclasses import replace

from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, at_least, at_most
from juliaset.profilers.recipes import py_spy
from juliaset.profilers.requirements import only_cpp
from juliaset.profilers.stacks import read_stacks

MODES = ("held", "released")
IN_THE_THREAD = "compute"  # the function of run_kernel.py that computes in a thread of its own


def commands(job: Job) -> Commands:
    """Sample each mode twice: every sample, and those with the lock.

    The kernel runs in a thread of its own, while the main thread only waits.
    """
    for gil in MODES:
        target = ["python", *job.repeated(), "--gil", gil]
        for name, options in {gil: [], f"{gil}_gil": ["--gil"]}.items():
            out = ["-r", str(py_spy.RATE), "-f", "raw", "-o", job.path(f"{name}.txt")]
            yield ["py-spy", "record", *options, *out, "--", *target]


def share(job: Job, gil: str) -> float:
    """Return the samples with the lock as a part of all samples of the kernel's thread."""
    every = _samples(job.text(f"{gil}.txt"))
    path = job.file(f"{gil}_gil.txt")
    if not every or not path.is_file():
        raise NothingMeasuredError(f"the kernel's thread was not seen with gil={gil}")
    # An empty file is an answer here: the thread was never seen with the lock.
    text = path.read_text()
    # Two runs, each a little longer or shorter than the other.
    return min(_samples(text) / every, 1.0) if text.strip() else 0.0


def _samples(text: str) -> int:
    return read_stacks(text).with_frame(lambda frame: IN_THE_THREAD in frame)


def read(job: Job) -> Finding:
    """Compare the two modes: the same kernel, and only the lock differs."""
    held, released = (share(job, gil) for gil in MODES)
    return Finding(
        lines=(
            f"GIL held during the call: with the lock in {held:.0%} of the samples",
            f"GIL released during the call: in {released:.0%}",
            "only with the lock released can other threads of Python run meanwhile",
        ),
        checks=(
            at_least("share with the lock, held", 0.6, round(held, 3)),
            at_most("share with the lock, released", 0.25, round(released, 3)),
        ),
        shown=("held_gil.txt", "released_gil.txt", "held.txt", "released.txt"),
    )


TOOL = replace(
    py_spy.TOOL,
    needs_gil=True,
    blind="which threads wait for the lock, and for how long",
    kernel="cpp.scalar",
    refuses=only_cpp,
    widths=(),
    free="it is py_spy with another filter: the same price",
)
