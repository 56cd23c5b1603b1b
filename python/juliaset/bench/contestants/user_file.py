"""A user's Python file in the process that runs it: its import, and where it raised an error."""

import sys
import sysconfig
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from traceback import extract_tb
from types import ModuleType

_NOT_THEIRS = [Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib")]
_INSTALLED = ("site-packages", "dist-packages")
_NOT_THEIRS.append(Path(__file__).parents[2])


def place_of(error: BaseException) -> str:
    """Return where a user's code raised an error, as the end of a sentence; empty if unknown."""
    place = ""
    for frame in extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.suffix == ".py" and not any(path.is_relative_to(known) for known in _NOT_THEIRS):
            place = f" (line {frame.lineno} of {path.name})"
    return place


def _before_what_is_installed() -> int:
    """Return the place in sys.path after the standard library and before installed packages.

    There a file's neighbours hide an older copy of them that was installed, but nothing of Python.
    """
    names = [Path(each).name for each in sys.path]
    installed = [place for place, name in enumerate(names) if name in _INSTALLED]
    return min(installed, default=len(names))


def import_file(path: Path) -> ModuleType:
    """Import a user's file, which may import its neighbours."""
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{path} cannot be imported")
    module = module_from_spec(spec)
    sys.path.insert(_before_what_is_installed(), str(path.parent))
    # Its dataclasses and pickles look for it by its name.
    sys.modules.setdefault(path.stem, module)
    spec.loader.exec_module(module)
    return module
