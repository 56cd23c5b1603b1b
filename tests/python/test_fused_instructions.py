"""Fused instructions in a user's kernel are said, with their line; our own kernels have none."""

import platform
import re
import shlex
import shutil
from importlib import import_module
from pathlib import Path

import pytest

from juliaset import _native, fused_instructions
from juliaset.bench.contestants.own_kernel import own_kernels
from juliaset.bench.picture import Picture
from juliaset.bench.tryout import NoneRunsError, tried_out
from juliaset.compile_kernel import Job, assembly_of
from juliaset.compilers import Compiler, usual_compiler
from juliaset.fused_instructions import Fused, in_library, in_text, remark
from juliaset.oracle import golden
from juliaset.techniques import FILES

FLAVOUR = "O3_native"
COMPILER = usual_compiler().name
KERNEL = """#include "pixel.hpp"

namespace {

double real_part(double re, double im) {
  return __builtin_fma(re, re, -im * im);  // line 6
}

std::int32_t count(double re, double im, const juliaset::Problem& problem) {
  std::int32_t n = 0;
  while (n < problem.max_iterations && re * re + im * im < 4) {
    const double product = re * im;
    re = real_part(re, im) + problem.c_re;
    im = product + product + problem.c_im;
    ++n;
  }
  return n;
}

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop&) {
  for (std::int32_t j = 0; j < problem.height; ++j) {
    for (std::int32_t i = 0; i < problem.width; ++i) {
      *counts++ = count(problem.xs[i], problem.ys[j], problem);
    }
  }
}

}  // namespace

JULIA_KERNEL("A kernel of mine that fuses.", one, EXACTNESS);
"""
# A product of two numbers that lie next to each other in memory.
CONTRACTED = KERNEL.replace(
    "double real_part(double re, double im) {\n"
    "  return __builtin_fma(re, re, -im * im);  // line 6",
    "struct Point {\n  double re, im;\n};\n"
    "__attribute__((noinline)) Point product(Point a, Point b) {\n"
    "  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};",
).replace(
    "    const double product = re * im;\n"
    "    re = real_part(re, im) + problem.c_re;\n"
    "    im = product + product + problem.c_im;\n",
    "    const Point next = product({re, im}, {re, im});\n"
    "    re = next.re + problem.c_re;\n"
    "    im = next.im + problem.c_im;\n",
)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Write a kernel that fuses; skip if the CPU cannot."""
    path = tmp_path / "mine.cpp"
    path.write_text(KERNEL.replace("EXACTNESS", "exact"))
    flags = _native.known_flavours()[FLAVOUR]
    if not in_text(assembly_of(Job(path, FLAVOUR, flags), tmp_path)):
        pytest.skip(
            f"{platform.machine()}: this CPU or {usual_compiler().name} has no fused multiply-add"
        )
    return path


def note_of(path: Path) -> str:
    (kernel,) = own_kernels(str(path), [FLAVOUR])
    assert kernel.about.status == "ok", kernel.about.reason
    return kernel.about.note


def test_an_exact_kernel_is_told_the_instruction_and_its_line(mine: Path) -> None:
    note = note_of(mine)
    assert re.match(
        r"it fuses multiply and add: v?fn?m\w+ \(mine\.cpp:6\)( and \d+ more)?\. ", note
    )
    flag = f"CXX='{shlex.join(usual_compiler().command)} -fno-tree-slp-vectorize'"
    assert (flag in note) == (usual_compiler().family == "GNU")
    assert "\n" not in note


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        ("GNU 12.2.0", "compile with CXX='/opt/c++ -m64 -fno-tree-slp-vectorize', or publish"),
        ("Clang 14.0.6", "std::complex, or publish"),
    ],
)
def test_a_flag_is_for_the_compiler_that_knows_it(
    name: str, flag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [Fused("vfmadd132sd", "mine.cpp:6")]
    monkeypatch.setattr(fused_instructions, "in_library", lambda _: found)
    compiler = Compiler(("/opt/c++", "-m64"), name)
    said = remark(Job(tmp_path / "mine.cpp", "O3", "-O3", compiler=compiler), tmp_path)
    assert flag in said
    assert said.count("-fno-tree-slp-vectorize") == (name == "GNU 12.2.0")


@pytest.mark.slow
def test_a_tolerant_kernel_may_fuse(mine: Path) -> None:
    tolerant = mine.with_name("tolerant.cpp")
    tolerant.write_text(KERNEL.replace("EXACTNESS", "tolerant"))
    assert note_of(tolerant) == ""


@pytest.mark.slow
def test_without_objdump_the_compiler_is_asked(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fused_instructions.shutil, "which", lambda _: None)
    assert "(mine.cpp:6)" in note_of(mine)
    monkeypatch.setattr(fused_instructions, "assembly_of", lambda *_: "")
    assert note_of(mine).startswith("it was not checked for fused multiply-adds, because there is ")


@pytest.mark.slow
def test_instructions_without_a_line_are_the_compiler_s_to_place(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fused_instructions, "in_library", lambda _: [Fused("vfmadd132sd")])
    assert "(mine.cpp:6)" in note_of(mine)
    monkeypatch.setattr(fused_instructions, "assembly_of", lambda *_: "\tret\n")
    assert note_of(mine) == ""  # they are of a library that was linked in


@pytest.mark.slow
def test_it_is_said_before_anything_is_measured(mine: Path) -> None:
    said: list[str] = []
    kernels = own_kernels(str(mine), [FLAVOUR])
    assert tried_out(kernels, Picture(golden()["book"].make()), 20, said.append) == kernels
    (line,) = said
    assert line.startswith(f"mine.cpp@{FLAVOUR}: it fuses multiply and add: ")


@pytest.mark.slow
def test_wrong_pixels_come_with_their_cause(mine: Path) -> None:
    said: list[str] = []
    with pytest.raises(NoneRunsError):
        tried_out(
            own_kernels(str(mine), [FLAVOUR]),
            Picture(golden()["sensitive"].make()),
            20,
            said.append,
        )
    assert said[0].startswith(f"mine.cpp@{FLAVOUR}: wrong, tried on 67 x 67 pixels\n")
    assert said[1].startswith(f"mine.cpp@{FLAVOUR}: it fuses multiply and add: ")


@pytest.mark.skipif(
    "12.2" not in usual_compiler().name, reason=f"{usual_compiler().name}: seen with GCC 12.2 alone"
)
@pytest.mark.skipif(platform.machine() != "x86_64", reason="seen on x86-64 alone")
def test_gcc_contracts_a_complex_product_in_spite_of_its_flags(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "product.cpp"
    path.write_text(CONTRACTED.replace("EXACTNESS", "exact"))
    flags = "-O2 -march=x86-64-v3 -ffp-contract=off -g1"
    found = in_text(assembly_of(Job(path, "O2", flags), tmp_path))
    assert [each.place for each in found] == ["product.cpp:9"]
    monkeypatch.setenv("CXX", "g++ -fno-tree-slp-vectorize")
    assert not in_text(assembly_of(Job(path, "O2", flags), tmp_path))


@pytest.mark.skipif(not shutil.which("objdump"), reason="no objdump: package binutils")
@pytest.mark.parametrize("name", [each for each in FILES if each.startswith("cython_")])
def test_the_cython_kernels_have_none(name: str) -> None:
    library = import_module(f"juliaset.techniques.{name}").__file__
    assert library is not None
    found = in_library(Path(library))
    assert found is not None
    assert not [each for each in found if each.place]
