"""Checks the learner's own three files, which must be of program.py, and then the answers."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from juliaset.grader.catalogue import load_module
from juliaset.grader.files import attached_file, reader_of
from juliaset.grader.submission import Submission
from juliaset.grader.toml_answers import read_toml
from juliaset.grader.verdict import FailedError
from juliaset.system.processes import readable

EXTRA = ("*.prof", "*.lprof", "*.json")  # what is handed in next to start.toml
WIDTHS = range(150, 401)
HERE = Path(__file__).parent
TABLES, KNOWN = load_module(HERE / "tables.py"), load_module(HERE / "known.py")
MAKING = {
    "calls": "python -m cProfile -o {file} program.py {width}",
    "lines": "kernprof -l -p program.py -o {file} program.py {width}",
    "tree": "pyinstrument -r json -o {file} program.py {width}",
}
PACKAGES = {"lines": "line_profiler", "tree": "pyinstrument"}
_ROUNDED = 0.6  # of a percent
_KINDS = {int: "a whole number", float: "a number", str: "a text", list: "a list of texts"}


def check(submission: Submission) -> None:
    """Compare the files with what must be in them, then the answers with the files."""
    answers = Answers(read_toml(submission.path), submission.path.name)
    width = answers("width", int)
    if width not in WIDTHS:
        raise FailedError(
            f"{answers.name}: width is {width}; allowed: {WIDTHS[0]} to {WIDTHS[-1]}. Profile "
            f"program.py with one WIDTH, three times: labs/{HERE.name}/README.md has the commands."
        )
    known = KNOWN.known(width)
    calls, lines, tree = opened(submission, answers, width)
    for table in (calls, lines, tree):
        if complaint := table.complaint(known):
            raise FailedError(readable(f"{complaint}."))
    submission.confirm(
        f"{calls.file}, {lines.file}, {tree.file} are of program.py at width {width}"
    )
    calls_fit(answers, calls, lines)
    lines_fit(answers, calls, lines)
    tree_fits(answers, calls, tree)
    submission.confirm("each answer agrees with your files")
    submission.figures |= {"by_pyinstrument": tree.percent, "by_cprofile": percent_by(calls)}


class Answers:
    """The answers that the learner filled in."""

    def __init__(self, table: dict[str, Any], name: str) -> None:
        """Keep the table, and the name of its file."""
        self._table = table
        self.name = name

    def __call__(self, path: str, *kinds: type) -> Any:
        """Return an answer, which must be of one of these types."""
        value: Any = self._table
        for part in path.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if type(value) not in kinds:
            raise FailedError(
                f"{self.name}: {in_toml(path)} is {value!r:.60}; allowed: {_KINDS[kinds[-1]]}"
            )
        return value

    def wrong(self, path: str, why: str) -> FailedError:
        """Return the error for a wrong answer."""
        return FailedError(f"{self.name}: {in_toml(path)} is wrong. {why}")


def in_toml(path: str) -> str:
    """Return the name of an answer as the file has it."""
    table, _, key = path.rpartition(".")
    return f"[{table}] {key}" if table else key


def opened(submission: Submission, answers: Answers, width: int) -> list[Any]:
    """Let the reader open copies of the three files, in a process of its own."""
    files = {tool: named(submission, answers, tool, width) for tool in MAKING}
    found = {}
    with submission.start(reader_of(HERE / "reader.py", files)) as process:
        for tool, path in files.items():
            answer = process.call(tool, tool)
            if "found" not in answer:
                made = MAKING[tool].format(file=path.name, width=width)
                why = readable(answer["complaint"])
                raise FailedError(f"{path.name} can't be read: {why}. This makes it: {made}")
            found[tool] = answer["found"]
    names = {tool: path.name for tool, path in files.items()}
    tree = found["tree"]
    return [
        TABLES.Calls(names["calls"], found["calls"]),
        TABLES.Lines(names["lines"], found["lines"]),
        TABLES.Tree(names["tree"], tree["samples"], tree["what"], tree["frames"]),
    ]


def named(submission: Submission, answers: Answers, tool: str, width: int) -> Path:
    """Return the file that the learner names for a tool; raise FailedError if it is missing."""
    name = answers(f"{tool}.file", str)
    remedy = f"This makes it: {MAKING[tool].format(file=name, width=width)}"
    package = PACKAGES.get(tool, "")
    if package and find_spec(package) is None:
        remedy += f" ({package} is not installed here: `make setup` gets it.)"
    return attached_file(submission.path, name, EXTRA, remedy)


def calls_fit(answers: Answers, calls: Any, lines: Any) -> None:
    """Compare the answers about calls with the column ncalls."""
    most = max(calls.ncalls, key=calls.ncalls.__getitem__)
    function = TABLES.short(answers("calls.function", str))
    if function != most:
        listed = calls.ncalls.get(function)
        own = f"{function} has {listed:,} there. " if listed else ""
        raise answers.wrong(
            "calls.function",
            f"cProfile's column ncalls says which function is called most often. {own}`python -m "
            f"pstats {calls.file}`, `sort ncalls`, `stats 5` begins with another: functions that "
            f"Python has built in are called too.",
        )
    times = answers("calls.times", int)
    if times != calls.ncalls[most]:
        raise answers.wrong(
            "calls.times",
            f"{column_of(times, calls, lines)} Calls are counted by cProfile: its column ncalls, "
            f"in the row of {most}.",
        )


def lines_fit(answers: Answers, calls: Any, lines: Any) -> None:
    """Compare the answers about lines with the column Hits."""
    most = max(lines.hits, key=lines.hits.__getitem__)
    line = answers("lines.line", int)
    if line != most:
        own = f"it says {lines.hits[line]:,} for line {line}" if line in lines.hits else ""
        raise answers.wrong(
            "lines.line",
            f"line_profiler's column Hits says which line is hit most, and its first column "
            f"(Line #) the number; {own or f'it has no line {line}'}. "
            f"`python -m line_profiler {lines.file}` prints both.",
        )
    hits = answers("lines.hits", int)
    if hits != lines.hits[most]:
        raise answers.wrong(
            "lines.hits",
            f"{column_of(hits, calls, lines)} Hits are counted by line_profiler: its column Hits, "
            f"in line {most}.",
        )
    inside = next(
        name for _, _, name, rows in lines.functions if most in {line for line, *_ in rows}
    )
    if answers("lines.function", str).rstrip("()") != inside:
        raise answers.wrong(
            "lines.function", "line_profiler has a table for each function, with its name above."
        )


def tree_fits(answers: Answers, calls: Any, tree: Any) -> None:
    """Compare chain and share with the times in the tree."""
    chain = answers("tree.chain", list)
    if chain != tree.names():
        same = 0
        while same < min(len(chain), len(tree.names())) and chain[same] == tree.names()[same]:
            same += 1
        at = f"below {tree.names()[same - 1]}" if same else "at the top"
        raise answers.wrong(
            "tree.chain",
            f"In pyinstrument's tree go from main down, each time to the child with the largest "
            f"'time', as long as it is a function of program.py; yours differs {at}.",
        )
    percent = answers("tree.percent", int, float)
    if not abs(percent - tree.percent) <= _ROUNDED:
        why = "The answer is the 'time' of glance in your JSON, in percent of that of main."
        if abs(percent * 100 - tree.percent) <= _ROUNDED:
            why = f"A share of {percent:g} is {100 * percent:g} percent; the answer is in percent."
        elif abs(percent - percent_by(calls)) <= _ROUNDED:
            why = f"That is what cProfile's column cumtime says. {why}"
        raise answers.wrong("tree.percent", why)


def percent_by(calls: Any) -> float:
    """Return the share of glance by cProfile, which makes calls slower than they are."""
    return 100 * calls.cumtime["glance"] / calls.cumtime["main"]


def column_of(number: int, calls: Any, lines: Any) -> str:
    """Return which column really contains a number."""
    for function, times in calls.ncalls.items():
        if times == number:
            return f"{number:,} is cProfile's column ncalls for {function}."
    for line, times in lines.hits.items():
        if times == number:
            return f"{number:,} is line_profiler's column Hits for line {line}."
    return f"No column says {number:,}."
