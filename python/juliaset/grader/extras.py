"""Files that lie beside a submission and belong to it, such as a profile that a learner made.

They may be anything. The grader copies them and never reads them: a reader of the lab's own does,
in a process behind walls.
"""

import shutil
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import mkdtemp

from juliaset.compile_kernel import work_folder
from juliaset.grader.loadable import Loadable
from juliaset.grader.reading import LARGEST
from juliaset.grader.verdict import FailedError

_LONGEST_NAME = 80


def beside(submission: Path, name: str, patterns: Sequence[str], remedy: str = "") -> Path:
    """Give a file in the submission's folder: of an agreed kind, plain, and no giant.

    remedy: what to do where there is none.
    """
    agreed = any(fnmatchcase(name, pattern) for pattern in patterns) and len(name) <= _LONGEST_NAME
    if not (agreed and name.isprintable() and "/" not in name):
        raise FailedError(
            f"{submission.name} names {name!r:.{_LONGEST_NAME}}; allowed: a file in its folder, "
            f"{' or '.join(patterns)}"
        )
    path = submission.with_name(name)
    if not path.exists() and not path.is_symlink():
        raise FailedError(f"There is no {name} beside {submission.name}. {remedy}".strip())
    if path.is_symlink() or not path.is_file():
        raise FailedError(f"{name} is no plain file beside {submission.name}")
    if path.stat().st_size > LARGEST:
        raise FailedError(f"{name} has {path.stat().st_size:,} bytes; allowed: {LARGEST:,}")
    return path


def with_reader(reader: Path, files: Mapping[str, Path]) -> Loadable:
    """Put copies of files into an empty folder, under the names that the reader knows."""
    folder = Path(mkdtemp(prefix="read-", dir=work_folder()))
    for name, path in {reader.name: reader, **files}.items():
        shutil.copyfile(path, folder / name)
    return Loadable(folder, reader.name)
