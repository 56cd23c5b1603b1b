"""Claims about the generated code: the promised registers, and no fused multiply-add."""

import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from built import Built, assembly

from juliaset.fused_instructions import in_text


def registers(code: str) -> set[str]:
    return set(re.findall(r"%(xmm|ymm|zmm)", code))


@pytest.mark.parametrize(
    ("isa", "promised", "forbidden"),
    [
        ("sse2", {"xmm"}, {"ymm", "zmm"}),
        ("avx2", {"ymm"}, {"zmm"}),
        ("avx512", {"zmm"}, set()),
    ],
)
@pytest.mark.parametrize("flavour", ["O2", "O3"])
def test_a_row_uses_the_registers_of_its_name(
    built: Built, flavour: str, isa: str, promised: set[str], forbidden: set[str]
) -> None:
    rows = [each for each in built.objects if each.flavour == flavour and isa in each.row]
    assert rows, f"no row of {flavour} is named after {isa}"
    for each in rows:
        used = registers(assembly(each.path))
        assert promised <= used, each
        assert not forbidden & used, each


def test_portable_rows_need_no_more_than_x86_64(built: Built) -> None:
    for each in built.objects:
        if each.flavour != "O3_native" and not re.search(r"_(sse2|avx2|avx512)$", each.row):
            assert registers(assembly(each.path)) <= {"xmm"}, each


def test_no_exact_kernel_fuses_multiply_and_add(built: Built) -> None:
    # Where -march=native offers the instruction, -ffp-contract=off keeps it out.
    for each in built.objects:
        if each.exact:
            assert not in_text(assembly(each.path)), each


def test_the_loop_in_c_does_not_either(built: Built) -> None:
    for flavour in built.flavours:
        library = built.folder.parent / "bindings" / "c" / f"libjuliaset_c_{flavour}.so"
        assert "juliaset_c_fill" in assembly(library)
        assert not in_text(assembly(library)), flavour


def test_the_fused_kernels_do(built: Built) -> None:
    rows = [each for each in built.objects if each.row.startswith("fma_")]
    assert rows
    for each in rows:
        assert not each.exact, each
        assert in_text(assembly(each.path)), each


def test_bands_ask_for_the_memory_of_the_next(built: Built) -> None:
    # GCC leaves out calls of a function that does nothing else.
    rows = [each for each in built.objects if re.match(r"(openmp_)?(balls|mirror)_", each.row)]
    rows = [each for each in rows if each.flavour != "O0"]
    assert rows
    for each in rows:
        assert re.search(r"\bprefetch|\bprfm", assembly(each.path)), each


@pytest.mark.slow
def test_the_axes_are_python_s_under_any_flags(built: Built, tmp_path: Path) -> None:
    # CXXFLAGS of a user may have -march=native; x1 + i * x_step must still be two roundings.
    commands = json.loads((built.folder.parent / "compile_commands.json").read_text())
    grid = [command for command in commands if command["file"].endswith("julia/src/grid.cpp")]
    assert len(grid) == 2, "one in the registry, one in the library for C++ users"
    for number, command in enumerate(grid):
        path = tmp_path / f"{number}.o"
        words = shlex.split(command["command"])
        words[words.index("-o") + 1] = str(path)
        words[1:1] = ["-march=haswell"]
        subprocess.run(words, check=True, cwd=command["directory"])
        assert not in_text(assembly(path)), command["output"]
