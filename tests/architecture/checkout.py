"""A copy of this checkout in which a test can follow a recipe: its own .venv, its own package."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from built import ROOT

LEFT_OUT = shutil.ignore_patterns(
    *(".git", ".venv", ".debian", "build", "profiles", "my_labs", "grades"),
    *("__pycache__", ".*_cache", ".hypothesis", "*.so"),
)
# What pip, pytest and an editor set for this process is not for those of the copy.
OURS = ("CMAKE_ARGS", "PYTEST_", "PYTHONPATH", "COVERAGE_", "JULIASET_")


class Checkout:
    """The copy, and commands in it."""

    def __init__(self, folder: Path) -> None:
        """Copy the checkout, and what was compiled from it."""
        native = pytest.importorskip("juliaset._native", reason="make builds the compiled half")
        self.folder = folder
        shutil.copytree(ROOT, folder, symlinks=True, ignore=LEFT_OUT)
        compiled = Path(native.folder())
        for path in [*compiled.rglob("*.so"), *(compiled / "cxx").rglob("*.?pp")]:
            self._lay(path, path.relative_to(compiled))
        for path in [compiled / "golden.toml", *(compiled / "techniques").glob("*.pyx")]:
            self._lay(path, path.relative_to(compiled))
        self._make_venv()

    def _lay(self, path: Path, place: Path) -> None:
        target = self.folder / "python" / "juliaset" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)

    def _make_venv(self) -> None:
        # A path in a .pth file adds the packages of this .venv, but not its editable juliaset.
        venv.create(self.folder / ".venv")
        site = self.folder / ".venv" / Path(sysconfig.get_path("purelib")).relative_to(sys.prefix)
        paths = [self.folder / "python", sysconfig.get_path("purelib")]
        (site / "copy.pth").write_text("".join(f"{path}\n" for path in paths))
        script = self.folder / ".venv" / "bin" / "juliaset"
        python = self.folder / ".venv" / "bin" / "python"
        script.write_text(f"#!{python}\nfrom juliaset.cli import main\nmain()\n")
        script.chmod(0o755)

    def path(self, name: str) -> Path:
        """Return the place of a file."""
        return self.folder / name

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text)

    def text(self, name: str) -> str:
        """Return the text of a file."""
        return self.path(name).read_text()

    def replace(self, name: str, old: str, new: str) -> None:
        """Replace a text that must be there once."""
        assert self.text(name).count(old) == 1, f"{name} has changed: {old!r} is not there once"
        self.path(name).write_text(self.text(name).replace(old, new))

    def add_line(self, name: str, before: str, line: str) -> None:
        """Put a line before another one, which must be there once."""
        self.replace(name, before, line + before)

    def done(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command in the copy, with its .venv first on the PATH."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith(OURS)}
        bins = self.folder / ".venv" / "bin", Path(sys.executable).parent, os.environ["PATH"]
        own = {"PATH": os.pathsep.join(map(str, bins)), "VIRTUAL_ENV": str(self.folder / ".venv")}
        return subprocess.run(
            words, cwd=self.folder, env=kept | own, capture_output=True, text=True, check=False
        )

    def run(self, *words: str | Path) -> str:
        """Run a command that must succeed; return what it prints."""
        done = self.done(*words)
        assert done.returncode == 0, f"{words}\n{done.stdout[-6000:]}\n{done.stderr[-4000:]}"
        return done.stdout

    def tests(self, *files: str) -> subprocess.CompletedProcess[str]:
        """Run quick tests of the copy."""
        options = ["-q", "-n", "0", "-m", "not slow", "-p", "no:cacheprovider"]
        return self.done("python", "-m", "pytest", *options, *files)

    def assert_green(self, *files: str) -> None:
        """Run quick tests of the copy, which must pass."""
        done = self.tests(*files)
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]

    def assert_green_after_make_docs(self, *files: str) -> None:
        """Check that the tests name `make docs`, and that they pass after it."""
        done = self.tests("tests/python/test_generated_docs.py")
        assert done.returncode == 1, "nothing generated has changed"
        assert "run make docs" in done.stdout, done.stdout[-3000:]
        self.run("python", "tools/docs.py")  # what make docs runs
        self.assert_green("tests/python/test_generated_docs.py", *files)
