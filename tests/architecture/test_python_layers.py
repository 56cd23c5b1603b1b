"""What each part of the Python package may import. The import statements are read, not run."""

import re
from graphlib import TopologicalSorter

import pytest
from built import ROOT
from sources import PACKAGE, imported, imports, tracked

from measure_python import part

# part: what it may import besides itself. A part is a module or a folder of the package.
MAY_IMPORT = {
    # `import juliaset`: no command, no harness
    "": "escape explorer kernel_type problem registry renamed",
    "renamed": "",
    "ranges": "",
    "course_folder": "",
    "extras": "course_folder",
    "course": "_native course_folder system",
    "terminal": "",
    "web_page": "",
    "system": "",
    "problem": "system",
    "python_arithmetic": "problem",
    "call_arrays": "problem",
    "kernel_type": "_native call_arrays problem system",
    "registry": "course_folder kernel_type problem",  # it imports kernels by name, when needed
    "native": "_native call_arrays course_folder kernel_type problem system",
    "escape": "call_arrays kernel_type problem registry",
    "cpp_file": "",
    "problems": "compile_library cpp_file system",
    "oracle": "_native escape problem python_arithmetic",
    "machine": "_native kernel_type native ranges system",
    "compiler_names": "",
    "compilers": "compiler_names system",
    "compile_kernel": "_native compilers system",
    "compile_library": "_native compile_kernel compilers cpp_file system",
    "kernel_cache": "compile_kernel compilers system",
    "scaffold": "problems system",
    "fused_instructions": "compile_kernel compilers system",
    "techniques": "_native cluster kernel_type native problem registry system",
    "images": "_native escape problem system",
    "cluster": "system",
    "mosaic": "cluster escape extras images problem registry system",
    "figures": "",
    "notebook": "_native extras system terminal",
    "verification": "kernel_type oracle problem python_arithmetic registry terminal",
    "kernel_list": "kernel_type terminal",
    "doctor": "compilers course_folder machine python_arithmetic registry system terminal "
    "verification",
    "bench": "_native compile_kernel compile_library compiler_names compilers course_folder "
    "cpp_file escape fused_instructions kernel_cache kernel_type machine native oracle problem "
    "problems python_arithmetic ranges registry system terminal web_page",
    "profilers": "_native bench course_folder escape kernel_type machine native oracle problem "
    "registry system terminal web_page",
    "grader": "_native _walls bench compile_kernel compilers course_folder escape "
    "fused_instructions images machine native oracle problem python_arithmetic registry system "
    "terminal",
    "explorer": "_native bench call_arrays extras images kernel_type mosaic problem registry "
    "system",
    "peers": "bench course_folder oracle problem registry",
    "cli": "_native bench cluster compile_kernel compilers course course_folder doctor escape "
    "explorer extras grader images kernel_list kernel_type machine mosaic notebook oracle peers "
    "problem profilers python_arithmetic registry renamed scaffold system terminal verification",
    "console": "cli",
}
# The page of a contest is made from the file of a contest, so it may measure nothing.
PAGE = re.compile(r"bench\.report")
PAGE_MAY_IMPORT = re.compile(
    r"bench\.(report|record|summary|stats|intervals|exports)|compiler_names|system.memory|terminal|"
    r"web_page"
)
# What runs a contest of any problem, here and in the processes of its rows.
ANY_PROBLEM = (
    "any_problem controls problem_contest screen shared_problem tryout contestants.child "
    "contestants.first_call contestants.kernel contestants.loaded_kernel contestants.memo "
    "contestants.own_notes contestants.posed contestants.service contestants.solver "
    "contestants.timed_calls contestants.user_file contestants.worker"
)
# What knows one kind of problem: the Julia set, or the file of a user.
ONE_PROBLEM = re.compile(
    r"escape|native|oracle|problem$|problems\.(instance|own_problem|problem_kernels)|registry|"
    r"bench\.(contests|other_compilers|picture|problem_file|problem_list|selection|views)|"
    r"bench\.contestants\.(own_kernel|own_solver|picture|picture_kernel|problem_worker)$"
)
# What learners' scripts and the claims use of the package, besides what `import juliaset` offers.
SCRIPTS_MAY_IMPORT = {
    "python/profiling": "_course _native bench images native problem profilers renamed "
    "techniques terminal",
    "python/claims": "_native system",
}


def test_every_part_has_its_line_here() -> None:
    assert {part(module) for module in imports()} == MAY_IMPORT.keys()


@pytest.mark.parametrize("here", sorted(MAY_IMPORT), ids=lambda here: here or "juliaset")
def test_a_part_imports_no_more_than_it_may(here: str) -> None:
    allowed = {here, "", *MAY_IMPORT[here].split()}
    for module, names in imports().items():
        if part(module) == here:
            unknown = {name for name in names if part(name) not in allowed}
            assert not unknown, f"{module} may not import {', '.join(sorted(unknown))}"


def test_the_harness_and_the_kernels_do_not_know_each_other() -> None:
    for module, names in imports().items():
        parts = {part(name) for name in names}
        assert not (part(module) == "bench" and "techniques" in parts), module
        assert not (part(module) == "techniques" and "bench" in parts), module


def test_the_report_of_a_contest_knows_only_its_file() -> None:
    pages = [module for module in imports() if PAGE.match(module)]
    assert pages
    for module in pages:
        unknown = [name for name in imports()[module] if name and not PAGE_MAY_IMPORT.match(name)]
        assert not unknown, f"{module} may not import {', '.join(sorted(unknown))}"


@pytest.mark.parametrize("name", ANY_PROBLEM.split())
def test_what_runs_a_contest_of_any_problem_knows_none(name: str) -> None:
    unknown = [each for each in imports()[f"bench.{name}"] if ONE_PROBLEM.match(each)]
    assert not unknown, f"bench.{name} may not import {', '.join(sorted(unknown))}"


def test_no_imports_form_a_cycle() -> None:
    TopologicalSorter(imports()).prepare()


@pytest.mark.parametrize("folder", SCRIPTS_MAY_IMPORT)
def test_scripts_use_no_more_of_the_package_than_they_may(folder: str) -> None:
    allowed = {"", *SCRIPTS_MAY_IMPORT[folder].split()}
    sources = tracked(f"{folder}/*.py")
    assert sources
    for path in sources:
        unknown = {name for name in imported(path) if part(name) not in allowed}
        assert not unknown, f"{path.relative_to(ROOT)} may not import {', '.join(sorted(unknown))}"


def test_cython_kernels_keep_to_the_layer_of_kernels() -> None:
    sources = sorted((ROOT / "bindings" / "cython").glob("*.pyx"))
    assert sources
    for path in sources:
        found = re.findall(
            r"^ *(?:from|import|cimport) +juliaset\.(\w+)", path.read_text(), re.MULTILINE
        )
        assert set(found) <= {"techniques", *MAY_IMPORT["techniques"].split()}, path.name


def test_importing_the_package_does_not_import_what_stands_on_it() -> None:
    assert (PACKAGE / "__init__.py").is_file()
    seen, waiting = set(), {""}
    while waiting:
        module = waiting.pop()
        seen.add(module)
        waiting |= imports().get(module, frozenset()) - seen
    assert not {part(module) for module in seen} & {"bench", "profilers", "grader", "cli", "images"}
