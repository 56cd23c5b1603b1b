"""A new kernel in Python is one file and one line; test_contributing.py has the other recipes."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from built import ROOT

PYTHON = '''\
from juliaset.registry import kernel


@kernel("{name}")
def fill(problem, out):
    """A kernel of mine."""
'''
# An editable install puts its own finder before all paths.
LIST = """\
import sys
sys.meta_path[:] = [f for f in sys.meta_path if type(f).__name__ != "ScikitBuildRedirectingFinder"]
sys.path.insert(0, sys.argv[1])
import juliaset
assert juliaset.__file__.startswith(sys.argv[1]), juliaset.__file__
print(*(kernel.name for kernel in juliaset.kernels()), sep="\\n")
"""


def kernels_of(site: Path) -> list[str]:
    command = (sys.executable, "-c", LIST, str(site))
    done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_a_python_kernel_is_one_file_and_one_line(tmp_path: Path) -> None:
    native = pytest.importorskip("juliaset._native", reason="make builds the compiled half")
    package = tmp_path / "juliaset"
    shutil.copytree(ROOT / "python" / "juliaset", package)
    # The compiled modules next to it, as in a wheel.
    compiled = Path(native.folder())
    for path in [*compiled.rglob("*.so"), compiled / "golden.toml"]:
        shutil.copy(path, package / path.relative_to(compiled))

    before = kernels_of(tmp_path)
    (package / "techniques" / "mine.py").write_text(PYTHON.format(name="python.mine"))
    names = package / "techniques" / "__init__.py"
    text = names.read_text()
    assert text.count('    "cpp",\n') == 1
    names.write_text(text.replace('    "cpp",\n', '    "mine",\n    "cpp",\n'))

    assert set(kernels_of(tmp_path)) - set(before) == {"python.mine"}
