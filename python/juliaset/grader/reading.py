"""A submission's file: plain, not too large, and without doors that lead past the exercise.

Walls stand around the process as well. Here is the kinder half: it says in one line what is wrong.
"""

import re
from pathlib import Path

from juliaset.grader.cpp_text import check_cpp
from juliaset.grader.cython_text import check_cython
from juliaset.grader.python_text import check_python
from juliaset.grader.verdict import FailedError, InconclusiveError

LARGEST = 1 << 20

# As PEP 263 has it: in the first line, or in the second after a comment.
_CODING = re.compile(r"(?:[ \t\f]*(?:#[^\n]*)?\n)?[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")


def read(path: Path) -> str:
    """Read a submission's file; a link, a device or a novel is none."""
    if path.is_symlink() or not path.is_file():
        raise FailedError(f"{path.name} is no plain file")
    if path.stat().st_size > LARGEST:
        raise FailedError(f"{path.name} has {path.stat().st_size:,} bytes; allowed: {LARGEST:,}")
    try:
        text = path.read_text("utf-8-sig")  # Windows puts a mark before UTF-8
    except ValueError:
        raise FailedError(f"{path.name} is not text (UTF-8)") from None
    except OSError as error:
        raise InconclusiveError(f"{path.name} can't be read: {error.strerror}") from None
    # Python would read another text than the one that is looked at here.
    said = _CODING.match(text) if path.suffix in {".py", ".pyx"} else None
    if said and said[1].lower().replace("_", "-") not in {"utf-8", "utf8"}:
        raise FailedError(f"{path.name} says that it is written in {said[1]}; allowed: UTF-8")
    return text


def check_text(path: Path, text: str, *, ours: frozenset[str] = frozenset()) -> None:
    """Refuse what leads past the exercise; `ours` names headers of juliaset that may be used."""
    if path.suffix == ".py":
        check_python(path.name, text)
    elif path.suffix == ".pyx":
        check_cython(path.name, text)
    elif path.suffix == ".cpp":
        check_cpp(path.name, text, ours)
