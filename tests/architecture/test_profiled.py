"""What profilers live on: names, line tables and frame pointers, in kernels and in bindings."""

import re
from pathlib import Path

import pytest
from built import Built, assembly, output, section_size

SETS_FRAME = re.compile(r"\bmov +%rsp,%rbp\b")
FUNCTION = re.compile(r"^<(\S+)>:$", re.MULTILINE)


def functions(code: str) -> dict[str, str]:
    """Split an object's code by function; parts that GCC moved away as cold have no frame."""
    _, *parts = FUNCTION.split(code)
    return {
        name: body
        for name, body in zip(parts[::2], parts[1::2], strict=True)
        if not name.endswith(".cold")
    }


@pytest.fixture(scope="module")
def modules() -> list[Path]:
    """Return the extension modules of the installed package."""
    native = pytest.importorskip("juliaset._native", reason="make builds the compiled half")
    folder = Path(native.folder())
    found = [path for path in folder.rglob("*.so") if not path.name.startswith("libjuliaset_")]
    assert {path.name.partition(".")[0] for path in found} >= {"_native", "_course"}
    return found


# A function that calls nothing may lack one: perf then leaves out only its caller.
def test_every_function_of_a_kernel_that_calls_has_a_frame(built: Built) -> None:
    for each in built.objects:
        calling = {n: code for n, code in functions(assembly(each.path)).items() if "call" in code}
        bare = [name for name, code in calling.items() if not SETS_FRAME.search(code)]
        assert not bare, f"{each}: a stack of frame pointers would end in {bare}"


def test_a_line_table_leads_from_each_kernel_to_its_file(built: Built) -> None:
    for flavour in built.flavours:
        library = built.library(flavour)
        names = output("nm", "--demangle", "--defined-only", library).splitlines()
        entries = [line.split()[0] for line in names if "(anonymous namespace)::run_" in line]
        rows = [each for each in built.objects if each.flavour == flavour]
        assert len(entries) == len(rows)
        places = output("addr2line", "--exe", library, *entries)
        files = set(re.findall(r"(\w+\.cpp):\d+", places))
        assert files == {Path(each.source).name for each in rows}, flavour


def test_bindings_have_lines_and_names(modules: list[Path]) -> None:
    for path in modules:
        assert section_size(path, ".debug_line") > 0, path.name
        assert " t " in output("nm", "--defined-only", path), f"{path.name} was stripped"


def test_the_course_s_functions_have_their_names_and_frames(modules: list[Path]) -> None:
    (course,) = (path for path in modules if path.name.startswith("_course"))
    code = {n: c for n, c in functions(assembly(course)).items() if n.startswith("_ZN6course")}
    for function in ("3sum", "5scale", "4mean", "6scaled", "10scale_into"):
        assert any(function in name for name in code), f"{function} was inlined: it has no name"
    bare = [name for name, c in code.items() if "call" in c and not SETS_FRAME.search(c)]
    assert not bare


def test_a_module_exports_its_entry_alone(modules: list[Path]) -> None:
    for path in modules:
        exported = output("nm", "--dynamic", "--defined-only", path).splitlines()
        entry = f"PyInit_{path.name.partition('.')[0]}"
        assert [line.split()[-1] for line in exported] == [entry], path.name
