"""A copy of python/profiling in a folder of its own, in which tests type a learner's commands."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PROFILING = ROOT / "python" / "profiling"
SMALL = 50
SUM = 83654  # of that width
PIXELS = SMALL * SMALL

# A script of the picture, not followed by a width or a longer name, and not one that is only named.
SCRIPT = re.compile(r"(?<!grep )(?<!cp )(?<!-n )\b(julia1\w*|prof|prof_save)\.py(?![\w.]| *\d)")


def at_width(command: str, width: int = SMALL) -> str:
    """Ask each script of the picture for a small one."""
    return SCRIPT.sub(rf"\g<0> {width}", command)


# It exits with 4 if the machine was too busy to say, after the table.
CONTEST = re.compile(r"(python \S*julia_compare\.py)([^\n&|]*)")


def small_contests(command: str) -> str:
    """Ask for a small picture in each contest of a command, on a busy machine too."""
    return CONTEST.sub(rf"{{ \1 --width {SMALL}\2 || test $? -eq 4; }}", command)


class Desk:
    """Lays out the scripts, and runs commands among them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "python" / "profiling"
        self.folder.mkdir(parents=True)
        for path in PROFILING.iterdir():
            if path.suffix in {".py", ".pyx"}:
                shutil.copy(path, self.folder)
        shutil.copy(ROOT / "python" / "julia_compare.py", folder / "python")

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of a shell in which .venv is active, without display or net."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "DISPLAY"))}
        return kept | {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "BROWSER": "/bin/true",
            "COLUMNS": "120",
            "IPYTHONDIR": str(self.folder / ".ipython"),
            "JULIASET_WIDTH": str(SMALL),
            "LC_ALL": "C.UTF-8",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_INDEX": "1",
            **more,
        }

    def run(self, command: str, code: int | None = 0, **environment: str) -> str:
        """Type a command, check its exit code, and return what it printed."""
        process = subprocess.Popen(
            ["/usr/bin/env", "bash", "-o", "pipefail", "-c", command],
            cwd=self.folder,
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            printed, _ = process.communicate(timeout=200)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
        assert code in {None, process.returncode}, f"{command}\n{printed}"
        return printed
