"""Every compiled module says that it needs no GIL: a free-threaded Python would turn it on.

What a free-threaded Python then does is tested by tests/python/test_many_threads.py.
"""

import ctypes
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from built import ROOT
from sources import tracked

DIRECTIVE = "# cython: freethreading_compatible=True\n"
PYX = tracked("bindings/*.pyx")
# PyModuleDef as a program sees it: PyModuleDef_Base takes five words, m_slots is the fifth behind.
SLOTS_AT, SLOT_OF_GIL, NOT_USED = 9, 4, 1


def gil_of(pyx: str, folder: Path) -> str:
    """Return what Cython's C says about the GIL if nothing else is said to the C compiler."""
    source, written = folder / "module.pyx", folder / "module.c"
    source.write_text(pyx)
    words = ["-3", "-I", str(ROOT / "bindings" / "cython"), "--output-file", str(written)]
    command = [sys.executable, "-m", "cython", *words, str(source)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    text = written.read_text()
    assert "{Py_mod_gil, __Pyx_FREETHREADING_COMPATIBLE}" in text
    return re.findall(r"^#define __Pyx_FREETHREADING_COMPATIBLE (\w+)", text, re.MULTILINE)[-1]


@pytest.mark.parametrize("path", PYX, ids=lambda path: path.stem)
def test_a_cython_module_asks_for_no_gil(path: Path) -> None:
    assert path.read_text().count(DIRECTIVE) == 1


@pytest.mark.slow
@pytest.mark.parametrize("path", PYX, ids=lambda path: path.stem)
def test_cython_writes_that_into_the_module(path: Path, tmp_path: Path) -> None:
    assert gil_of(path.read_text(), tmp_path) == "Py_MOD_GIL_NOT_USED"


@pytest.mark.slow
@pytest.mark.parametrize(("line", "said"), [(DIRECTIVE, "NOT_USED"), ("", "USED")])
def test_it_is_the_directive_that_makes_the_difference(
    line: str, said: str, tmp_path: Path
) -> None:
    assert gil_of(f"{line}answer = 42\n", tmp_path) == f"Py_MOD_GIL_{said}"


def test_a_module_in_cpp_asks_for_no_gil() -> None:
    modules = 0
    for path in tracked("bindings/*.cpp"):
        text = path.read_text()
        for bound in re.findall(r"^PYBIND11_MODULE\(.*?\) \{", text, re.MULTILINE | re.DOTALL):
            modules += 1
            assert "mod_gil_not_used()" in bound, path
        if "PyMODINIT_FUNC" in text:
            modules += 1
            slot = "#ifdef Py_mod_gil\n    {Py_mod_gil, Py_MOD_GIL_NOT_USED},\n#endif\n"
            assert slot in text, path
            assert "PyModuleDef_Init(" in text, path
    assert modules == 3


@pytest.mark.skipif(sys.version_info < (3, 13), reason="before Python 3.13 there is no such slot")
def test_the_compiled_walls_have_the_slot() -> None:
    spec = find_spec("juliaset._walls")
    assert spec is not None
    assert spec.origin is not None
    init = ctypes.PyDLL(spec.origin).PyInit__walls
    init.restype = ctypes.POINTER(ctypes.c_void_p)
    slots = ctypes.cast(init()[SLOTS_AT], ctypes.POINTER(ctypes.c_void_p))
    found: dict[int, int | None] = {}
    while kind := slots[2 * len(found)]:
        found[kind & 0xFFFFFFFF] = slots[2 * len(found) + 1]
    assert found[SLOT_OF_GIL] == NOT_USED
