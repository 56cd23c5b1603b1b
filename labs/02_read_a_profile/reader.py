"""Reads what profilers left, in a process behind walls: marshal and pickle could run anything.

Each function takes the name of a file and returns plain lists: its contents, or why it can't be
read.
"""

import json
import marshal
import pickle
from pathlib import Path

LARGEST = 1 << 63
MOST = 400  # rows of a table; the program of the lab has some thirty


class NotOneError(Exception):
    """The file was not written by this tool."""


class LineStats:
    """Stands for line_profiler's class of that name: it only holds what was written."""


class OnlyLines(pickle.Unpickler):
    """Takes a pickle's numbers, texts, lists and dicts, and that one class."""

    def find_class(self, module, name):
        """Return the class; anything else that a pickle asks for is refused."""
        if module.partition(".")[0] == "line_profiler" and name == "LineStats":
            return LineStats
        raise NotOneError(f"its pickle asks for {module}.{name}, which no table of lines needs")


def calls(name):
    """Return the rows of cProfile.

    A row is [file, line, function, ncalls, tottime, cumtime, calls by its callers].
    """
    return _told(name, _calls)


def lines(name):
    """Return the functions of line_profiler: [file, line, name, [[line, hits, time]...]]."""
    return _told(name, _lines)


def tree(name):
    """Return pyinstrument's tree: samples, what ran, and frames, each after its parent.

    A frame is [number of its parent, file, line, function, seconds].
    """
    return _told(name, _tree)


def _told(name, read):
    try:
        return {"found": read(Path(name))}
    except NotOneError as error:
        return {"complaint": str(error)}
    except Exception as error:  # noqa: BLE001 - a file may contain anything
        why = f"{type(error).__name__}: {error}".rstrip(": ")
        return {"complaint": f"it is damaged, or of another tool ({why[:200]})"}


def _short(file):
    return Path(str(file)).name


def _calls(path):
    data = path.read_bytes()
    table = marshal.loads(data) if _is_calls(data) else {}  # noqa: S302 - behind walls
    if not table or not all(_is_row(key, row) for key, row in table.items()):
        raise NotOneError("it is not a table of calls")
    return [
        [_short(file), int(line), str(name), int(calls), float(own), float(whole), _sum(callers)]
        for (file, line, name), (_, calls, own, whole, callers) in sorted(table.items())[:MOST]
    ]


def _is_row(key, row):
    return isinstance(key, tuple) and len(key) == 3 and isinstance(row, tuple) and len(row) == 5


def _sum(callers):
    return sum(int(calls) for _, calls, _, _ in callers.values())


def _lines(path):
    data = path.read_bytes()
    with path.open("rb") as file:
        try:
            stats = OnlyLines(file).load()
        except pickle.UnpicklingError:
            known = "kernprof writes a table of calls if -l is left out"
            raise NotOneError(known if _is_calls(data) else "it is not a pickle") from None
    if not isinstance(stats, LineStats):
        raise NotOneError("it is a pickle, but not a table of lines")
    return [
        [_short(file), int(first), str(name), [_line(row) for row in rows[:MOST]]]
        for (file, first, name), rows in sorted(stats.timings.items())[:MOST]
    ]


def _line(row):
    line, hits, time = (int(each) for each in row)
    if max(line, hits, time) >= LARGEST:
        raise NotOneError("a number in it has more than 64 bits")
    return [line, hits, time]


def _is_calls(data):
    try:
        return isinstance(marshal.loads(data), dict)  # noqa: S302 - behind walls
    except (ValueError, EOFError, TypeError):
        return False


def _tree(path):
    session = json.loads(path.read_bytes())
    if not isinstance(session, dict) or "root_frame" not in session:
        raise NotOneError("it has no root_frame: pyinstrument writes one with -r json")
    frames, waiting = [], [(-1, session["root_frame"])]
    while waiting and len(frames) < MOST:
        parent, frame = waiting.pop(0)
        waiting += [(len(frames), child) for child in frame["children"]]
        place = [_short(frame["file_path_short"]), int(frame["line_no"] or 0)]
        frames.append([parent, *place, str(frame["function"]), float(frame["time"])])
    return {
        "samples": int(session["sample_count"]),
        "what": str(session.get("target_description") or session["program"]),
        "frames": frames,
    }
