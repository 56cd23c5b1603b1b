"""The facts in the list of kernels are true."""

import re
from pathlib import Path

import pytest

from juliaset import Problem, UnavailableError, _native, escape_counts, get_kernel, kernels


def test_the_list_is_in_the_course_s_order_and_names_are_unique() -> None:
    names = [known.name for known in kernels()]
    assert len(set(names)) == len(names)
    families = list(dict.fromkeys(name.split(".")[0] for name in names))
    assert families == ["python", "dask", "numpy", "numba", "cython", "c", "cpp"]
    assert names[0] == "python.loops"
    assert names == [known.name for known in kernels()]


def test_only_c_and_cpp_have_flavours() -> None:
    every = ("O0", "O2", "O3", "O3_native")
    allowed = {"cpp": {every, ("O3",)}, "c": {every}}
    for known in kernels():
        assert known.flavours in allowed.get(known.toolchain, {()}), known.name
    for name in ("cpp.scalar", "cpp.simd_tiled_avx512", get_kernel("best").name):
        assert get_kernel(name).flavours == every, name
    assert get_kernel("cpp.sieve_sse2").flavours == ("O3",)


def test_a_flavour_that_is_not_compiled_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_native, "flavours", lambda: ["O3"])
    scalar = get_kernel("cpp.scalar")
    assert scalar.flavours == ("O0", "O2", "O3", "O3_native")
    assert scalar.reason == ""
    assert scalar.reason_of("O2") == "flavour O2 is not compiled yet; type: make compile"
    with pytest.raises(UnavailableError, match="O2 is not compiled yet; type: make compile"):
        escape_counts(Problem.book(10, 10), "cpp.scalar", flavour="O2")


def test_cffi_alone_has_flavours_and_no_choice_of_the_gil() -> None:
    for known in kernels():
        both = ("held", "released") if known.flavours else ()
        assert known.gils == (("released",) if known.name == "c.cffi" else both), known.name


def test_every_kernel_says_how_it_steps() -> None:
    for known in kernels():
        assert known.steps, f"{known.name}: state steps, in JULIA_KERNEL or in @kernel"
    for name in ("python.loops", "numba.njit", "cython.lists", "cpp.simd_avx2"):
        assert get_kernel(name).steps == "every", name
    assert get_kernel("cpp.balls_avx2").steps == "some"


def test_the_facts_of_a_kernel_agree_with_the_roof_of_its_instruction_set() -> None:
    lanes = {roof.isa: roof.lanes for roof in _native.roofs()}
    for known in kernels():
        wide = known.lanes // lanes[known.isa] if known.isa else known.lanes
        # Single precision has twice the lanes, and is not exact.
        assert wide == 1 or (wide == 2 and not known.exact), known.name
        assert 1 <= known.vectors_in_flight <= 32, known.name
        assert known.isa == "" or known.name.endswith(f"_{known.isa}"), known.name
    shown = {name: get_kernel(f"cpp.{name}_avx2") for name in ("simd", "simd_tiled", "float32")}
    assert [kernel.lanes for kernel in shown.values()] == [4, 4, 8]
    assert [kernel.vectors_in_flight for kernel in shown.values()] == [1, 4, 4]


def test_a_kernel_tells_its_flags() -> None:
    fastmath = get_kernel("cpp.fastmath")
    assert "-ffast-math" in fastmath.flags_of("O3")
    assert fastmath.flags_of("O2").split().count("-O2") == 1
    assert get_kernel("python.loops").flags_of("O3") == ""


def test_a_summary_is_one_sentence() -> None:
    for known in kernels():
        assert known.summary[0].isalnum(), known.name
        assert known.summary.endswith("."), known.name
        assert "\n" not in known.summary, known.name
        length = len(known.summary)
        assert 20 <= length <= 100, f"{known.name}: {length} characters; allowed: 20 to 100"
    assert len({known.summary for known in kernels()}) >= len(kernels()) // 2


def test_what_is_not_exact_says_so() -> None:
    tolerant = {known.name.removesuffix(f"_{known.isa}") for known in kernels() if not known.exact}
    page = (Path(__file__).parents[2] / "docs" / "exactness.md").read_text()
    listed = re.findall(r"^- `([\w.]+)`: ", page, re.MULTILINE)
    assert {"cpp.fma", "cpp.fastmath", "cpp.float32"} <= set(listed)
    assert tolerant == set(listed), "docs/exactness.md lists the kernels that are not exact"


def test_best_is_exact_and_can_run() -> None:
    best = get_kernel("best")
    assert best in kernels()
    assert best.exact
    assert best.available
