"""Runs each notebook once, whichever tests ask for it."""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from reading import ROOT, RunSetup


@pytest.fixture(scope="session")
def run_setup() -> RunSetup:
    """Call a script of setup/ as make does: with the Python of these tests, from anywhere."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def call(script: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ROOT / "setup" / script, *words],
            env=os.environ | {"PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )

    return call


@pytest.fixture(scope="session")
def executed(
    run_setup: RunSetup, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path], Path]:
    """Run a copy of a notebook at the small size, alone in a folder, and return that folder."""

    @cache
    def run(notebook: Path) -> Path:
        folder = tmp_path_factory.mktemp("executed") / notebook.stem
        done = run_setup("notebooks.sh", "small", folder, notebook)
        assert done.returncode == 0, done.stdout + done.stderr
        return folder

    return run
