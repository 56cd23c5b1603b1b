"""How far this lab's C++ may reach into Python: to the arrays that it is given and returns.

From any object, attributes lead to all others: to the grader's driver, and to what it calls.
"""

import re
from pathlib import Path

from juliaset.grader.files import read_text
from juliaset.grader.verdict import FailedError

_SPLICE = re.compile(r"\\[ \t\f\v]*\n")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_REACHES = re.compile(
    r"attr|\b(?:globals|locals|eval\w*|exec\w*)\b|\bdetail\s*::|::\s*detail\b"
    r"|internals|state_dict|\b(?:ob|tp|nb|mp|sq|am|bf)_[a-z]\w*"
    r"|\b_?Py(?!_ssize_t\b|_BEGIN_ALLOW_THREADS\b|_END_ALLOW_THREADS\b)[A-Z_]\w*"
)
# The rest of the name, of which a part is refused: looked for afterwards, or one long word would
# take the square of its length.
_NAME_BEFORE, _NAME_AFTER = re.compile(r"\w*\Z"), re.compile(r"\w*")


def check_reach(path: Path) -> None:
    """Refuse anything that leads from one Python object to another."""
    text = _SPLICE.sub("", read_text(path))
    # With and without comments: a comment may stand between two words, or be none for GCC.
    for version in (text, _COMMENT.sub(" ", text)):
        if found := _REACHES.search(version):
            before = _NAME_BEFORE.search(version[max(found.start() - 40, 0) : found.start()])
            after = _NAME_AFTER.match(version[found.end() : found.end() + 40])
            parts = (part[0] for part in (before, found, after) if part)
            word = " ".join("".join(parts).split())
            raise FailedError(
                f"{path.name} has {word:.40}; this lab allows arrays, numbers and the GIL, but no "
                "way from one Python object to another"
            )
