"""Packages that `pip install juliaset` does not bring."""

from importlib.util import find_spec


def check_installed(what: str, *packages: str) -> None:
    """Raise ModuleNotFoundError, with what to type, if a package is missing that `what` needs."""
    if missing := [name for name in packages if find_spec(name) is None]:
        raise ModuleNotFoundError(
            f"{missing[0]} is not installed, and {what} needs it; "
            f"pip install 'juliaset[cluster]' brings it"
        )
