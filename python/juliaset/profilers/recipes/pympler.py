"""pympler: how large is an object with everything that hangs on it?"""  # noqa: D400 - a question

from juliaset.profilers.book import BOOK_KERNEL
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job, work
from juliaset.profilers.recipe import Finding, Recipe, at_least, equal
from juliaset.profilers.requirements import need_module


def record(job: Job) -> None:
    """Measure a list of as many complex numbers as the picture has points."""
    program = work("measure_sizes.py")
    words = ["python", program, str(job.known.pixels), job.path("sizes.json")]
    job.run(words).succeeded()


def read(job: Job) -> Finding:
    """Add up the list and its numbers, to the byte: none of them is shared."""
    sizes = job.json("sizes.json")
    if not sizes["points"]:
        raise NothingMeasuredError("it measured an empty list")
    alone, whole, one = sizes["getsizeof"], sizes["asizeof"], sizes["one"]
    return Finding(
        lines=(
            f"sys.getsizeof says {alone:,} bytes: the list's pointers alone",
            f"asizeof says {whole:,} bytes: with {sizes['points']:,} numbers of {one} bytes",
            f"so the truth is {whole / alone:.1f} times what getsizeof says",
        ),
        checks=(
            equal("numbers in the list", job.known.pixels, sizes["points"]),
            equal("list + numbers", alone + sizes["points"] * one, whole),
            at_least("the list: 8 bytes a pointer", sizes["points"] * 8, alone, " bytes"),
        ),
        shown=("sizes.json",),
    )


def only_lists(kernel: str) -> str:
    """Only the book's kernel keeps its points as objects."""
    if kernel == BOOK_KERNEL:
        return ""
    return f"it follows Python objects, and {kernel} is not asked here; the arrays say .nbytes"


RECIPE = Recipe(
    name="pympler",
    package="Pympler",
    question="How large is an object with everything that hangs on it?",
    way="reads",
    needs=lambda: need_module("pympler"),
    record=record,
    read=read,
    blind="what C++ owns; who shares an object; a NumPy view counts the array that it looks at",
    width=200,
    refuses=only_lists,
    trial=(100, 300),
    free="it is asked once, and follows references for as long as there are some",
)
