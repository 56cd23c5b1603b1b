"""Looks at the learner's own three files: of program.py at that width? Then at the answers."""

import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from juliaset.grader.exam import Exam
from juliaset.grader.extras import beside, with_reader
from juliaset.grader.reading import read
from juliaset.grader.shelf import module_of
from juliaset.grader.verdict import FailedError
from juliaset.system.processes import readable

MINUTES = 25
EXTRA = ("*.prof", "*.lprof", "*.json")  # what is handed in beside start.toml
WIDTHS = range(150, 401)
HERE = Path(__file__).parent
TABLES, KNOWN = module_of(HERE / "tables.py"), module_of(HERE / "known.py")
MAKING = {
    "calls": "python -m cProfile -o {file} program.py {width}",
    "lines": "kernprof -l -p program.py -o {file} program.py {width}",
    "tree": "pyinstrument -r json -o {file} program.py {width}",
}
PACKAGES = {"lines": "line_profiler", "tree": "pyinstrument"}
_ROUNDED = 0.6  # of a percent
_KINDS = {int: "a whole number", float: "a number", str: "a text", list: "a list of texts"}


def check(exam: Exam) -> None:
    """Hold the files against what must be in them, then the answers against the files."""
    said = Said(read(exam.submission), exam.submission.name)
    width = said("width", int)
    if width not in WIDTHS:
        raise FailedError(
            f"{said.name}: width is {width}; allowed: {WIDTHS[0]} to {WIDTHS[-1]}. Profile "
            f"program.py with one WIDTH, three times: labs/{HERE.name}/README.md has the commands."
        )
    known = KNOWN.known(width)
    calls, lines, tree = opened(exam, said, width)
    for table in (calls, lines, tree):
        if complaint := table.complaint(known):
            raise FailedError(readable(f"{complaint}."))
    exam.saw(f"{calls.file}, {lines.file}, {tree.file} are of program.py at width {width}")
    calls_fit(said, calls, lines)
    lines_fit(said, calls, lines)
    tree_fits(said, calls, tree)
    exam.saw("each answer is what your files say")


class Said:
    """What the learner filled in."""

    def __init__(self, text: str, name: str) -> None:
        """Read it."""
        self.name = name
        try:
            self._table = tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            raise FailedError(f"{name} is not TOML: {error}") from None

    def __call__(self, path: str, *kinds: type) -> Any:
        """Give an answer, which must be of one of these kinds."""
        value: Any = self._table
        for part in path.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if type(value) not in kinds:
            raise FailedError(
                f"{self.name}: {in_toml(path)} is {value!r:.60}; allowed: {_KINDS[kinds[-1]]}"
            )
        return value

    def wrong(self, path: str, why: str) -> FailedError:
        """Say of an answer why it is not what was asked for."""
        return FailedError(f"{self.name}: {in_toml(path)} is not it. {why}")


def in_toml(path: str) -> str:
    """Name an answer as it stands in the file."""
    table, _, key = path.rpartition(".")
    return f"[{table}] {key}" if table else key


def opened(exam: Exam, said: Said, width: int) -> list[Any]:
    """Let the reader look into copies of the three files, in a process of its own."""
    files = {tool: named(exam, said, tool, width) for tool in MAKING}
    found = {}
    with exam.pupil(with_reader(HERE / "reader.py", files)) as pupil:
        for tool, path in files.items():
            told = pupil.call(tool, tool)
            if "found" not in told:
                made = MAKING[tool].format(file=path.name, width=width)
                why = readable(told["complaint"])
                raise FailedError(f"{path.name} can't be read: {why}. Make it so: {made}")
            found[tool] = told["found"]
    names = {tool: path.name for tool, path in files.items()}
    tree = found["tree"]
    return [
        TABLES.Calls(names["calls"], found["calls"]),
        TABLES.Lines(names["lines"], found["lines"]),
        TABLES.Tree(names["tree"], tree["samples"], tree["what"], tree["frames"]),
    ]


