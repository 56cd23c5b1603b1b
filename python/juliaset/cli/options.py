"""The options and arguments of all commands, each spelled and explained once."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, redirect_stdout
from pathlib import Path
from typing import Annotated, Literal

import typer

from juliaset.system.files import check_writable, write_whole

ISAS = ("sse2", "avx2", "avx512")
FLAVOURS = ("O0", "O2", "O3", "O3_native")
GIL = ("held", "released")
PALETTES = (
    *("dusk", "lagoon", "porcelain"),
    *("magma", "inferno", "viridis", "cividis", "twilight"),
)
STDOUT = Path("-")


def _kernel_names() -> list[str]:
    from juliaset.registry import kernels

    return ["best", *(kernel.name for kernel in kernels())]


def completed_from(values: Callable[[], Iterable[str]]) -> Callable[[str], list[str]]:
    """Return a completion of the last word of a comma-separated list."""

    def complete(incomplete: str) -> list[str]:
        before = incomplete[: incomplete.rfind(",") + 1]
        return [before + value for value in values()]

    return complete


def _checked_output(
    ctx: typer.Context, param: typer.CallbackParam, path: Path | None
) -> Path | None:
    if path is not None and path != STDOUT and not ctx.resilient_parsing:
        check_writable(f"--{param.name}", path)
    return path


def output(text: str) -> object:
    """Return the option --output, which fails before any work if nothing can be written."""
    return typer.Option("--output", "-o", metavar="FILE", help=text, callback=_checked_output)


def kernel_option(metavar: str, text: str) -> object:
    """Return the option --kernel, which completes the names of kernels."""
    names = completed_from(_kernel_names)
    return typer.Option("--kernel", metavar=metavar, help=text, autocompletion=names)


def _list(name: str, text: str, values: Sequence[str] = ()) -> object:
    return typer.Option(
        name, metavar="LIST", help=text, autocompletion=completed_from(lambda: values)
    )


KernelName = Annotated[str, kernel_option("KERNEL", "A name that `juliaset list` shows.")]
KernelGlobs = Annotated[list[str] | None, kernel_option("GLOB", "Like 'cpp.*'; repeatable.")]
Contestants = Annotated[
    list[str] | None,
    kernel_option("GLOB", "Like 'cpp.*', mine.cpp or mine.py:function; repeatable."),
]
KernelArgument = Annotated[
    str,
    typer.Argument(
        metavar="KERNEL",
        help="A name that `juliaset list` shows.",
        autocompletion=completed_from(_kernel_names),
    ),
]

Flavours = Annotated[
    list[str] | None,
    _list("--flavour", "Flags of C++ kernels: O0,O2,O3,O3_native.", FLAVOURS),
]
Flavour = Annotated[
    str | None,
    typer.Option(
        metavar="FLAVOUR",
        help="Flags of a C++ kernel: O0, O2, O3 or O3_native.",
        autocompletion=completed_from(lambda: FLAVOURS),
    ),
]
Threads = Annotated[list[str] | None, _list("--threads", "Numbers of threads, like 1,2.")]
ThreadCount = Annotated[
    int | None, typer.Option("--threads", metavar="N", help="All cores if left out.")
]
Gils = Annotated[list[str] | None, _list("--gil", "held,released: for C++ kernels.", GIL)]
Gil = Annotated[Literal["held", "released"] | None, typer.Option(help="For C++ kernels.")]

Width = Annotated[int, typer.Option(metavar="N", help="Pixels across.")]
MaxIterations = Annotated[int, typer.Option(metavar="N", help="Where counting stops.")]
C = Annotated[
    str | None,
    typer.Option("--c", metavar="COMPLEX", help="Another constant, like -0.8+0.156j."),
]
Window = Annotated[
    tuple[float, float, float, float] | None,
    typer.Option(metavar="X1 X2 Y1 Y2", help="Another part of the plane."),
]
Size = Annotated[str, typer.Option(metavar="WxH", help="Pixels, like 1200x800.")]
Palette = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help=f"One of {', '.join(PALETTES)}.",
        autocompletion=completed_from(lambda: PALETTES),
    ),
]

Budget = Annotated[float, typer.Option(metavar="S", help="Most seconds of measuring.")]
Timeout = Annotated[float, typer.Option(metavar="S", help="Most seconds of one sample.")]
Json = Annotated[
    Path | None,
    typer.Option(
        "--json",
        metavar="FILE",
        help="Write the complete result; - is standard output.",
        callback=_checked_output,
    ),
]
ContestFile = Annotated[Path, typer.Argument(metavar="FILE", help="What --json wrote.")]


def words(values: Sequence[str] | None) -> list[str]:
    """Split comma-separated lists."""
    return [word.strip() for text in values or () for word in text.split(",") if word.strip()]


def numbers(option: str, values: Sequence[str] | None) -> list[int]:
    """Read comma-separated lists of positive whole numbers."""
    found = words(values)
    if wrong := [word for word in found if not word.isdecimal() or not int(word)]:
        raise ValueError(f"{option} has {wrong[0]!r}; allowed: whole numbers like 1,2")
    return [int(word) for word in found]


def positive(option: str, number: float) -> float:
    """Return the number of seconds if it is positive and finite."""
    if not 0 < number < float("inf"):
        raise ValueError(f"{option} is {number:g}; allowed: more than 0 seconds")
    return number


def size(text: str) -> tuple[int, int]:
    """Read a size like 1200x800."""
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise ValueError(f"--size is {text!r}; allowed: two whole numbers like 1200x800")
    return int(width), int(height)


def complex_number(text: str) -> complex:
    """Read a number like -0.8+0.156j, with i for j and with spaces."""
    try:
        return complex(text.replace(" ", "").replace("i", "j"))
    except ValueError:
        raise ValueError(f"--c is {text!r}; allowed: a complex number like -0.8+0.156j") from None


@contextmanager
def messages_for(path: Path | None) -> Iterator[None]:
    """Send what is printed to standard error while standard output is kept for the result."""
    with redirect_stdout(sys.stderr) if path == STDOUT else nullcontext():
        yield


def write(path: Path | None, text: str) -> None:
    """Write a result to its file or to standard output; None writes nothing."""
    if path == STDOUT:
        print(text, end="" if text.endswith("\n") else "\n")
    elif path is not None:
        write_whole(path, text)
        print(f"Wrote {path}.")
