"""Makes the profiles with which a solution is examined, or what is planted.

They depend on the machine. A planted file says after `otherwise` what was done differently. If
percent is 0, the share from the tree is put there, as a learner would do.
"""

import json
import marshal
import pickle
import subprocess
import sys
import tomllib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from juliaset.grader.verdict import InconclusiveError

PROGRAM = Path(__file__).parent / "given" / "program.py"
WORDS = {
    "calls": ["cProfile", "-o", "made"],
    "lines": ["kernprof", "-q", "-l", "-p", "program.py", "-o", "made"],
    "tree": ["pyinstrument", "-r", "json", "-o", "made"],
}


class Command:
    """A pickle of this calls a function in the process that loads it."""

    def __reduce__(self):
        """Ask for print(); an attacker would ask for worse."""
        return print, ("called by the process that reads it",)


def prepare(submission: Path, folder: Path) -> Path:
    """Put the submission into the folder, with its three files; return its path."""
    place = folder / "start.toml"
    place.write_text(submission.read_text())
    said = tomllib.loads(place.read_text())
    if not said["width"]:
        return place  # the start: nothing has been made yet
    for tool in WORDS:
        made = profile(tool, said["width"], said[tool].get("otherwise", ""))
        (folder / said[tool]["file"]).write_bytes(made)
    if not said["tree"]["percent"]:
        percent = share(json.loads((folder / said["tree"]["file"]).read_bytes()))
        place.write_text(place.read_text().replace("percent = 0.0", f"percent = {percent:.1f}"))
    return place


@cache
def profile(tool: str, width: int, otherwise: str) -> bytes:
    """Run a tool and return the file that it writes."""
    words = WORDS[tool]
    program, text = "program.py", PROGRAM.read_text()
    match otherwise.split():
        case []:
            pass
        case ["width", other]:
            width = int(other)
        case ["limit", other]:
            text = text.replace("LIMIT = 300", f"LIMIT = {other}")
        case ["program", other]:
            program, words = other, [other if word == "program.py" else word for word in words]
        case ["line", "more"]:
            text = text.replace("\nEDGE", "\n# Mine.\nEDGE")
        case ["without", "-l"]:
            words = ["kernprof", "-q", "-o", "made"]
        case ["command"]:
            return pickle.dumps(Command())
        case ["by", "hand"]:
            return by_hand(profile(tool, width, ""))
        case _:
            raise ValueError(f"otherwise is {otherwise!r}, which is not known here")
    if find_spec(words[0]) is None:
        raise InconclusiveError(f"{words[0]} is not installed here: `make setup` gets it")
    with TemporaryDirectory(prefix="juliaset-profile-") as folder:
        (Path(folder) / program).write_text(text)
        command = [sys.executable, "-m", *words, program, str(width)]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)  # noqa: S603
        return (Path(folder) / "made").read_bytes()


def by_hand(made: bytes) -> bytes:
    """Keep all that can be worked out, and invent the times."""
    table = marshal.loads(made)  # noqa: S302 - made above
    return marshal.dumps(
        {key: (calls, calls, 0.5, 1.0, callers) for key, (_, calls, _, _, callers) in table.items()}
    )


def share(session: dict) -> float:
    """Return the percentage of main's time that is below glance."""
    waiting, main, below = [session["root_frame"]], 0.0, 0.0
    while waiting:
        frame = waiting.pop()
        waiting += frame["children"]
        main = frame["time"] if frame["function"] == "main" else main
        below += frame["time"] * (frame["function"] == "glance")
    return 100 * below / main