def named(exam: Exam, said: Said, tool: str, width: int) -> Path:
    """Give the file that the learner names for a tool; where it is not there, how it is made."""
    name = said(f"{tool}.file", str)
    remedy = f"Make it there: {MAKING[tool].format(file=name, width=width)}"
    package = PACKAGES.get(tool, "")
    if package and find_spec(package) is None:
        remedy += f" ({package} is not installed here: `make setup` gets it.)"
    return beside(exam.submission, name, EXTRA, remedy)


def calls_fit(said: Said, calls: Any, lines: Any) -> None:
    """Hold the answers about calls against the column ncalls."""
    most = max(calls.ncalls, key=calls.ncalls.__getitem__)
    function = TABLES.short(said("calls.function", str))
    if function != most:
        times = calls.ncalls.get(function)
        own = f"{function} has {times:,} there. " if times else ""
        raise said.wrong(
            "calls.function",
            f"cProfile's column ncalls says who is called most often. {own}`python -m pstats "
            f"{calls.file}`, `sort ncalls`, `stats 5` begins with another: functions that Python "
            f"has built in are called too.",
        )
    if said("calls.times", int) != calls.ncalls[most]:
        raise said.wrong(
            "calls.times",
            f"{whose(said('calls.times', int), calls, lines)} Calls are counted by cProfile: its "
            f"column ncalls, in the row of {most}.",
        )


def lines_fit(said: Said, calls: Any, lines: Any) -> None:
    """Hold the answers about lines against the column Hits."""
    most = max(lines.hits, key=lines.hits.__getitem__)
    line = said("lines.line", int)
    if line != most:
        own = f"it says {lines.hits[line]:,} for line {line}" if line in lines.hits else ""
        raise said.wrong(
            "lines.line",
            f"line_profiler's column Hits says which line is hit most, and its first column "
            f"(Line #) the number; {own or f'it has no line {line}'}. "
            f"`python -m line_profiler {lines.file}` prints both.",
        )
    if said("lines.hits", int) != lines.hits[most]:
        raise said.wrong(
            "lines.hits",
            f"{whose(said('lines.hits', int), calls, lines)} Hits are counted by line_profiler: "
            f"its column Hits, in line {most}.",
        )
    inside = next(
        name for _, _, name, rows in lines.functions if most in {line for line, *_ in rows}
    )
    if said("lines.function", str).rstrip("()") != inside:
        raise said.wrong(
            "lines.function", "line_profiler has a table for each function, with its name above."
        )


def tree_fits(said: Said, calls: Any, tree: Any) -> None:
    """Hold chain and share against the times in the tree."""
    chain = said("tree.chain", list)
    if chain != tree.names():
        same = 0
        while same < min(len(chain), len(tree.names())) and chain[same] == tree.names()[same]:
            same += 1
        at = f"below {tree.names()[same - 1]}" if same else "at the top"
        raise said.wrong(
            "tree.chain",
            f"In pyinstrument's tree go from main down, each time to the child with the largest "
            f"'time', as long as it is a function of program.py; yours differs {at}.",
        )
    percent = said("tree.percent", int, float)
    if not abs(percent - tree.percent) <= _ROUNDED:
        by_calls = 100 * calls.cumtime["glance"] / calls.cumtime["main"]
        why = "It is asked for the 'time' of glance, in percent of that of main, in your JSON."
        if abs(percent * 100 - tree.percent) <= _ROUNDED:
            why = f"A share of {percent:g} is {100 * percent:g} percent, and percent it is to be."
        elif abs(percent - by_calls) <= _ROUNDED:
            why = f"That is what cProfile's column cumtime says. {why}"
        raise said.wrong("tree.percent", why)


def whose(number: int, calls: Any, lines: Any) -> str:
    """Say in which column a number stands that was given for another."""
    for function, times in calls.ncalls.items():
        if times == number:
            return f"{number:,} is cProfile's column ncalls for {function}."
    for line, times in lines.hits.items():
        if times == number:
            return f"{number:,} is line_profiler's column Hits for line {line}."
    return f"No column says {number:,}."
