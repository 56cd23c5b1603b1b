"""How large is an object with everything that it refers to?"""  # noqa: D400 - a question

from juliaset.kernel_type import Kernel
from juliaset.profilers.book import BOOK_KERNEL
from juliaset.profilers.errors import NothingMeasuredError
from juliaset.profilers.job import Job
from juliaset.profilers.recipe import Commands, Finding, Tool, at_least, equal


def commands(job: Job) -> Commands:
    """Measure a list of as many complex numbers as the picture has points."""
    number = str(job.known.pixels)
    yield ["python", job.own_program("measure_sizes.py"), number, job.path("sizes.json")]


def read(job: Job) -> Finding:
    """Add up the list and its numbers, to the byte: none of them is shared."""
    sizes = job.json("sizes.json")
    points, alone, whole, one = (sizes[at] for at in ("points", "getsizeof", "asizeof", "one"))
    if not points:
        raise NothingMeasuredError("it measured an empty list")
    return Finding(
        lines=(
            f"sys.getsizeof says {alone:,} bytes: the list's pointers alone",
            f"asizeof says {whole:,} bytes: with {points:,} numbers of {one} bytes",
            f"so the truth is {whole / alone:.1f} times what getsizeof says",
        ),
        checks=(
            equal("numbers in the list", job.known.pixels, points),
            equal("list + numbers", alone + points * one, whole),
            at_least("the list: 8 bytes a pointer", points * 8, alone, " bytes"),
        ),
        shown=("sizes.json",),
    )


def only_lists(kernel: Kernel) -> str:
    """Return why a kernel is refused: only the book's keeps its points as objects."""
    if kernel.name == BOOK_KERNEL:
        return ""
    return f"it follows Python objects, and {kernel.name} has arrays; their size is .nbytes"


TOOL = Tool(
    way="reads",
    package="pympler",
    blind="what C++ owns; where else an object is used; a NumPy view counts the array it looks at",
    width=200,
    refuses=only_lists,
    widths=(100, 300),
    free="it is asked once, and follows references for as long as there are some",
)
