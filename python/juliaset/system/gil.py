"""The GIL of this Python: it has one, or it is free-threaded and gets one on request."""

import sys
import sysconfig

NO_ABSENCE = "this Python has a GIL"


def is_free_threaded() -> bool:
    """Return whether this Python was built to run without a GIL."""
    return bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


def has_gil() -> bool:
    """Return whether this process has a GIL: a free-threaded Python may have been given one."""
    return getattr(sys, "_is_gil_enabled", lambda: True)()


def gil_setting(*, present: bool) -> dict[str, str]:
    """Return the environment of a process that has a GIL or, if this Python can, has none.

    A Python that always has a GIL needs nothing, and some refuse the variable.
    """
    return {"PYTHON_GIL": "1" if present else "0"} if is_free_threaded() else {}


def options_for_gil() -> list[str]:
    """Return the options of Python with which a process has a GIL, whatever it imports."""
    return ["-X", "gil=1"] if is_free_threaded() else []
