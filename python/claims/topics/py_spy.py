"""py-spy: what it sees, what it needs, what it costs."""

import os
import re
import shutil
import sys
from pathlib import Path

from claims.claim import Cases, NotHereError, case, claim, control
from claims.tools import folder, last_line, line_with, run, succeed, tool
from claims.topics.sampling import BUSY
from claims.watched_process import (
    require_attaching,
    require_tracing,
    spinning,
    stops_and_looks,
    work_left,
)

DRAW = ["record", "-o", "profile.svg", "--", sys.executable, "busy.py"]


@claim
def pyspy_looks_in() -> Cases:
    with spinning() as process:
        require_attaching(process.pid)
        printed = succeed([tool("py-spy"), "dump", "--pid", str(process.pid)])
    line = line_with(printed, "spin (")
    yield case("a stranger's stack", line.partition(" (")[0], holds=line.startswith("spin ("))


@claim
def pyspy_needs_sudo() -> Cases:
    require_tracing()
    system_python = Path("/usr/bin/python3")
    with folder() as path:
        prefix: list[str | Path] = []
        spy: str | Path = tool("py-spy")
        if os.geteuid() == 0:
            if not system_python.exists():
                raise NotHereError("root's Python can't be run by an ordinary user here")
            path.chmod(0o777)
            spy = shutil.copy(spy, path / "py-spy")
            prefix = [tool("setpriv"), "--reuid=65534", "--regid=65534", "--clear-groups"]
        command = [*prefix, spy, "record", "-f", "raw", "-o", path / "raw", "--"]
        interpreter = system_python if prefix else Path(sys.executable)
        loop = "t = 0\nfor i in range(9_000_000): t += i"
        child = run([*command, interpreter, "-c", loop], cwd=path, env={"TMPDIR": str(path)})
        works = (path / "raw").exists() and "<module>" in (path / "raw").read_text()
        looks = (
            "Samples" + line_with(child.stdout + child.stderr, "Samples").partition("Samples")[2]
        )
        yield case("its own child", looks, holds=not works)
        stranger = os.getpid() if prefix else 1
        other = run([*prefix, spy, "dump", "--pid", str(stranger)], cwd=path)
        yield case("another user's process", last_line(other.stderr), holds=other.returncode != 0)


@claim
def pyspy_is_free() -> Cases:
    stops, looks = stops_and_looks()
    printed = f"{stops} stops in {looks} looks"
    yield case("by default the program is never stopped", printed, holds=stops < looks / 2)
    stops, looks = stops_and_looks("--nonblocking")
    printed = f"{stops} stops in {looks} looks"
    yield case("with --nonblocking it is never stopped", printed, holds=stops < looks / 2)
    cost = {rate: work_left(rate) for rate in (100, 2000)}
    printed = ", ".join(f"at {rate}: {left:.0%}" for rate, left in cost.items())
    yield control("work done under py-spy, of that without", printed, seen=min(cost.values()) > 0)


@claim
def pyspy_needs_pid() -> Cases:
    require_tracing()
    with spinning() as process:
        table = succeed([tool("ps"), "-A", "-o", "pid,rss,cmd"])
        line = next((row for row in table.splitlines() if row.split()[0] == str(process.pid)), "")
    yield case("a running program, found by ps", "python" in line, holds="python" in line)
    with folder(busy=BUSY) as path:
        done = run([tool("py-spy"), *DRAW], cwd=path)
        drawn = (path / "profile.svg").exists()
    wrote = line_with(done.stdout + done.stderr, "Samples")
    yield case("started by py-spy", wrote, holds=not drawn)


@claim
def pyspy_draws() -> Cases:
    require_tracing()
    with folder(busy=BUSY) as path:
        succeed([tool("py-spy"), *DRAW], cwd=path)
        text = (path / "profile.svg").read_text()
    boxes = len(re.findall(r"<title>[^<]*busy\.py", text))
    yield case("profile.svg", f"{boxes} boxes of busy.py", holds="<svg" in text and boxes > 1)


@claim
def pyspy_as_written() -> Cases:
    with folder(busy="print(1)") as path:
        as_written = ("--flame x.svg -- python", "record -o x.svg \u2014python")
        for words in (text.split() for text in as_written):
            done = run([tool("py-spy"), *words, "busy.py"], cwd=path)
            drawn = (path / "x.svg").exists()
            yield case(" ".join(words[:3]), line_with(done.stderr, "rror"), holds=drawn)
