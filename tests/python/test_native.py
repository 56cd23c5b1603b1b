"""The C++ registry without the Python one in front of it: it makes all checks itself."""

import mmap
import os
import shlex
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from juliaset import Problem, _native, escape_counts

XS, YS = np.linspace(-1.5, 1.5, 6), np.linspace(-1, 1, 4)
C, LIMIT = -0.4 + 0.6j, 50
FLAVOURS = ("O0", "O2", "O3", "O3_native")


def a_kernel(*, threads: bool) -> _native.Kernel:
    rows = _native.load("O3").kernels
    return next(row for row in rows if row.supports_threads is threads and not row.reason)


def run(**changes: Any) -> np.ndarray[Any, Any]:  # noqa: ANN401
    threads = changes.pop("threads", 1)
    kernel = a_kernel(threads=changes.pop("many", False))
    out = changes.pop("out", None)
    out = np.full((4, 6), -1, np.int32) if out is None else out
    arguments = {"xs": XS, "ys": YS, "c": C, "max_iterations": LIMIT, **changes}
    kernel.run(**arguments, out=out, threads=threads)
    return out


def test_good_arguments_give_good_counts() -> None:
    assert np.array_equal(run(), escape_counts(Problem(XS, YS, C, LIMIT), "python.loops"))


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"xs": XS.tolist()}, TypeError, "incompatible function arguments|xs is"),
        ({"xs": None}, TypeError, "incompatible function arguments|xs is"),
        ({"xs": XS.astype(np.float32)}, TypeError, "xs is an array of float32 .*allowed: float64"),
        ({"xs": XS.astype(">f8")}, TypeError, "xs is an array of >f8 .*allowed: float64"),
        ({"ys": YS.astype(complex)}, TypeError, "ys is an array of complex128 .*allowed: float64"),
        (
            {"ys": YS.reshape(2, 2)},
            ValueError,
            r"ys is .* with 2 dimension\(s\); allowed: .* with 1",
        ),
        ({"xs": np.linspace(0, 1, 12)[::2]}, ValueError, "xs is not C-contiguous"),
        ({"xs": XS[::-1]}, ValueError, "xs is not C-contiguous"),
        ({"xs": np.full(6, np.nan)}, ValueError, r"xs\[0\] is -?nan; allowed: finite numbers"),
        ({"ys": np.array([0, 1, np.inf, 2])}, ValueError, r"ys\[2\] is inf; allowed: finite"),
        ({"ys": np.array([0, 1, 2, -1e200])}, ValueError, r"ys\[3\] is -\d.*; allowed: finite"),
        ({"xs": np.zeros(0), "out": np.zeros((4, 0), np.int32)}, ValueError, "xs has no points"),
        ({"ys": np.zeros(0), "out": np.zeros((0, 6), np.int32)}, ValueError, "ys has no points"),
        ({"c": complex("nan")}, ValueError, r"c is -?nan .*allowed: finite parts up to 1e150"),
        ({"c": 1e200j}, ValueError, "c is .*; allowed: finite parts up to 1e150"),
        ({"c": "1j"}, TypeError, "incompatible function arguments"),
        ({"max_iterations": -1}, ValueError, "max_iterations is -1; allowed: 0 or more"),
        ({"max_iterations": 2**31}, TypeError, "incompatible function arguments"),
        ({"max_iterations": 1.5}, TypeError, "incompatible function arguments"),
        (
            {"out": np.zeros((4, 6))},
            TypeError,
            "out is an array of float64 .*allowed: int32 with 2",
        ),
        ({"out": np.zeros((4, 6), np.int64)}, TypeError, "out is an array of int64"),
        ({"out": np.zeros(24, np.int32)}, ValueError, r"out is .* with 1 dimension\(s\)"),
        ({"out": np.zeros((6, 4), np.int32)}, ValueError, r"shape \(6, 4\); allowed: .* \(4, 6\)"),
        ({"out": np.zeros((6, 4), np.int32).T}, ValueError, "out is not C-contiguous"),
        ({"out": np.zeros((4, 12), np.int32)[:, ::2]}, ValueError, "out is not C-contiguous"),
        ({"stop": [0]}, TypeError, "stop is a list; allowed: None or an array of uint8"),
        ({"stop": np.zeros(1)}, TypeError, "stop is an array of float64 .*allowed: uint8 with 1"),
        ({"stop": np.zeros((), np.uint8)}, ValueError, r"stop is .* with 0 dimension\(s\)"),
        ({"stop": np.zeros(2, np.uint8)}, ValueError, "stop has 2 elements; allowed: 1"),
        ({"stop": np.zeros(0, np.uint8)}, ValueError, "stop has 0 elements; allowed: 1"),
        ({"threads": 2}, ValueError, "threads is 2; allowed: 1, for .* runs on one thread"),
        ({"threads": -1}, ValueError, "threads is -1; allowed: 1 to"),
        ({"threads": 10**9, "many": True}, ValueError, "threads is 1000000000; allowed: 1 to"),
    ],
)
def test_bad_arguments(changes: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        run(**changes)


def test_read_only_counts() -> None:
    out = np.zeros((4, 6), np.int32)
    out.flags.writeable = False
    with pytest.raises(ValueError, match="out is read-only"):
        run(out=out)


def misaligned(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return a copy that begins one byte behind an aligned address."""
    memory = np.zeros(array.nbytes + 1, np.uint8)
    copy = memory[1:].view(array.dtype).reshape(array.shape)
    copy[...] = array
    return copy


@pytest.mark.parametrize(
    ("changes", "name", "alignment"),
    [
        ({"xs": misaligned(XS)}, "xs", 8),
        ({"ys": misaligned(YS)}, "ys", 8),
        ({"out": misaligned(np.zeros((4, 6), np.int32))}, "out", 4),
    ],
)
def test_misaligned_arrays(changes: dict[str, Any], name: str, alignment: int) -> None:
    message = f"{name} begins at an address that is not a multiple of {alignment}; use {name}.copy"
    with pytest.raises(ValueError, match=message):
        run(**changes)


def test_counts_that_overlap_an_axis() -> None:
    memory = np.zeros(12)
    out = memory.view(np.int32).reshape(4, 6)
    with pytest.raises(ValueError, match="overlaps an axis"):
        run(xs=memory[:6], out=out)
    with pytest.raises(ValueError, match="overlaps an axis"):
        run(ys=memory[8:], out=out)


def test_a_stop_that_lies_within_the_counts() -> None:
    out = np.zeros((4, 6), np.int32)
    within = out.reshape(-1).view(np.uint8)
    for place in (0, 50, 95):
        with pytest.raises(ValueError, match="stop lies within out; allowed: memory of its own"):
            run(out=out, stop=within[place : place + 1])


@pytest.mark.parametrize("place", [3, 100])
def test_a_stop_next_to_the_counts(place: int) -> None:
    memory = np.zeros(4 + 96 + 4, np.uint8)
    out = memory[4:100].view(np.int32).reshape(4, 6)
    stop = memory[place : place + 1]
    assert np.array_equal(run(out=out, stop=stop), run())


def test_a_call_says_whether_it_was_stopped() -> None:
    kernel, out = a_kernel(threads=False), np.full((4, 6), -1, np.int32)
    stop = np.ones(1, np.uint8)
    assert kernel.run(XS, YS, C, LIMIT, out, stop=stop) is False
    assert (out == -1).all()
    assert kernel.run(XS, YS, C, LIMIT, out, stop=stop - 1) is True
    assert kernel.run(XS, YS, C, LIMIT, out) is True


def test_no_threads_means_all_cores_or_one() -> None:
    expected = run()
    assert np.array_equal(run(threads=0), expected)
    assert np.array_equal(run(threads=0, many=True), expected)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_flavour_tells_how_it_was_made(flavour: str) -> None:
    table = _native.load(flavour)
    assert table.name == flavour
    assert f"-{flavour.split('_', maxsplit=1)[0]}" in table.flags
    assert ("-march=native" in table.flags) == flavour.endswith("_native")
    assert table.compiler
    assert table.flags == _native.known_flavours()[flavour]
    rows = _native.load("O3").kernels
    expected = [row.name for row in rows if row.in_every_flavour or flavour == "O3"]
    assert [row.name for row in table.kernels] == expected
    assert table.best().exact
    assert table.best().reason == ""


def test_all_flavours_have_been_compiled() -> None:
    assert list(_native.known_flavours()) == _native.flavours() == list(FLAVOURS)


@pytest.mark.parametrize("flavour", ["O9", "", "../O3", "O3.so"])
def test_an_unknown_flavour(flavour: str) -> None:
    with pytest.raises(RuntimeError, match=r"cannot load flavour '.*': .*libjuliaset_"):
        _native.load(flavour)


@pytest.mark.parametrize(
    "source",
    [
        "int another_library;",
        "const unsigned* juliaset_table(void) { static const unsigned t[64] = {2}; return t; }",
    ],
    ids=["no_table", "an_older_table"],
)
def test_a_library_of_another_version_is_refused_before_its_kernels_are_read(
    tmp_path: Path, source: str
) -> None:
    code = tmp_path / "mine.c"
    code.write_text(source)
    compiler = shlex.split(os.environ.get("CXX", "g++"))
    library = tmp_path / "libjuliaset_mine.so"
    subprocess.run([*compiler, "-x", "c", "-shared", "-fPIC", code, "-o", library], check=True)
    with pytest.raises(RuntimeError, match=r"mine\.so is from another version .* build it again"):
        _native.load("mine", str(tmp_path))


MAP_NORESERVE = 0x4000  # of Linux; older versions of mmap do not name it


def never_touched(points: int, dtype: type) -> np.ndarray[Any, Any]:
    """Return an array of any size, whose memory the system gives when it is first read."""
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | MAP_NORESERVE
    size = points * np.dtype(dtype).itemsize
    try:
        return np.frombuffer(mmap.mmap(-1, size, flags=flags), dtype)
    except OSError as error:
        pytest.skip(f"this system promises no {size} bytes: {error}")


def test_an_axis_longer_than_an_int32_is_refused_and_not_cut_off() -> None:
    long, short = never_touched(2**31 + 6, np.float64), np.zeros(1)
    out = never_touched(2**31 + 6, np.int32)
    for axes, name in (({"xs": long, "ys": short}, "xs"), ({"xs": short, "ys": long}, "ys")):
        shape = (axes["ys"].size, axes["xs"].size)
        with pytest.raises(ValueError, match=f"{name} has more than 2147483647 points"):
            run(**axes, out=out.reshape(shape))
        with pytest.raises(ValueError, match=f"{name} has more than 2147483647 points"):
            _native.prove_tiles(axes["xs"], axes["ys"], C, LIMIT)
