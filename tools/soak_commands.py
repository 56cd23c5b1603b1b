"""The commands of a soak, how each is disturbed, and what is wrong with how one ended."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from PIL import Image

from juliaset.cli.exit_codes import ExitCode

ROOT = Path(__file__).parents[1]
CONTESTS = ROOT / "tests" / "python" / "bench" / "contests"
OLD, NEW = str(CONTESTS / "v1_kernels.json"), str(CONTESTS / "v2_kernels.json")
LANES = ROOT / "labs" / "11_lanes"
RIGHT = str(LANES / "solutions" / "loops.py")
PROGRAM = [sys.executable, "-P", "-c", "from juliaset.cli import main; main()"]
HANGS_S = 240.0
UNDISTURBED, CLOSED, STOPPED = "nothing", "a closed output", "SIGSTOP and SIGCONT"
ENDING = {"SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"}
DISTURBANCES = (UNDISTURBED, CLOSED, STOPPED, *sorted(ENDING))
SMALL = ("--width", "20", "--max-iterations", "9", "--processes", "1", "--budget", "0.3")
ROWS = ("--kernel", "cpp.scalar", "--kernel", "numpy.masked")


@dataclass(frozen=True)
class Command:
    """A command, what it is to write, and about how many seconds it takes."""

    name: str
    words: tuple[str, ...]
    seconds: float
    outputs: tuple[str, ...] = ()
    needs: Callable[[Path], None] = lambda _: None
    program: tuple[str, ...] = tuple(PROGRAM)


def own_kernel(folder: Path) -> None:
    """Write a kernel of a user's."""
    text = "def fill(problem, out):\n    out[...] = 0\n"
    (folder / "mine.py").write_text(text)


def own_problem(folder: Path) -> None:
    """Write the file of a user's problem, with one kernel that is wrong."""
    (folder / "problem.py").write_text(
        "import numpy as np\n"
        "from juliaset.problems import OwnProblem\n"
        "def oracle(x, out): out[...] = x * x\n"
        "squares = OwnProblem(name='squares', inputs=lambda n: (np.arange(n),),\n"
        "                     output=np.empty_like, oracle=oracle, size=1000)\n"
        "squares.kernel('right')(lambda x, out: np.multiply(x, x, out=out))\n"
        "squares.kernel('wrong')(lambda x, out: out.fill(1))\n"
    )


def two_submissions(folder: Path) -> None:
    """Hand in a right submission and a wrong one."""
    place = folder / "handed_in"
    place.mkdir()
    (place / "right.py").write_text(Path(RIGHT).read_text())
    (place / "wrong.py").write_text((LANES / "planted" / "constant.py").read_text())


COMMANDS = (
    Command("bench", ("bench", *ROWS, *SMALL, "--json", "a.json"), 4, ("a.json",)),
    Command(
        "bench of programs",
        ("bench", "--command", "true", "--command", "sleep 0.01", "--runs", "3", "--csv", "a.csv"),
        2,
        ("a.csv",),
    ),
    Command(
        "bench mine.py",
        ("bench", "--kernel", "mine.py:fill", *SMALL, "--md", "a.md"),
        4,
        ("a.md",),
        own_kernel,
    ),
    Command(
        "bench --problem",
        ("bench", "--problem", "problem.py", *SMALL[4:], "--json", "a.json"),
        5,
        ("a.json",),
        own_problem,
    ),
    Command("julia_compare.py", (*ROWS, *SMALL[:4], "--budget", "1", "--json", "a.json"), 5,
            ("a.json",), program=(sys.executable, str(ROOT / "python" / "julia_compare.py"))),
    Command("compare", ("compare", OLD, NEW), 1),
    Command("report", ("report", NEW, "-o", "a.html"), 2, ("a.html",)),
    Command("export", ("export", "--csv", NEW, "-o", "a.csv"), 1, ("a.csv",)),
    Command("render", ("render", "-o", "a.png", "--size", "300x200"), 1.5, ("a.png",)),
    Command("trap", ("trap", "-o", "a.png", "--size", "200x200"), 1.5, ("a.png",)),
    Command("verify", ("verify", "--kernel", "cpp.simd_avx2"), 3),
    Command("list", ("list",), 1),
    Command("doctor", ("doctor",), 2),
    Command("limit", ("limit", "--width", "60", "--budget", "1"), 5),
    Command("gil", ("gil", "--width", "60", "--threads", "1,2", "--json", "a.json"), 5,
            ("a.json",)),
    Command("lab check", ("lab", "check", "11", "--file", RIGHT), 2),
    Command(
        "lab grade",
        ("lab", "grade", "handed_in", "--lab", "11", "-o", "grades"),
        3,
        ("grades/grades.json", "grades/grades.csv"),
        two_submissions,
    ),
    Command("profile timeit", ("profile", "timeit", "--kernel", "cpp.scalar", "--width", "40"), 3),
    Command("profile cprofile", ("profile", "cprofile", "--width", "20"), 3),
)  # fmt: skip


