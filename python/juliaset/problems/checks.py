"""Checks of what the author of a problem writes; an error says what is allowed."""

import re
import shlex

_LARGEST_SIZE = 2**53 - 1  # that the file of a contest can hold
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+-]{0,99}")


def check_size(what: str, size: object) -> int:
    """Return a size, or raise."""
    if isinstance(size, bool) or not isinstance(size, int):
        raise TypeError(f"{what} is {size!r}; allowed: a whole number of 1 or more")
    if size < 1:
        raise ValueError(f"{what} is {size}; allowed: a whole number of 1 or more")
    if size > _LARGEST_SIZE:
        raise ValueError(f"{what} is {size}; allowed: a whole number below 2**53")
    return size


def check_name(what: str, name: object) -> None:
    """Raise ValueError for a name that no row or record can have."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        allowed = "up to 100 letters, digits, dots, +, - and _, a letter or a digit first"
        raise ValueError(f"{what} is {name!r}; allowed: {allowed}")


def check_flags(name: str, flags: object) -> None:
    """Raise an error unless it is a text of flags; `name` is that of the kernel."""
    allowed = 'allowed: a text like "-march=native -funroll-loops"'
    if not isinstance(flags, str):
        raise TypeError(f"the flags of {name!r} are {flags!r}; {allowed}")
    try:
        shlex.split(flags)
    except ValueError as error:  # a quotation mark without the other one
        raise ValueError(f"the flags of {name!r} are {flags!r}: {error}; {allowed}") from None


def check_text(what: str, text: object, allowed: str) -> None:
    """Raise ValueError unless it is a line of text."""
    if not isinstance(text, str) or not text.strip() or not text.isprintable():
        raise ValueError(f"{what} is {text!r}; allowed: {allowed}")
