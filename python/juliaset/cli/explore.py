"""The command that opens the explorer in a browser."""

import errno
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from juliaset.cli import options

_MOST_PORTS = 65535
_OF_THE_SERVER = {"mosaic", "port", "no_browser"}


def _port(word: str) -> int:
    if not 0 <= (number := int(word)) <= _MOST_PORTS:
        raise ValueError
    return number


Port = Annotated[
    int,
    options.number("--port", "N", "The port; 0 is a free one.", (_port, "a port from 0 to 65535")),
]


def explore(  # noqa: PLR0913
    ctx: typer.Context,
    mosaic: Annotated[
        Path | None, options.argument("OUT.zarr", "Zoom through a mosaic; nothing is computed.")
    ] = None,
    c: options.C = None,
    window: options.Window = None,
    kernel: options.KernelName = "best",
    max_iterations: options.MaxIterations = 300,
    port: Port = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address, and open no browser.")
    ] = False,
) -> None:
    """Open a page to drag and zoom the set, and to see what a kernel is worth.

    Only this machine can reach the page, which works until Ctrl-C.
    """
    _check_packages()
    from juliaset.explorer.server import PageServer
    from juliaset.explorer.session import Session
    from juliaset.explorer.start import start
    from juliaset.explorer.until_stopped import open_browser, run_until_stopped

    if mosaic is None:
        begin = start(c, window, kernel, max_iterations)
    else:
        for name, option in options.given(ctx).items():
            if name not in _OF_THE_SERVER:
                raise ValueError(
                    f"{option} was given with a mosaic, which is computed already; "
                    "leave out one of the two"
                )
        begin = _start_of(mosaic)
    try:
        pages = PageServer(port, partial(Session, mosaic=mosaic))
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = "another program uses it" if taken else error.strerror
        raise ValueError(
            f"--port is {port}: {reason}; allowed: a free port, or 0 for any"
        ) from None
    print(f"{pages.link(begin)} shows it; Ctrl-C ends it.", flush=True)
    if not no_browser:
        open_browser(pages.link_once(begin))
    run_until_stopped(pages)


def _start_of(path: Path) -> dict[str, str]:
    from juliaset.cli.mosaic_work import check_packages
    from juliaset.explorer.start import start_of

    check_packages()
    return start_of(path)


def _check_packages() -> None:
    from juliaset.extras import check_installed
    from juliaset.kernel_type import UnavailableError

    try:
        check_installed("the explorer", "websockets")
    except ModuleNotFoundError as error:
        raise UnavailableError(str(error)) from None
