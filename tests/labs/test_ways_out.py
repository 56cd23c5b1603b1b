"""Ways from a submission in Python to addresses, threads and private parts: words, then walls."""

import sys
from collections.abc import Callable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest

from juliaset.bench.contestants.child import EndedError
from juliaset.grader.allowed_source import check_source
from juliaset.grader.build import build
from juliaset.grader.launch import Limits
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.verdict import FailedError

Write = Callable[..., Path]

TEXTS = {
    "numpy's ctypes": ("import numpy as np\nnp.core._internal.ctypes\n", "ctypes"),
    "numpy's private parts": ("import numpy as np\nnp._core.multiarray\n", "_core"),
    "numpy's ctypes by name": ("from numpy import ctypeslib\n", "ctypeslib"),
    "numpy's ctypes by its path": ("import numpy.ctypeslib as x\n", "ctypeslib"),
    "a private module": ("from numpy._core import multiarray\n", "_core"),
    "a module's module": ("import warnings\nos = warnings.sys.modules\n", "modules"),
    "the same under another name": ("import random\nrandom._os.fork\n", "_os"),
    "an import without the word": ("x = __import__('os')\n", "__import__"),
    "builtins": ("__builtins__['eval']\n", "__builtins__"),
    "all classes": ("().__class__.__base__.__subclasses__()\n", "__subclasses__"),
    "a function's module": ("import math\nf = lambda: 0\nf.__globals__\n", "__globals__"),
    "a frame": ("import types\ndef f(x): return x.f_back\n", "f_back"),
    "an address": ("class A:\n    __array_interface__ = {}\n", "__array_interface__"),
    "an address by a method": ("class A:\n    def __buffer__(_, x): pass\n", "__buffer__"),
    "past the end of an array": ("import numpy as np\nnp.lib.stride_tricks\n", "stride_tricks"),
    "another alphabet": ("import numpy as np\nnp.\uff43typeslib\n", "ctypeslib"),
}
CYTHON_TEXTS = {
    "numpy's ctypes": ("import numpy as np\nnp.core._internal.ctypes\n", "_internal"),
    "of two lines": ("import numpy as np\nx = np.core.\\\n    _internal\n", "_internal"),
    "a shell": ("import warnings\nwarnings.sys\n", "sys"),
}
ALLOWED = """
class Own:
    __slots__ = ("_x",)
    def __init__(self): self._x = 1
    def _step(self): return self._x
    def __add__(self, other): return self._step() + other._x
def _helper(_): return __name__
os = 1
"""


@pytest.mark.parametrize(("text", "word"), TEXTS.values(), ids=TEXTS)
def test_a_way_out_is_refused_in_words(text: str, word: str) -> None:
    with pytest.raises(FailedError, match=rf"start.py has {word}\b"):
        check_source(Path("start.py"), text)


@pytest.mark.parametrize(("text", "word"), CYTHON_TEXTS.values(), ids=CYTHON_TEXTS)
def test_a_way_out_is_refused_in_cython(text: str, word: str) -> None:
    with pytest.raises(FailedError, match=f"start.pyx has {word} .line"):
        check_source(Path("start.pyx"), text)


def test_names_of_its_own_may_begin_as_they_like() -> None:
    check_source(Path("start.py"), ALLOWED)
    check_source(Path("start.pyx"), "cdef class A:\n    cdef double _x\n    def f(self): self._x\n")


# getattr() with a text that is put together: no check of a text finds it.
WAYS = """
import numpy as np, warnings
def of(thing, *names):
    for name in names:
        thing = getattr(thing, "".join(name))
    return thing
sys = of(warnings, ["s", "ys"])
modules, flags = of(sys, ["mod", "ules"]), of(sys, ["flags"])
bring = of(modules["builtins"], ["__imp", "ort__"])
def numpy_s_ctypes():
    return of(np, ["_co", "re"], ["_int", "ernal"], ["cty", "pes"], ["string_at"])(1)
def ctypes(): return bring("ctypes").string_at(id(0), 8)
def ctypes_anew():
    modules.pop("ctypes"), modules.pop("_ctypes")
    return bring("ctypes").string_at(id(0), 8)
def its_core():
    modules.pop("_ctypes")
    return bring("_ctypes").PyObj_FromPtr(id(0))
def a_lib(): return of(bring("numpy.ctypeslib"), ["ctypes", "lib"]).as_array(3)
def thread(): return bring("_thread").start_new_thread(print, ())
def threading():
    thread = bring("threading").Thread(target=print)
    thread.start()
def old_file(): return bring("fcntl").fcntl(0, 8, 1)
def collector(): return bring("gc").get_objects()
def test_module(): return bring("_testcapi")
def interpreter(): return bring("INTERPRETERS").create()
def package(): return bring("juliaset.escape")
def walls(): return bring("juliaset._walls")
def classes():
    kinds, seen = [object], []
    while kinds:
        kind = kinds.pop()
        seen.append(str(of(kind, ["__mod", "ule__"])))
        kinds += of(type, ["__sub", "classes__"])(kind)
    names = {*seen, *modules}
    return sorted(each for each in names if {"ctypes", "_ctypes", "walls"} & {*each.split(".")})
"""
INTERPRETERS = "_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters"
FORBIDDEN = [
    *("numpy_s_ctypes", "ctypes", "ctypes_anew", "its_core", "a_lib", "thread", "threading"),
    *("old_file", "collector", "test_module", "interpreter", "package", "walls"),
]


def test_no_way_leads_out_that_a_text_can_hide(write: Write) -> None:
    assert find_spec(INTERPRETERS), "a name that this Python lacks would show nothing"
    text = WAYS.replace("INTERPRETERS", INTERPRETERS)
    with closing(SubmissionProcess(build(write(text)), Limits())) as process:
        for name in FORBIDDEN:
            with pytest.raises(EndedError, match=r"failed: (?!NameError|TypeError)"):
                process.call(name)
        with pytest.raises(EndedError, match=f"may not import {INTERPRETERS}"):
            process.call("interpreter")
        assert process.call("classes") == [], "no class and no module of theirs is left"
