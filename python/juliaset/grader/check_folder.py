"""The folder of a check: what is compiled, copied and written for it is removed at its end.

A batch has thousands of checks, and one of them may compile to hundreds of megabytes.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from juliaset.system.work_folder import work_folder

_of_checks: list[Path] = []  # of the check that runs; empty between checks


@contextmanager
def check_folder() -> Iterator[None]:
    """Run a check in here, or several tries of it: place_of_check() is a new folder until the end.

    In another check_folder() it stays that one's.
    """
    folder = None if _of_checks else _made()
    if folder is None:
        yield
        return
    _of_checks.append(folder)
    try:
        yield
    finally:
        _of_checks.remove(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _made() -> Path | None:
    try:
        folder = Path(mkdtemp(prefix="check-", dir=work_folder()))
    except OSError:
        return None  # nothing else can be made either: the check says why
    folder.chmod(0o711)  # a submission may run as another user
    return folder


def place_of_check() -> Path:
    """Return the folder in which a check makes its own; outside of a check, the process's."""
    return _of_checks[-1] if _of_checks else work_folder()
