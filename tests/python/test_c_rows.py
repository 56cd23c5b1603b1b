"""C is called through ctypes and cffi: what each of them does with the GIL, signals and arrays."""

import re
import sys
import threading
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from time import sleep
from types import SimpleNamespace

import numpy as np
import pytest

from juliaset import Problem, UnavailableError, escape_counts, get_kernel, registry
from juliaset.kernel_type import Gil
from juliaset.techniques import c_cffi, c_ctypes, c_rows

ROOT = Path(__file__).parents[2]
SOURCE = (ROOT / "bindings" / "c" / "c_rows.c").read_text()
NAMES = ("c.ctypes", "c.cffi")
with_cffi = pytest.mark.skipif(find_spec("cffi") is None, reason="cffi, an extra, is missing")
BOTH = [pytest.param("c.ctypes"), pytest.param("c.cffi", marks=with_cffi)]
LONG = Problem(np.linspace(-0.3, 0.3, 40), np.full(40, 0.1), 0.25 + 0j, 100_000)


def wakes_during(call: Callable[[], None]) -> int:
    """Return how often another thread of Python could run during a call."""
    wakes, begun, ended = [0], threading.Event(), threading.Event()

    def count() -> None:
        begun.set()
        while not ended.is_set():
            sleep(0.001)
            wakes[0] += 1

    thread = threading.Thread(target=count)
    thread.start()
    begun.wait()
    before = wakes[0]
    call()
    during = wakes[0] - before
    ended.set()
    thread.join()
    return during


@pytest.mark.skipif(
    not getattr(sys, "_is_gil_enabled", lambda: True)(), reason="this Python runs without a GIL"
)
@pytest.mark.parametrize(
    ("name", "gil", "runs"),
    [
        ("c.ctypes", "held", False),
        ("c.ctypes", "released", True),
        pytest.param("c.cffi", "released", True, marks=with_cffi),
    ],
)
def test_another_thread_runs_only_while_the_gil_is_released(
    name: str, gil: Gil, *, runs: bool
) -> None:
    call = get_kernel(name).bind(LONG, np.empty(LONG.shape, np.int32), gil=gil)
    during = wakes_during(call)
    assert (during > 10) == runs, during


@pytest.mark.parametrize("name", BOTH)
def test_cffi_cannot_hold_the_gil(name: str) -> None:
    if name == "c.cffi":
        message = r"c\.cffi always releases the GIL; gil='held' is for c\.ctypes and cpp\.\*"
        with pytest.raises(ValueError, match=message):
            escape_counts(LONG, name, gil="held")
    small = Problem.book(20)
    for gil in get_kernel(name).gils:
        assert (escape_counts(small, name, gil=gil) == escape_counts(small, "cpp.scalar")).all()


@pytest.mark.parametrize("name", BOTH)
@pytest.mark.parametrize(
    "wrong",
    [
        np.empty(LONG.shape),
        np.empty((3, 3), np.int32),
        np.empty((40, 80), np.int32)[:, ::2],
        np.broadcast_to(np.int32(0), LONG.shape),
    ],
    ids=["type", "shape", "gaps", "read-only"],
)
def test_c_is_given_no_array_that_it_would_misread(name: str, wrong: np.ndarray) -> None:
    with pytest.raises((TypeError, ValueError), match=r"^out .*allowed: "):
        escape_counts(LONG, name, out=wrong)


def test_the_declarations_in_python_are_those_of_c() -> None:
    def words(text: str) -> str:
        return " ".join(text.split())

    for name in re.findall(
        r"^EXPORT .*?(juliaset_c_(?:fill|nothing)\([^{]*\)) \{", SOURCE, re.DOTALL | re.MULTILINE
    ):
        assert f"{words(name)};" in words(c_cffi.DECLARATION)
    (declared,) = re.findall(r"juliaset_c_fill\((.*?)\);", c_cffi.DECLARATION, re.DOTALL)
    kinds = ["_p" if "*" in one else one.split()[0] for one in words(declared).split(", ")]
    told = [kind.__name__ for kind in c_ctypes.function_of("O3", "released").argtypes]
    same = {"_p": "c_void_p", "int32_t": "c_int", "double": "c_double", "int": "c_void_p"}
    assert told == [same[kind] for kind in kinds]


def test_a_machine_without_cffi_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "find_spec", lambda _name: None)
    assert get_kernel("c.cffi").reason == "cffi is not installed; make setup"
    assert get_kernel("c.ctypes").reason == ""
    with pytest.raises(UnavailableError, match="cffi is not installed; make setup"):
        escape_counts(LONG, "c.cffi")


@pytest.mark.parametrize("name", NAMES)
def test_each_flavour_is_compiled_with_the_flags_that_it_says(name: str) -> None:
    for flavour in get_kernel(name).flavours:
        flags = get_kernel(name).flags_of(flavour).split()
        level = flavour.removesuffix("_native")
        assert [flag for flag in flags if flag.startswith("-O")][-1] == f"-{level}"
        assert "-ffp-contract=off" in flags
        assert ("-march=native" in flags or "-mcpu=native" in flags) == flavour.endswith("_native")


def test_a_flavour_of_c_that_is_not_compiled_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(c_rows, "not_compiled", "flavour {} is not compiled yet".format)
    assert get_kernel("c.ctypes").reason_of("O2") == "flavour O2 is not compiled yet"


def test_a_flavour_for_another_cpu_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    other = SimpleNamespace(kernels=[SimpleNamespace(reason="this CPU has no avx9")])
    monkeypatch.setattr(c_rows, "load_flavour", lambda _flavour: other)
    assert get_kernel("c.ctypes").reason_of("O3_native") == "this CPU has no avx9"
    with pytest.raises(UnavailableError, match="this CPU has no avx9"):
        escape_counts(LONG, "c.ctypes", flavour="O3_native")
