"""The commands in which calls fail, and what must be true of each, whichever call fails."""

import csv
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from injected import NEVER, Ended, Fault, Server, settled

from juliaset.bench.record_file import load
from juliaset.cli.exit_codes import ExitCode
from leftovers import files, orphaned, processes, shared_memory

ROOT = Path(__file__).parents[2]
LAB = ROOT / "labs" / "11_lanes"
EARLIER = "what an earlier command wrote\n"
SMALL = ["--width", "20", "--max-iterations", "9", "--processes", "1", "--budget", "0.2"]


@dataclass
class Command:
    """A command, the files that it writes, and what is wrong with them."""

    name: str
    words: list[str]
    judge: Callable[[Ended, Path], list[str]]
    outputs: list[str] = field(default_factory=list)
    prepare: Callable[[Path], None] = lambda _: None


def render_judge() -> Callable[[Ended, Path], list[str]]:
    """Return the judge of pictures: each is the first one, which nothing disturbed."""
    right: list[bytes] = []

    def judge(ended: Ended, folder: Path) -> list[str]:
        picture = (folder / "julia.png").read_bytes()
        if ended.code == ExitCode.DONE and not right:
            right.append(picture)
        if picture in right or (ended.code and picture == EARLIER.encode()):
            return []
        return ["the picture is wrong"]

    return judge


def bench_judge(ended: Ended, folder: Path) -> list[str]:
    """Return what is wrong with the file of a contest."""
    path = folder / "contest.json"
    if path.read_text() == EARLIER:
        return [] if ended.code else ["it wrote nothing, and says that it is done"]
    try:
        load(path)
    except ValueError as error:
        return [f"the contest can't be read: {error}"]
    return []


def hand_in(folder: Path) -> None:
    """Write two submissions: one is right."""
    place = folder / "handed_in"
    place.mkdir()
    shutil.copy(LAB / "solutions" / "loops.py", place / "right.py")
    shutil.copy(LAB / "planted" / "constant.py", place / "wrong.py")


def grade_judge(ended: Ended, folder: Path) -> list[str]:
    """Return what is wrong with the grades: the machine's fault is never the learner's."""
    path = folder / "grades" / "grades.csv"
    if not path.exists():
        return [] if ended.code else ["it wrote nothing, and says that it is done"]
    wrong = []
    with path.open(newline="") as table:
        status = {row["student"]: row["status"] for row in csv.DictReader(table)}
    if status.get("right") not in {"pass", "inconclusive", None}:
        wrong.append(f"the right submission: {status['right']}")
    if status.get("wrong") not in {"fail", "inconclusive", None}:
        wrong.append(f"the wrong submission: {status['wrong']}")
    if not ended.code and len(status) < 2:
        wrong.append("a submission has no grade")
    return wrong


def counts_judge(ended: Ended, _folder: Path) -> list[str]:
    """Return whether the process, which has compared the counts itself, says that all is well."""
    return [] if ended.code in {ExitCode.DONE, ExitCode.USAGE} else ["the counts are wrong"]


def all_commands() -> list[Command]:
    """Return the commands, each with its judge."""
    counts = [
        ("best", "", "0"),
        ("cpp.scalar", "O2", "0"),
        ("cpp.openmp", "", "2"),
        ("cython.prange", "", "2"),
        ("python.threads", "", "2"),
        ("numpy.masked", "", "0"),
    ]
    kernels = ["--kernel", "cpp.scalar", "--kernel", "numpy.masked"]
    return [
        *(
            Command(f"escape_counts:{words[0]}", ["escape_counts", *words], counts_judge)
            for words in counts
        ),
        Command(
            "render",
            ["render", "-o", "julia.png", "--size", "30x20", "--max-iterations", "40"],
            render_judge(),
            ["julia.png"],
        ),
        Command(
            "bench",
            ["bench", *kernels, *SMALL, "--json", "contest.json"],
            bench_judge,
            ["contest.json"],
        ),
        Command(
            "grade",
            ["lab", "grade", "handed_in", "--lab", "11", "-o", "grades"],
            grade_judge,
            prepare=hand_in,
        ),
    ]


