"""The commands of a mosaic: compute, resume, verify, info, render, export, certificates."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from juliaset.cli import options, result_files
from juliaset.cli.exit_codes import ExitCode
from juliaset.cli.group import CommandGroup
from juliaset.cli.mosaic_faults import repaired, verified
from juliaset.cli.mosaic_work import Insecure, Scheduler, Tls, Work, Workers, check_packages
from juliaset.cli.progress import MEGAPIXELS, watch
from juliaset.system.files import check_writable
from juliaset.system.processes import shell_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from juliaset.mosaic import Mosaic

mosaic_app = typer.Typer(
    cls=CommandGroup,
    help="Pictures larger than the memory, as tiles in a folder.",
    subcommand_metavar="COMMAND [ARGS]",
    rich_markup_mode=None,
)

Store = Annotated[Path, options.argument("OUT.zarr", "The folder of the mosaic.")]
Tile = Annotated[
    int, options.number("--tile", "N", "Pixels on an edge: 512, 1024, 2048, 4096 or 8192.")
]
PartSize = Annotated[
    str | None, options.option("--size", "WxH", "Pixels; what the window's shape asks for.")
]


@mosaic_app.command()
def compute(  # noqa: PLR0913
    out: Store,
    size: options.Size,
    c: options.C = None,
    window: options.Window = None,
    max_iterations: options.MaxIterations = 300,
    tile: Tile = 2048,
    kernel: options.KernelName = "best",
    threads: options.Threads = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    tls: Tls = None,
    insecure: Insecure = False,
) -> ExitCode:
    """Compute a picture of any size, with its overviews, into a new folder.

    After an interruption, `juliaset mosaic resume` goes on with it.
    """
    from juliaset.images.painting import window_for
    from juliaset.mosaic import Mosaic
    from juliaset.problem import BOOK_C

    width, height = options.size(size)
    mosaic = Mosaic(
        (width, height),
        window=window or window_for(width, height),
        c=BOOK_C if c is None else c,
        max_iterations=max_iterations,
        tile=tile,
    )
    work = Work(kernel, threads, workers, scheduler, tls, insecure)
    work.check()
    if _is_mosaic(out):
        raise ValueError(
            f"{out} is a mosaic already; `juliaset mosaic resume {shell_word(out)}` goes on with it"
        )
    return work.compute(mosaic.create(out))


@mosaic_app.command()
def resume(  # noqa: PLR0913
    out: Store,
    kernel: options.KernelName = "best",
    threads: options.Threads = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    tls: Tls = None,
    insecure: Insecure = False,
) -> ExitCode:
    """Compute what is missing of a mosaic, whatever ended its computation."""
    work = Work(kernel, threads, workers, scheduler, tls, insecure)
    work.check()
    return work.compute(_opened(out))


@mosaic_app.command()
def verify(
    out: Store,
    repair: Annotated[
        bool, typer.Option("--repair", help="Compute broken and missing tiles again.")
    ] = False,
    kernel: options.KernelName = "best",
    threads: options.Threads = None,
) -> ExitCode:
    """Compare every tile with its digest: exit code 1 if one is broken.

    The exit code is 3 if no tile is broken, and some are not computed. With --repair it says what
    is left after the repair, and is 0 if that is nothing.
    """
    mosaic = _opened(out)
    return repaired(mosaic, Work(kernel, threads, workers=0)) if repair else verified(mosaic)


@mosaic_app.command()
def info(out: Store) -> None:
    """Show what is in a mosaic, and how much of it is computed."""
    from juliaset.mosaic.description import rows_of
    from juliaset.terminal import UNBROKEN, console, plain_table

    table = plain_table("mosaic", result_files.named(out), words=True)
    for name, value in rows_of(_opened(out)):
        table.add_row(name, value)
    console(UNBROKEN).print(table)


@mosaic_app.command()
def render(
    out: Store,
    output: options.Png,
    window: options.Window = None,
    size: PartSize = None,
    palette: options.Palette = None,
) -> None:
    """Paint a part of a mosaic, of any size, and write a PNG file."""
    from juliaset.images.colours import check_path, save
    from juliaset.images.palettes import DEFAULT
    from juliaset.mosaic.picture import render as painted

    check_path(output)
    check_writable("--output", output)
    mosaic = _opened(out)
    pixels = None if size is None else options.size(size)
    image = painted(mosaic, window, pixels, DEFAULT if palette is None else palette)
    save(
        image,
        output,
        c=mosaic.c,
        window=window or mosaic.layout.window,
        max_iterations=mosaic.max_iterations,
    )
    print(f"Wrote {result_files.named(output)}, {image.width} x {image.height} pixels.")


@mosaic_app.command()
def export(
    out: Store,
    png: Annotated[Path | None, options.output("One PNG file of all pixels.", "--png")] = None,
    dzi: Annotated[
        Path | None, options.option("--dzi", "DIR", "A new folder for a viewer in a browser.")
    ] = None,
    cog: Annotated[
        Path | None, options.output("One cloud optimised GeoTIFF, with overviews.", "--cog")
    ] = None,
    palette: options.Palette = None,
) -> None:
    """Write a whole mosaic as PNG, as Deep Zoom Image or as GeoTIFF.

    The memory holds a small part of it at a time.
    """
    from juliaset.images.colours import check_path
    from juliaset.images.palettes import DEFAULT, check_palette
    from juliaset.mosaic.creation import check_new
    from juliaset.mosaic.deep_zoom import to_deep_zoom
    from juliaset.mosaic.png import to_png
    from juliaset.mosaic.tiff import to_tiff

    writers: dict[Callable[..., object], Path | None] = {
        to_png: png,
        to_deep_zoom: dzi,
        to_tiff: cog,
    }
    wanted = [(write, path) for write, path in writers.items() if path is not None]
    if len(wanted) != 1:
        raise ValueError("export needs the form; allowed: one of --png, --dzi, --cog")
    ((write, path),) = wanted
    palette = check_palette(DEFAULT if palette is None else palette)
    if path == png:
        check_path(path)
    if path == cog and path.suffix.lower() not in {".tif", ".tiff"}:
        raise ValueError(f"--cog is {str(path)!r}; allowed: a name that ends in .tif or .tiff")
    if path == dzi:
        check_new(path)
    mosaic = _opened(out)
    with watch(MEGAPIXELS) as shown:
        write(mosaic, path, palette, lambda done, total: shown.note(done, total, done))
    print(f"Wrote {result_files.named(path)}.")


@mosaic_app.command()
def certificates(
    folder: Annotated[Path, options.argument("DIR", "A new folder.")],
) -> None:
    """Make keys and certificates for a Dask scheduler and its workers on other machines."""
    check_packages("distributed", "cryptography")
    from juliaset.cluster.certificates import DAYS, make_certificates
    from juliaset.cluster.programs import programs

    make_certificates(folder)
    print(
        f"Wrote {result_files.named(folder)}; it is valid for {DAYS} days. Copy it to each machine."
    )
    for where, command in programs(folder).items():
        print(f"{where}: {command}")


def _is_mosaic(path: Path) -> bool:
    from juliaset.mosaic import Mosaic
    from juliaset.mosaic.errors import MosaicError

    try:
        Mosaic.open(path)
    except MosaicError:
        return False
    return True


def _opened(path: Path) -> "Mosaic":
    from juliaset.mosaic import Mosaic

    check_packages()
    return Mosaic.open(path)
