"""The options and arguments of all commands, each spelled and explained once."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from juliaset.cli.result_files import STDOUT
from juliaset.system.files import check_writable

if TYPE_CHECKING:
    from juliaset.problem import Problem

FLAVOURS = ("O0", "O2", "O3", "O3_native")
GIL = ("held", "released")
PALETTES = (
    *("dusk", "lagoon", "porcelain"),
    *("magma", "inferno", "viridis", "cividis", "twilight"),
)
_MOST_PERCENT = 10_000
_MOST_DIGITS, _LONGEST_NUMBER = 18, 400  # more are in no number that a command takes
ONE_KERNEL = "A name that `juliaset list` shows."
Values = Sequence[str] | Callable[[], Iterable[str]]
# What reads a number, and raises ValueError unless it is what the words say.
Rule = tuple[Callable[[str], object], str]


def kernel_names() -> list[str]:
    """Return the names that an option for one kernel takes."""
    from juliaset.registry import kernels

    return ["best", *(kernel.name for kernel in kernels())]


def compiler_names() -> list[str]:
    """Return the names of the compilers that are installed."""
    from juliaset.compilers import installed

    return installed()


def completed_from(values: Values) -> Callable[[str], list[str]]:
    """Return a completion of the last word of a comma-separated list."""

    def complete(incomplete: str) -> list[str]:
        before = incomplete[: incomplete.rfind(",") + 1]
        return [before + value for value in (values() if callable(values) else values)]

    return complete


def argument(metavar: str, text: str, values: Values = ()) -> object:
    """Return an argument; the shell completes its values."""
    return typer.Argument(metavar=metavar, help=text, autocompletion=completed_from(values))


def option(name: str, metavar: str, text: str, values: Values = ()) -> object:
    """Return an option with a value; the shell completes its values."""
    return typer.Option(name, metavar=metavar, help=text, autocompletion=completed_from(values))


def number(name: str, metavar: str, text: str, rule: Rule = (int, "a whole number")) -> object:
    """Return an option that takes a number, or several."""

    def read(word: Any) -> object:  # noqa: ANN401 - typer
        # A default is a number already. int() refuses thousands of digits in words of its own.
        if isinstance(word, str) and len(word) > _LONGEST_NUMBER:
            raise typer.BadParameter(f"it has {len(word):,} characters; allowed: {rule[1]}")
        try:
            return rule[0](word)
        except ValueError:
            raise typer.BadParameter(f"{word!r} is not {rule[1]}") from None

    return typer.Option(name, metavar=metavar, help=text, parser=read)


def output(text: str, *names: str) -> object:
    """Return an option that names a file; it fails before any work if nothing can be written."""
    names = names or ("--output", "-o")
    return typer.Option(*names, metavar="FILE", help=text, callback=_writable)


def _writable(ctx: typer.Context, param: typer.CallbackParam, path: Path | None) -> Path | None:
    if path is not None and path != STDOUT and not ctx.resilient_parsing:
        check_writable(f"--{param.name}", path)
    return path


def _seconds(word: str) -> float:
    if not 0 < (number := float(word)) < float("inf"):
        raise ValueError
    return number


def _at_least_one(word: str) -> int:
    if (number := int(word)) < 1:
        raise ValueError
    return number


def _from_0(word: str) -> int:
    if (number := int(word)) < 0:
        raise ValueError
    return number


def _complex(word: str) -> complex:
    return complex(word.replace(" ", "").replace("i", "j"))


def _percent(word: str) -> float:
    number = float(word.removesuffix("%"))
    if not 0 < number <= _MOST_PERCENT or (number < 1 and not word.endswith("%")):
        raise ValueError  # 0.05 may mean a part, and not percent
    return number / 100


SECONDS: Rule = _seconds, "a number of seconds above 0"
FROM_0: Rule = _from_0, "a whole number of 0 or more"
AT_LEAST_ONE: Rule = _at_least_one, "a whole number of 1 or more"
PERCENT: Rule = _percent, "a percentage like 5% or 5; below 1 it needs the %"
COMPLEX: Rule = _complex, "a complex number like -0.8+0.156j"
KernelName = Annotated[str, option("--kernel", "KERNEL", ONE_KERNEL, kernel_names)]
KernelArgument = Annotated[str, argument("KERNEL", ONE_KERNEL, kernel_names)]
KernelGlobs = Annotated[
    list[str] | None, option("--kernel", "GLOB", "Like 'cpp.*'; repeatable.", kernel_names)
]
Contestants = Annotated[
    list[str] | None,
    option(
        "--kernel", "GLOB", "Like 'cpp.*', mine.cpp or mine.py:function; repeatable.", kernel_names
    ),
]
Flavour = Annotated[
    str | None,
    option("--flavour", "FLAVOUR", "Flags of a C++ kernel: O0, O2, O3 or O3_native.", FLAVOURS),
]
Flavours = Annotated[
    list[str] | None,
    option("--flavour", "LIST", "Flags of C++ kernels: O0,O2,O3,O3_native.", FLAVOURS),
]
Compilers = Annotated[
    list[str] | None,
    option("--compiler", "LIST", "Compilers of C++ kernels: g++,clang++.", compiler_names),
]
Threads = Annotated[int | None, number("--threads", "N", "How many; all cores if left out.")]
ThreadCounts = Annotated[
    list[str] | None, option("--threads", "LIST", "Numbers of threads, like 1,2.")
]
Gil = Annotated[str | None, option("--gil", "GIL", "For C and C++ kernels: held or released.", GIL)]
Gils = Annotated[
    list[str] | None, option("--gil", "LIST", "For C and C++ kernels: held,released.", GIL)
]

Width = Annotated[int, number("--width", "N", "Pixels across.")]
MaxIterations = Annotated[int, number("--max-iterations", "N", "The limit of the counts.")]
C = Annotated[
    complex | None,
    number("--c", "COMPLEX", "Another constant, like -0.8+0.156j.", COMPLEX),
]
Window = Annotated[
    tuple[float, float, float, float] | None,
    number("--window", "X1 X2 Y1 Y2", "Another part of the plane.", (float, "a number")),
]
Size = Annotated[str, option("--size", "WxH", "Pixels, like 1200x800.")]
Palette = Annotated[
    str | None, option("--palette", "NAME", f"One of {', '.join(PALETTES)}.", PALETTES)
]

Processes = Annotated[
    int | None,
    number(
        "--processes", "N", "Processes of each row; more make intervals narrower.", AT_LEAST_ONE
    ),
]
Budget = Annotated[float, number("--budget", "S", "No round begins after S seconds.", SECONDS)]
Timeout = Annotated[float, number("--timeout", "S", "Seconds of one sample, at most.", SECONDS)]
Percent = Annotated[
    float | None,
    number("--fail-slower", "P", "Let rows be slower by up to P, like 5%.", PERCENT),
]
Json = Annotated[Path | None, output("The complete result; - is standard output.", "--json")]
Png = Annotated[Path, output("The PNG file to write.")]
ContestFile = Annotated[Path, argument("FILE", "What --json wrote.")]


def words(option: str, values: Sequence[str] | None) -> list[str]:
    """Split comma-separated lists; one without a word is refused, because it asks for nothing."""
    for text in values or ():
        if not text.replace(",", "").strip():
            raise ValueError(f"{option} is {text!r}; allowed: a list, or to leave it out")
    return [word.strip() for text in values or () for word in text.split(",") if word.strip()]


def numbers(option: str, values: Sequence[str] | None) -> list[int]:
    """Read comma-separated lists of positive whole numbers."""
    found = words(option, values)
    if wrong := [word for word in found if not _is_whole(word) or not int(word)]:
        raise ValueError(f"{option} has {wrong[0]!r}; allowed: whole numbers like 1,2")
    return [int(word) for word in found]


def _is_whole(word: str) -> bool:
    """Return whether it is a whole number that a command could take."""
    return word.isdecimal() and len(word) <= _MOST_DIGITS


def given(ctx: typer.Context) -> dict[str, str]:
    """Return the options that the command line has: as they are spelled, by their parameters."""
    sources = {param: ctx.get_parameter_source(str(param.name)) for param in ctx.command.params}
    return {
        str(param.name): param.opts[0]
        for param, source in sources.items()
        if source is not None and source.name == "COMMANDLINE"
    }


def size(text: str) -> tuple[int, int]:
    """Read a size like 1200x800."""
    width, cross, height = text.lower().partition("x")
    if not (cross and _is_whole(width) and _is_whole(height)):
        raise ValueError(f"--size is {text!r}; allowed: two whole numbers like 1200x800")
    return int(width), int(height)


def problem(
    width: int,
    max_iterations: int,
    c: complex | None = None,
    window: tuple[float, float, float, float] | None = None,
) -> "Problem":
    """Return the book's problem, or a view with another constant or another part of the plane."""
    from juliaset.problem import BOOK_C, BOOK_EDGE, Problem

    c = BOOK_C if c is None else c
    if c == BOOK_C and window is None:
        return Problem.book(width, max_iterations)
    edges = window or (-BOOK_EDGE, BOOK_EDGE, -BOOK_EDGE, BOOK_EDGE)
    return Problem.view(edges, width, None, c, max_iterations)