def run_and_judge(
    server: Server, command: Command, fault: Fault, *, learn: bool = False
) -> tuple[Ended, list[str]]:
    """Run a command with a fault, and return all that is wrong."""
    if command.name not in server.known:
        server.known.add(command.name)
        run_and_judge(server, command, Fault(fault.kind, NEVER), learn=True)
    folder = server.place / "work"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    command.prepare(folder)
    for name in command.outputs:
        (folder / name).write_text(EARLIER)
    before = set(files(folder))
    shared = shared_memory()
    ended = server.run(command.words, fault, folder, learn=learn)

    def left() -> list[str]:
        running = processes(server.place, server.processes).values()
        return [
            *(f"a process is left: {line}" for line in running),
            *(f"{path.name} is left in TMPDIR" for path in server.temporary.iterdir()),
            *(f"{name} is left in shared memory" for name in orphaned(shared_memory() - shared)),
        ]

    wrong = [*judged(ended), *settled(left)]
    for name in files(server.temporary):
        shutil.rmtree(server.temporary / name, ignore_errors=True)
    if ended.code in {int(code) for code in ExitCode}:
        wrong += command.judge(ended, folder)
    more = [
        name for name in files(folder) if Path(name).name.startswith(".") and name not in before
    ]
    return ended, wrong + [f"a part of a file is left: {name}" for name in more]


def blamed(ended: Ended) -> str:
    """Return the library in which it crashed or went wrong, if the fault is not ours.

    No library of ours may be on the stack of the crash. SystemError is what Python raises when a
    function in C fails and does not say why: so it is about the library whose call has failed.
    """
    inside = [Path(path).name for path in ended.stack("failed")]
    others = [name for name in inside if not name.startswith(("libjuliaset_faults", "libc.so"))]
    guilty = others[0].partition(".")[0] if others else ""
    ours = any("juliaset/" in path for path in ended.stack("failed") + ended.stack("crashed"))
    if ended.code is not None and ended.code < 0:
        return "" if ours else guilty
    # It ends the process if it has no memory or no thread for a team.
    if ended.stderr.strip().startswith("libgomp: "):
        return "libgomp"
    last = ended.stderr.strip().rpartition("\n")[2]
    if ended.code == ExitCode.INTERNAL:
        last = (ended.stderr.strip().splitlines() or [""])[-2:][0]
    if last.startswith("SystemError: ") and not ours:
        return guilty
    files = re.findall(r'^  File "(.+?)", line', ended.stderr, re.MULTILINE)
    if not files or Path(files[-1]).is_relative_to(ROOT / "python"):
        return ""
    return re.sub(r".*(site-packages|python3\.\d+)/", "", files[-1]).partition("/")[0]


def own_words(said: str) -> str:
    """Return what it printed, without Python's own words about a thread without memory to begin.

    Two such threads may speak at once. Then the parts of their messages are mixed.
    """
    said = re.sub(r"Exception ignored in.*\n(MemoryError: |SystemError: .*)\n", "", said)
    before, _, last = said.rstrip("\n").rpartition("\n")
    of_threads = r"Exception ignored in thread started by|<bound method .*?>>|MemoryError|[: \n]"
    return said if re.sub(of_threads, "", before) else last


def judged(ended: Ended) -> list[str]:
    """Return what is wrong with how it ended and what it said."""
    if ended.code is None:
        return ["it hangs"]
    if ended.code < 0:
        return [f"it is killed by signal {-ended.code}"]
    wrong = []
    if ended.code not in {int(code) for code in ExitCode} - {ExitCode.INTERNAL}:
        wrong.append(f"its exit code is {ended.code}")
    if "Traceback" in ended.stderr:
        wrong.append("it prints a traceback")
    lines = own_words(ended.stderr).splitlines()
    if ended.code == ExitCode.USAGE and len(lines) != 1:
        wrong.append(f"it prints {len(lines)} lines on standard error")
    return wrong
