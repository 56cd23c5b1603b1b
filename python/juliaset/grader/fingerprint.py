"""All that a grade depends on, as one number: it is equal as long as there is nothing to regrade.

It covers the submission, what is handed in next to it, the lab, and the grader itself.
"""

import os
from fnmatch import fnmatchcase
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from juliaset.grader.catalogue import Lab
from juliaset.system.plain_files import UnfitFileError, read_plain

if TYPE_CHECKING:
    from hashlib import _Hash

_LARGEST = 1 << 20
_MOST_ATTACHED = 32
_GRADER = Path(__file__).parent


def fingerprint(lab: Lab, path: Path) -> str:
    """Return the fingerprint of a submission; empty if a grade of it must not be kept.

    Raises:
        OSError: It can't be read.
    """
    try:
        attached = [path.name, *_attached(lab, path)]
    except Exception:  # noqa: BLE001 - check.py is broken, which the check will say
        return ""
    if len(attached) > _MOST_ATTACHED:
        return ""
    made = sha256(_fixed(lab.folder))
    for name in attached:
        try:
            _add(made, name, read_plain(path.with_name(name), _LARGEST))
        except UnfitFileError:
            return ""  # it takes no time to grade it again
    return made.hexdigest()


def _attached(lab: Lab, path: Path) -> list[str]:
    """Return the files that the check may read besides; EXTRA in check.py has their patterns."""
    patterns = getattr(lab.check, "EXTRA", ())
    if not patterns:
        return []
    names = sorted(set(os.listdir(path.parent)) - {path.name})  # noqa: PTH208 - names are enough
    return [name for name in names if any(fnmatchcase(name, each) for each in patterns)]


@cache
def _fixed(lab: Path) -> bytes:
    """Return what is the same for all learners: the lab, the grader, the version of juliaset."""
    made = sha256(version("juliaset").encode())
    for folder in (lab, _GRADER):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                _add(made, str(path.relative_to(folder)), path.read_bytes())
    return made.digest()


def _add(made: "_Hash", name: str, data: bytes) -> None:
    # With its length each part has only one meaning.
    for part in (os.fsencode(name), data):
        made.update(len(part).to_bytes(8, "little") + part)
