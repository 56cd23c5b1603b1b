"""Which lines of Cython ran, from what gcov counted in the C that Cython made of them.

Cython writes a comment with the file and the line before the C of each statement. A statement
counts as reached if any of its C lines ran. Its branches are those of reference counts and errors,
which are not in the source, so they are not counted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

# Before the C of a statement: /* "cython_lists.pyx":15. What follows the others belongs to none.
_STATEMENT = re.compile(r'\s*/\* "(?P<file>[^"]+)":(?P<line>\d+)$')
_NO_STATEMENT = re.compile(r"\s*/\* (?:function exit code|#### Code section|Python wrapper)")


def statements(c: str, ran: Mapping[int, bool]) -> Iterator[tuple[str, int, bool]]:
    """Yield file, line and whether it ran, for each C line that gcov has counted.

    Args:
        c: The text of the C file.
        ran: The lines of it that gcov knows, and whether they ran.
    """
    file, line = "", 0
    for number, text in enumerate(c.splitlines(), 1):
        if found := _STATEMENT.match(text):
            file, line = found["file"], int(found["line"])
        elif _NO_STATEMENT.match(text):
            file = ""
        elif file.endswith((".pyx", ".pxd")) and number in ran:
            yield file, line, ran[number]


def by_line(found: Iterable[tuple[str, int, bool]]) -> dict[str, dict[int, bool]]:
    """Return, for each file, its statements' lines and whether they ran."""
    files: dict[str, dict[int, bool]] = {}
    for file, line, reached in found:
        lines = files.setdefault(file, {})
        lines[line] = lines.get(line, False) or reached
    return files
