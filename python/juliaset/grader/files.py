"""The files of a submission: plain, of limited size, and text if the grader reads them.

What is handed in next to a submission, such as a profile that a learner made, may be anything. The
grader only copies such a file: a reader of the lab opens the copy, in a process in the sandbox.
"""

import re
import shutil
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import mkdtemp

from juliaset.grader.check_folder import place_of_check
from juliaset.grader.launch import Loadable
from juliaset.grader.verdict import FailedError, InconclusiveError
from juliaset.system.plain_files import UnfitFileError, check_plain, read_plain

_LARGEST = 1 << 20
_LONGEST_NAME = 80
# What checks a text may need more time than its length: the grader's own, which no limit stops.
_LONGEST_TEXT = 100_000
# As PEP 263 has it: in the first line, or in the second after a comment.
_CODING = re.compile(r"(?:[ \t\f]*(?:#[^\n]*)?\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


def read_text(path: Path, longest: int = _LONGEST_TEXT) -> str:
    """Return the text of a submission's file, which may have that many characters."""
    data = _read(path)
    try:
        # Windows puts a mark before UTF-8, and ends its lines in another way.
        text = TextIOWrapper(BytesIO(data), "utf-8-sig").read()
    except ValueError:
        raise FailedError(f"{path.name} is not text (UTF-8)") from None
    if len(text) > longest:
        raise FailedError(f"{path.name} has {len(text):,} characters; allowed: {longest:,}")
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
    try:
        check_plain(path)
    except FileNotFoundError:
        raise FailedError(
            f"There is no {name} next to {submission.name}. {remedy}".strip()
        ) from None
    except UnfitFileError as error:
        raise FailedError(f"{name} next to {submission.name} {error}") from None
    return path


def reader_of(reader: Path, files: Mapping[str, Path]) -> Loadable:
    """Return the lab's reader in a folder with copies of files, under the names that it knows."""
    folder = Path(mkdtemp(prefix="read-", dir=place_of_check()))
    shutil.copyfile(reader, folder / reader.name)
    for name, path in files.items():
        (folder / name).write_bytes(_read(path))
    return Loadable(folder, reader.name)


def _read(path: Path) -> bytes:
    try:
        return read_plain(path, _LARGEST)
    except UnfitFileError as error:
        raise FailedError(f"{path.name} {error}") from None
    except OSError as error:
        raise InconclusiveError(f"{path.name} can't be read: {error.strerror}") from None
