"""The explorer: a page on which one drags the set, switches the kernel, and sees what it is worth.

`session.Session` computes what a page asks for; a host carries the messages between the two.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from juliaset.extras import check_installed

if TYPE_CHECKING:
    from os import PathLike

    from anywidget import AnyWidget

    from juliaset.problem import Window

# What each name of a link is called here.
_PARAMETERS = {"c": "c", "at": "window", "engine": "kernel", "limit": "max_iterations"}


def explore(
    c: complex | None = None,
    window: "Window | None" = None,
    kernel: str = "best",
    max_iterations: int = 300,
    *,
    mosaic: "str | PathLike[str] | None" = None,
) -> "AnyWidget":
    """Return the explorer as a widget for Jupyter: the last line of a cell shows it.

    Its processes end with the widget's `close()`, and with the kernel of the notebook.

    Args:
        c: The constant to begin with. None is the book's.
        window: The edges (x1, x2, y1, y2) to begin with. None is the whole set.
        kernel: The name of the kernel to begin with, or "best".
        max_iterations: The limit of the counts to begin with.
        mosaic: The folder of a mosaic to zoom through. It has its own c, limit and window, and
            nothing is computed.

    Returns:
        The widget.

    Raises:
        ModuleNotFoundError: A package is missing; the message says how to get it.
        TypeError: An argument has a wrong type.
        ValueError: An argument has a value that is not allowed, or `mosaic` is not a mosaic.
        OSError: The mosaic cannot be read.
        UnavailableError: The kernel cannot run on this machine.
    """
    check_installed("a widget of the explorer", "anywidget")
    from juliaset.explorer.start import start, start_of  # noqa: PLC0415 - these need NumPy

    begin = start(c, window, kernel, max_iterations)
    path = None if mosaic is None else Path(mosaic)
    if path is not None:
        if begin:
            given = ", ".join(_PARAMETERS[name] for name in begin)
            raise ValueError(f"a mosaic has its own {given}; allowed: mosaic alone")
        check_installed("a mosaic", "zarr", "numcodecs")
        begin = start_of(path)
    # By name, as `juliaset` finds this function: it needs nearly all of the package.
    widget = import_module("juliaset.explorer.widget")
    made: AnyWidget = widget.Explorer(begin, path)
    return made
