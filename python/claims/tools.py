"""Run the tools that decide claims, and read what they print."""

import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

from claims.claim import Case, NotHereError, case

REPOSITORY = Path(__file__).resolve().parents[2]
SCRIPTS = REPOSITORY / "python" / "profiling"
TIMEOUT_S = 240


def tool(name: str) -> str:
    """Return the path of a program, of this environment first."""
    own = Path(sysconfig.get_path("scripts")) / name
    found = str(own) if own.exists() else shutil.which(name)
    if not found:
        raise NotHereError(f"{name} is not installed here")
    return found


def require_two_cores() -> None:
    """Raise NotHereError if there is only one core to run on."""
    if len(os.sched_getaffinity(0)) < 2:
        raise NotHereError("two things at once need two cores")


def require_x86_64() -> None:
    """Raise NotHereError on another architecture, if the verdict is about x86-64."""
    if platform.machine() not in {"x86_64", "AMD64"}:
        raise NotHereError(f"needs x86-64, and this machine is {platform.machine()}")


def require_gil() -> None:
    """Raise NotHereError under a Python that runs without a GIL."""
    if not getattr(sys, "_is_gil_enabled", lambda: True)():
        raise NotHereError("this verdict is about a Python with a GIL, and this one runs without")


def require_python_311() -> None:
    """Raise NotHereError under another version, if the verdict was stated for 3.11."""
    if sys.version_info[:2] != (3, 11):
        raise NotHereError("this verdict is about Python 3.11, and it moves with the version")


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variables of a child: those of this process, and none that change Python."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    scripts = sysconfig.get_path("scripts")
    kept["PATH"] = f"{scripts}{os.pathsep}{kept.get('PATH', '')}"
    return kept | {"PYTHONHASHSEED": "0", "MPLBACKEND": "agg"} | dict(extra or {})


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and return what it printed, whatever its exit code."""
    return subprocess.run(  # noqa: S603 - the commands are this package's own
        [str(part) for part in command],
        cwd=cwd,
        env=environment(env),
        input=stdin,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=TIMEOUT_S,
        check=False,
    )


def succeed(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
) -> str:
    """Run a program that must end with code 0 and return what it printed to stdout."""
    done = run(command, cwd=cwd, env=env, stdin=stdin)
    if done.returncode:
        raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def python(code: str, *arguments: str, env: Mapping[str, str] | None = None) -> str:
    """Run a snippet in a fresh Python and return what it printed, without the last newline."""
    return succeed([sys.executable, "-c", dedent(code), *arguments], env=env).rstrip("\n")


@contextmanager
def folder(**files: str) -> Iterator[Path]:
    """Make a temporary folder, with a Python script for each keyword."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        for stem, text in files.items():
            (path / f"{stem}.py").write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        yield path


def on_sample(source: str, command: Sequence[str | Path], *arguments: str) -> str:
    """Run a command on a script that is called sample.py and return what it printed to stdout."""
    with folder(sample=source) as path:
        return succeed([*command, "sample.py", *arguments], cwd=path)


def ipython(*lines: str, **files: str) -> str:
    """Return what IPython prints for some lines, in a folder with the scripts of the keywords."""
    command = [sys.executable, "-m", "IPython", "--no-banner", "--colors=NoColor", "-c"]
    with folder(**files) as path:
        settings = {"IPYTHONDIR": str(path / "ipython")}
        done = run([*command, "\n".join(lines)], cwd=path, env=settings)
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)


@contextmanager
def c_program(name: str, *flags: str) -> Iterator[Path]:
    """Compile a program of programs/ in a temporary folder."""
    source = Path(__file__).parent / "programs" / f"{name}.c"
    with folder() as path:
        succeed([tool("gcc"), *flags, source, "-o", path / "main"])
        yield path / "main"


def last_line(text: str) -> str:
    """Return the last line that is not empty: where Python names an error."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


def line_with(text: str, part: str) -> str:
    """Return the first line that contains `part`, with its spaces squeezed."""
    for line in text.splitlines():
        if part in line:
            return " ".join(line.split())
    return ""


def has_line(label: str, text: str, part: str) -> Case:
    """Return a case that holds if `part` was printed, with the line that contains it."""
    return case(label, line_with(text, part), holds=part in text)


def snakeviz_page(profile: Path) -> tuple[int, str]:
    """Return status and text of SnakeViz's page for a profile, served on this machine only."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [tool("snakeviz"), "-s", "-H", "127.0.0.1", "-p", str(port), str(profile)]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, env=environment(), stdout=quiet, stderr=quiet)  # noqa: S603
    address = f"http://127.0.0.1:{port}/snakeviz/{quote(str(profile), safe='')}"
    deadline = time.monotonic() + 30
    try:
        while True:
            try:
                with build_opener(ProxyHandler({})).open(address, timeout=10) as answer:
                    return answer.status, answer.read().decode()
            except URLError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
    finally:
        server.terminate()
        server.wait(10)
