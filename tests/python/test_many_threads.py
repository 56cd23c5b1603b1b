"""Threads may ask for the kernels and call them at any moment, with a GIL and without one."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

# It takes its time, so that a second thread that loads it finds the first one halfway.
THEIRS = '''
import time
from juliaset.registry import get_kernel, kernel

@kernel("python.loops")
def replace(problem, out):
    """Theirs."""

time.sleep(0.2)

@kernel("theirs.own")
def fill(problem, out):
    """Theirs."""
'''
HAS_FREE_THREADS = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


def in_many_threads(folder: Path, *kernels: str, **environment: str) -> dict[str, Any]:
    """Return what many_threads.py finds that calls these kernels."""
    (folder / "theirs.py").write_text(THEIRS)
    about = folder / "theirs-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[juliaset.kernels]\ntheirs = theirs\n")
    script = Path(__file__).with_name("many_threads.py")
    inherited = {name: word for name, word in os.environ.items() if name != "PYTHON_GIL"}
    done = subprocess.run(
        [sys.executable, script, folder, *kernels],
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def check(found: dict[str, Any]) -> None:
    assert found["wrong"] == []
    assert found["calls"] >= 12
    if HAS_FREE_THREADS:
        assert not found["has_gil"], "an import or a call has turned the GIL on"


def test_many_threads_find_one_list_of_kernels(tmp_path: Path) -> None:
    check(in_many_threads(tmp_path, "python.expanded"))


@pytest.mark.slow
def test_many_threads_call_every_kernel_of_every_flavour(tmp_path: Path) -> None:
    check(in_many_threads(tmp_path, "python.[!m]*", "numpy.*", "cython.*", "cpp.*"))


@pytest.mark.slow
@pytest.mark.parametrize("layer", ["omp", "workqueue"])
def test_many_threads_call_numba(tmp_path: Path, layer: str) -> None:
    pytest.importorskip("numba", reason="numba is not installed")
    check(in_many_threads(tmp_path, "numba.*", NUMBA_THREADING_LAYER=layer))


@pytest.mark.skipif(not HAS_FREE_THREADS, reason="this Python has a GIL")
@pytest.mark.parametrize("module", ["_native", "_course", "_walls"])
def test_a_compiled_module_leaves_the_gil_off(module: str) -> None:
    program = f"import sys, juliaset.{module}; print(sys._is_gil_enabled())"
    environment = {name: word for name, word in os.environ.items() if name != "PYTHON_GIL"}
    words = [sys.executable, "-c", program]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "False\n", done.stderr
