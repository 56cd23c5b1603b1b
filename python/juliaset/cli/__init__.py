"""The juliaset command: each door looks at its arguments and calls what does the work."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from juliaset.cli import bench as cli_bench
from juliaset.cli import lab as cli_lab
from juliaset.cli import profile as cli_profile
from juliaset.cli import results as cli_results

EXIT_USAGE = 2
EXIT_WRONG = 3

app = typer.Typer(
    help="The Julia set of High Performance Python, every way to make it fast.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    add_completion=False,
)

KernelName = Annotated[str, typer.Option("--kernel", help="A name from `juliaset list`.")]
Patterns = Annotated[
    list[str] | None, typer.Option("--kernel", metavar="GLOB", help="Like 'cpp.*'; repeatable.")
]
Flavour = Annotated[
    str | None, typer.Option(help="Flags of a C++ kernel: O0, O2, O3 or O3_native.")
]
Threads = Annotated[int | None, typer.Option(help="How many; all cores where left out.")]
Width = Annotated[int, typer.Option(help="Pixels across, on the book's axes.")]
MaxIterations = Annotated[int, typer.Option(help="Where to stop counting.")]
C = Annotated[str | None, typer.Option("--c", help="The constant, like -0.8+0.156j.")]
Window = Annotated[
    tuple[float, float, float, float] | None,
    typer.Option(metavar="X1 X2 Y1 Y2", help="The part of the plane."),
]


@app.command("list")
def list_() -> None:
    """List the kernels, in the order in which the course meets them."""
    from juliaset.cli.kernel_table import kernel_table
    from juliaset.registry import get_kernel, kernels
    from juliaset.terminal import console

    console().print(kernel_table(kernels(), get_kernel("best").name))


@app.command()
def run(  # noqa: PLR0913
    kernel: KernelName = "best",
    flavour: Flavour = None,
    gil: Annotated[
        Literal["held", "released"] | None, typer.Option(help="For C++ kernels.")
    ] = None,
    threads: Threads = None,
    width: Width = 1000,
    max_iterations: MaxIterations = 300,
    c: C = None,
    window: Window = None,
) -> None:
    """Run one kernel once, and say how long it took and what it counted."""
    import time

    import numpy as np

    from juliaset.bench.specs import as_complex
    from juliaset.oracle import golden_of
    from juliaset.problem import BOOK_C, BOOK_EDGE, Problem
    from juliaset.registry import get_kernel
    from juliaset.terminal import duration

    if c is None and window is None:
        problem = Problem.book(width, max_iterations)
    else:
        edges = window or (-BOOK_EDGE, BOOK_EDGE, -BOOK_EDGE, BOOK_EDGE)
        number = BOOK_C if c is None else as_complex(c)
        problem = Problem.view(edges, width, None, number, max_iterations)
    chosen = get_kernel(kernel)
    out = np.empty(problem.shape, np.int32)
    call = chosen.bind(problem, out, flavour=flavour, gil=gil, threads=threads)
    start = time.perf_counter()
    answer = call.run()
    took = time.perf_counter() - start
    call.finish(answer)
    total = int(out.sum(dtype=np.int64))
    print(
        f"{chosen.name}: {duration(took)} for {problem.width} x {problem.height} pixels, "
        f"sum(counts) == {total}"
    )
    golden = golden_of(problem)
    if golden is None or not chosen.exact:
        return
    if complaint := golden.check(out):
        print(f"WRONG: {complaint}", file=sys.stderr)
        raise typer.Exit(EXIT_WRONG)
    print(f"Every pixel equals the golden answer {golden.name!r}.")


@app.command()
def verify(
    kernel: Patterns = None,
    flavour: Annotated[
        list[str] | None, typer.Option(help="O0, O2, O3 or O3_native; repeatable; all if left out.")
    ] = None,
) -> None:
    """Hold every kernel against the golden answers, pixel by pixel."""
    from juliaset.verification import verify as hold

    if not hold(kernel or ["*"], flavour or []):
        raise typer.Exit(EXIT_WRONG)


@app.command()
def ladder(
    kernel: Patterns = None,
    width: Width = 1000,
    max_iterations: MaxIterations = 300,
    json: Annotated[Path | None, typer.Option(help="Write all that was measured.")] = None,
) -> None:
    """Compare every kernel on the book's problem, each answer checked."""
    from juliaset.climbing import climb_and_show

    if not climb_and_show(kernel or [], width, max_iterations, json):
        raise typer.Exit(EXIT_WRONG)


@app.command()
def render(  # noqa: PLR0913
    output: Annotated[Path, typer.Option("--output", "-o", help="The PNG file to write.")],
    c: C = None,
    window: Window = None,
    size: Annotated[str, typer.Option(metavar="WxH", help="Pixels, like 1200x800.")] = "1000x1000",
    palette: Annotated[str | None, typer.Option(help="A wrong one lists all.")] = None,
    max_iterations: MaxIterations = 300,
) -> None:
    """Paint the picture."""
    from juliaset.bench.specs import as_complex
    from juliaset.images.painting import paint

    image = paint(
        output, None if c is None else as_complex(c), window, as_size(size), palette, max_iterations
    )
    print(f"Wrote {output}, {image.width} x {image.height} pixels.")


@app.command()
def trap(
    output: Annotated[Path, typer.Option("--output", "-o", help="The PNG file.")] = Path(
        "trap.png"
    ),
    c: C = None,
    window: Window = None,
    size: Annotated[str, typer.Option(metavar="WxH", help="Pixels, like 1200x800.")] = "1000x1000",
    max_iterations: MaxIterations = 300,
) -> None:
    """Draw what is proved before any pixel is iterated: the trap's disc, and whole tiles."""
    from juliaset.bench.specs import as_complex
    from juliaset.images.trap import draw

    number = None if c is None else as_complex(c)
    print(draw(output, number, window, as_size(size), max_iterations).in_words())
    print(f"Wrote {output}.")


@app.command()
def doctor() -> None:
    """Say what is here, what is missing, and how to get it."""
    from juliaset.doctor import examine
    from juliaset.terminal import console

    console().print(examine())


cli_bench.register(app)
cli_results.register(app)
cli_profile.register(app)
cli_lab.register(app)


def as_size(text: str) -> tuple[int, int]:
    """Read 1200x800."""
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise ValueError(f"--size is {text!r}; allowed: two whole numbers like 1200x800")
    return int(width), int(height)


def main() -> None:
    """Run the juliaset command."""
    guarded(app)


def compare() -> None:
    """Run `juliaset ladder` for python/julia_compare.py."""
    alone = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)
    alone.command()(ladder)
    guarded(alone)


def guarded(command: Callable[[], object]) -> None:
    """Turn what a user did wrong into one line and exit code 2: a traceback would not help."""
    try:
        command()
    except (ValueError, OSError, MemoryError) as wrong:
        sys.exit(complain(wrong))
    except RuntimeError as wrong:
        from juliaset.registry import UnavailableError

        if not isinstance(wrong, UnavailableError):
            raise
        sys.exit(complain(wrong))


def complain(wrong: Exception) -> int:
    """Print the one line."""
    print(f"juliaset: {str(wrong) or type(wrong).__name__}", file=sys.stderr)
    return EXIT_USAGE
