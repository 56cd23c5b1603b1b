"""The packages that a mosaic needs but that `pip install juliaset` does not install."""

from juliaset.extras import check_installed


def check_extra() -> None:
    """Raise ModuleNotFoundError, with what to type, if one of them is missing."""
    check_installed("a mosaic", "zarr", "numcodecs")