@dataclass
class Drawn:
    """A command that runs, or has run, and how it is disturbed."""

    command: Command
    folder: Path
    disturbance: str
    at: float  # seconds after its start
    twice: bool = False
    to_group: bool = False  # as a terminal does
    code: int | None = None
    stderr: str = ""
    _begun: float = 0.0
    _sent: list[float] = field(default_factory=list)
    _hung: bool = False

    def __str__(self) -> str:
        """Return what it was, for a person who wants to do it again."""
        return f"{self.command.name}, {self.disturbance} after {self.at:.2f} s"

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it, in a session of its own."""
        self.folder.mkdir()
        self.command.needs(self.folder)
        self._errors = (self.folder / ".stderr").open("wb")
        self._process = subprocess.Popen(  # noqa: S603
            [*self.command.program, *self.command.words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if self.disturbance == CLOSED else subprocess.DEVNULL,
            stderr=self._errors,
            env=environment,
            cwd=self.folder,
            start_new_session=True,
        )
        self._begun = time.monotonic()

    def step(self) -> bool:
        """Disturb it if the time has come; return whether it has ended."""
        if self._process.poll() is not None:
            self._end()
            return True
        since = time.monotonic() - self._begun
        again = self.twice and len(self._sent) == 1 and since > self._sent[0] + 0.1
        if again or (since > self.at and not self._sent):
            self._sent.append(since)
            self._disturb()
        if self.disturbance == STOPPED and self._sent and since > self._sent[0] + 0.5:
            self._signal(signal.SIGCONT)
        if since > HANGS_S:
            self._hung = True
            self._signal(signal.SIGKILL)
        return False

    def _disturb(self) -> None:
        if self.disturbance == CLOSED and self._process.stdout:
            self._process.stdout.close()
        elif self.disturbance == STOPPED:
            self._signal(signal.SIGSTOP)
        elif self.disturbance in ENDING:
            self._signal(signal.Signals[self.disturbance])

    def _signal(self, number: signal.Signals) -> None:
        send = os.killpg if self.to_group and number != signal.SIGKILL else os.kill
        send(self._process.pid, number)

    def _end(self) -> None:
        if self._errors.closed:
            return
        if self._process.stdout:
            self._process.stdout.close()
        self._errors.close()
        self.code = None if self._hung else self._process.returncode
        self.stderr = (self.folder / ".stderr").read_text(errors="replace")

    @property
    def early(self) -> bool:
        """Whether the signal came before the command could tell Python what to do at signals."""
        if self.disturbance not in ENDING or self.code is None:
            return False
        if "Traceback" in self.stderr:  # SIGINT during the imports, or in Python's own start
            last = self.stderr.strip().rpartition("\n")[2]
            return last == "KeyboardInterrupt" and "exit_codes.py" not in self.stderr
        return self.code == -signal.Signals[self.disturbance]


def drawn(random: Random, folder: Path) -> Drawn:
    """Draw a command, what disturbs it, and when."""
    command = random.choice(COMMANDS)
    disturbance = random.choice(DISTURBANCES)
    at = random.uniform(0, command.seconds)
    twice = disturbance in ENDING and random.random() < 0.3  # noqa: PLR2004 - some are impatient
    return Drawn(command, folder, disturbance, at, twice, random.random() < 0.5)  # noqa: PLR2004


def wrong_with(each: Drawn) -> list[str]:
    """Return what is wrong with the exit code, the words and the files of a command."""
    if each.code is None:
        return [f"it hangs: no end within {HANGS_S:g} s"]
    wrong = []
    allowed = {int(code) for code in ExitCode} - {ExitCode.INTERNAL}
    if each.disturbance in {UNDISTURBED, STOPPED}:
        allowed -= {ExitCode.INTERRUPTED}
    if each.code not in allowed and not each.early:
        wrong.append(f"its exit code is {each.code}: {each.stderr[-300:]}")
    if "Traceback" in each.stderr and not each.early:
        wrong.append(f"it prints a traceback: {each.stderr[-600:]}")
    for name in each.command.outputs:
        path = each.folder / name
        if path.exists() and (reason := broken(path)):
            wrong.append(f"{name} is not whole: {reason}")
    if each.disturbance != "SIGKILL":
        parts = [path.name for path in each.folder.rglob(".*") if path.name != ".stderr"]
        wrong += [f"{name} is left in the folder of its output" for name in parts]
    return wrong


def broken(path: Path) -> str:
    """Return why a file is only a part of what it should be; empty if it is whole."""
    try:
        if path.suffix == ".json":
            json.loads(path.read_text())
        elif path.suffix == ".png":
            with Image.open(path) as image:
                image.load()
        elif path.suffix == ".html":
            return "" if path.read_text().rstrip().endswith("</html>") else "no end"
        elif not path.read_text().endswith("\n"):
            return "no end of its last line"
    except (ValueError, OSError, SyntaxError) as error:
        return str(error)
    return ""
