"""Packages that `pip install juliaset` does not install, and the extras that do."""

from importlib.util import find_spec

from juliaset.course_folder import how_to_get_extra

_EXTRAS = {
    "cluster": ("zarr", "numcodecs", "distributed", "dask", "bokeh", "cryptography"),
    "explorer": ("websockets", "anywidget"),
}


def check_installed(what: str, *packages: str) -> None:
    """Raise ModuleNotFoundError, with what to type, if a package is missing that `what` needs."""
    if missing := [name for name in packages if find_spec(name) is None]:
        extra = next((extra for extra, names in _EXTRAS.items() if missing[0] in names), "course")
        raise ModuleNotFoundError(
            f"{missing[0]} is not installed, and {what} needs it; "
            f"{how_to_get_extra(extra)} installs it"
        )
