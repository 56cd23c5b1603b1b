"""The packages that a mosaic needs and that `pip install juliaset` does not bring."""

from importlib.util import find_spec

_NEEDED = ("zarr", "numcodecs")


def check_extra() -> None:
    """Raise ModuleNotFoundError, with what to type, if one of them is missing."""
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise ModuleNotFoundError(
            f"{missing[0]} is not installed, and a mosaic needs it; "
            f"pip install 'juliaset[cluster]' brings it"
        )
