"""`make` of another repository for tests, with the Python that runs them."""

import os
import subprocess
import sys
from pathlib import Path


def make(
    folder: Path, *words: str, within: float | None = None, before: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run make as in the activated environment of the tests.

    within: seconds until it is given up.
    before: the folder of programs that are found before all others.
    """
    folders = [before] if before else []
    programs = map(str, [*folders, Path(sys.executable).parent, os.environ["PATH"]])
    return subprocess.run(
        ["make", *words],  # noqa: S607 - a user has one make, and types its name
        cwd=folder,
        # The make that runs these tests is not that of the other repository.
        env=os.environ | {"PATH": os.pathsep.join(programs), "MAKEFLAGS": "", "MAKELEVEL": "0"},
        capture_output=True,
        text=True,
        timeout=within,
        check=False,
    )
