"""py-spy, memray and perf name the C++ functions that run below Python."""

import re
import sys
from pathlib import Path

import pytest

pytest.importorskip("juliaset._course", reason="make builds the compiled half")
from juliaset.profilers.errors import CannotError
from juliaset.profilers.requirements import need_module, need_perf, need_program, need_ptrace
from juliaset.profilers.running import run

CHECKLIST = Path(__file__).parents[3] / "python" / "profiling" / "checklist"
SCALAR = [sys.executable, str(CHECKLIST / "threads.py"), "300", "--only", "before"]


def skip_without(*needs: object) -> None:
    for need, *arguments in needs:
        try:
            need(*arguments)
        except CannotError as error:
            pytest.skip(str(error))


@pytest.mark.slow
def test_py_spy_leads_from_python_through_the_binding_into_the_kernel(tmp_path: Path) -> None:
    skip_without((need_program, "py-spy"), (need_ptrace,))
    options = ["--native", "-r", "200", "-f", "raw", "-o", "stacks.txt"]
    run(["py-spy", "record", *options, "--", *SCALAR, "--seconds", "1"], tmp_path).succeeded()
    # clang leaves the namespaces out.
    path = r"before \(.*\bdispatcher.*;run \(native\.cpp:\d+\).*"
    kernel = r";run_scalar \(scalar\.cpp:\d+\);calculate \(scalar\.cpp:\d+\);count_row \(pixel\.hpp"
    assert re.search(path + kernel, (tmp_path / "stacks.txt").read_text())


def test_memray_names_who_allocates_in_c_plus_plus(tmp_path: Path) -> None:
    skip_without((need_module, "memray"))
    from memray import AllocatorType, FileReader  # noqa: PLC0415

    target = [str(CHECKLIST / "allocations.py"), "50", "--only", "before"]
    words = ["python", "-m", "memray", "run", "-q", "--native", "-o", "native.bin", *target]
    run(words, tmp_path).succeeded()
    freeing = (AllocatorType.FREE, AllocatorType.MUNMAP)
    with FileReader(tmp_path / "native.bin") as reader:
        stacks = [
            [(name, Path(file).name) for name, file, _ in record.hybrid_stack_trace()]
            for record in reader.get_allocation_records()
            if record.allocator not in freeing and record.size == 2048
        ]
    ours = [stack for stack in stacks if any(name == "before" for name, _ in stack)]
    assert len(ours) == 50
    for stack in ours:
        assert any("scaled" in name and file == "course.cpp" for name, file in stack), stack


@pytest.mark.slow
def test_perf_names_the_kernel_s_function_and_its_file(tmp_path: Path) -> None:
    skip_without((need_perf,))
    record = ["perf", "record", "-q", "-g", "-e", "cpu-clock:u", "-o", "perf.data", "--"]
    run([*record, *SCALAR, "--seconds", "1"], tmp_path).succeeded()
    report = ["perf", "report", "-i", "perf.data", "--stdio", "--no-children", "-G"]
    printed = run(report, tmp_path).succeeded().out
    kernel = re.search(
        r"libjuliaset_O3\.so +\[\.\] \(anonymous namespace\)::run_scalar\n(.*?)\n\n",
        printed,
        re.DOTALL,
    )
    assert kernel, printed[:3000]
    # Frame pointers lead back into Python's C API, through the binding.
    assert "pybind11::cpp_function::dispatcher" in kernel[1]
