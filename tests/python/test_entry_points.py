"""Kernels of other packages join by the entry point juliaset.kernels."""

import subprocess
import sys
from pathlib import Path

import pytest

GOOD = '''
from juliaset.registry import get_kernel, kernel

@kernel("theirs.best")
def fill(problem, out):
    """Another package's own."""
    get_kernel("best").bind(problem, out)()
'''
PROGRAM = (
    "import warnings; warnings.simplefilter('always')\n"
    "from juliaset import escape_counts, kernels, Problem\n"
    "names = [k.name for k in kernels()]\n"
    "print(len(names), names[-1])\n"
    "print(int(escape_counts(Problem.book(50), names[-1]).sum()))\n"
    "print(next(k for k in kernels() if k.name == 'python.loops').summary)\n"
)


def with_package(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Put a package next to ours as pip would, and ask for all kernels."""
    (folder / "theirs.py").write_text(text)
    about = folder / "theirs-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[juliaset.kernels]\ntheirs = theirs\n")
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.append({str(folder)!r})\n{PROGRAM}"],
        capture_output=True,
        text=True,
        check=False,
    )


def test_their_kernel_is_in_the_list_and_runs(tmp_path: Path) -> None:
    answer = with_package(tmp_path, GOOD)
    assert answer.returncode == 0, answer.stderr
    assert "theirs.best" in answer.stdout
    assert "Warning" not in answer.stderr


@pytest.mark.parametrize("text", ["1 / 0", "import no_such_package", "def broken(:"])
def test_a_broken_package_is_said_and_ends_nothing(tmp_path: Path, text: str) -> None:
    answer = with_package(tmp_path, text)
    assert answer.returncode == 0, answer.stderr
    assert "the kernels of theirs cannot be loaded" in answer.stderr


def test_our_kernels_cannot_be_replaced(tmp_path: Path) -> None:
    answer = with_package(tmp_path, GOOD.replace("theirs.best", "python.loops"))
    assert answer.returncode == 0, answer.stderr
    assert "theirs may not replace python.loops" in answer.stderr
    assert "Another package's own." not in answer.stdout
