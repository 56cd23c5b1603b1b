"""The files of a submission: plain, of limited size, and text if the grader reads them.

What is handed in next to a submission, such as a profile that a learner made, may be anything. The
grader only copies such a file: a reader of the lab opens the copy, in a process in the sandbox.
"""

import re
import shutil
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import mkdtemp

from juliaset.compile_kernel import work_folder
from juliaset.grader.launch import Loadable
from juliaset.grader.verdict import FailedError, InconclusiveError

_LARGEST = 1 << 20
_LONGEST_NAME = 80
# As PEP 263 has it: in the first line, or in the second after a comment.
_CODING = re.compile(r"(?:[ \t\f]*(?:#[^\n]*)?\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


def read_text(path: Path) -> str:
    """Return the text of a submission's file."""
    _check_plain(path, f"{path.name} is not a plain file")
    try:
        text = path.read_text("utf-8-sig")  # Windows puts a mark before UTF-8
    except ValueError:
        raise FailedError(f"{path.name} is not text (UTF-8)") from None
    except OSError as error:
        raise InconclusiveError(f"{path.name} can't be read: {error.strerror}") from None
    # Python would read another text than the one that is checked here.
    coding = _CODING.match(text) if path.suffix in {".py", ".pyx"} else None
    if coding and coding[1].lower().replace("_", "-") not in {"utf-8", "utf8"}:
        raise FailedError(f"{path.name} says that it is written in {coding[1]}; allowed: UTF-8")
    return text


def attached_file(submission: Path, name: str, patterns: Sequence[str], remedy: str = "") -> Path:
    """Return a file in the submission's folder, whose name must match one of the patterns.

    remedy: what to do if there is no such file.
    """
    agreed = any(fnmatchcase(name, pattern) for pattern in patterns) and len(name) <= _LONGEST_NAME
    if not (agreed and name.isprintable() and "/" not in name):
        raise FailedError(
            f"{submission.name} names {name!r:.{_LONGEST_NAME}}; allowed: a file in its folder, "
            f"{' or '.join(patterns)}"
        )
    path = submission.with_name(name)
    if not path.exists() and not path.is_symlink():
        raise FailedError(f"There is no {name} next to {submission.name}. {remedy}".strip())
    _check_plain(path, f"{name} next to {submission.name} is not a plain file")
    return path


def reader_of(reader: Path, files: Mapping[str, Path]) -> Loadable:
    """Return the lab's reader in a folder with copies of files, under the names that it knows."""
    folder = Path(mkdtemp(prefix="read-", dir=work_folder()))
    for name, path in {reader.name: reader, **files}.items():
        shutil.copyfile(path, folder / name)
    return Loadable(folder, reader.name)


def _check_plain(path: Path, complaint: str) -> None:
    if path.is_symlink() or not path.is_file():
        raise FailedError(complaint)
    if (size := path.stat().st_size) > _LARGEST:
        raise FailedError(f"{path.name} has {size:,} bytes; allowed: {_LARGEST:,}")
