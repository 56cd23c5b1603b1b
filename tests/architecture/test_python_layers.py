"""What a module of the Python package may know: its import statements, read and not run."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from built import ROOT

PACKAGE = ROOT / "python" / "juliaset"

# The lower rooms, and all that each may import. What is not named here is a tool above them.
LAYERS = {
    "cputime": set(),
    "files": set(),
    "memory": set(),
    "listening": set(),
    "problem": {"memory"},
    "registry": {
        "_native",
        "memory",
        "problem",
    },  # the kernels are imported by name, when they are asked for
    "native": {"_native", "problem", "registry"},
    "techniques": {
        *("_native", "listening", "memory", "native", "problem", "registry", "techniques"),
    },
    "escape": {"problem", "registry"},
    "__init__": {"escape", "problem", "registry"},
}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def imported(source: str) -> set[str]:
    """Name the modules of the package that a source imports, functions and all."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide who knows whom"
            # `from juliaset import _native` imports a module too.
            own = node.module == "juliaset"
            names |= {f"juliaset.{a.name}" for a in node.names} if own else {node.module or ""}
    return {name.removeprefix("juliaset.") for name in names if name.startswith("juliaset.")}


def imports() -> dict[str, set[str]]:
    return {module_name(path): imported(path.read_text()) for path in PACKAGE.rglob("*.py")}


def room(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


@pytest.mark.parametrize("module", sorted(imports()))
def test_a_module_knows_no_more_than_it_may(module: str) -> None:
    known = {room(name) for name in imports()[module]}
    here = room(module)
    if here in LAYERS:
        assert known <= LAYERS[here], f"{module} is in a lower room"
        return
    # A tool walks the registry and names no kernel; cli stands above every tool.
    assert not known & {"techniques", "cli"}


def test_bench_and_techniques_do_not_know_each_other() -> None:
    for module, names in imports().items():
        rooms = {room(name) for name in names}
        assert not (room(module) == "bench" and "techniques" in rooms), module
        assert not (room(module) == "techniques" and "bench" in rooms), module


def test_nothing_imports_in_a_circle() -> None:
    TopologicalSorter(imports()).prepare()


def test_cython_kernels_keep_to_the_same_layer() -> None:
    sources = [*(ROOT / "bindings" / "cython").glob("*.pyx")]
    assert sources
    for path in sources:
        names = re.findall(
            r"^ *(?:from|import|cimport) +juliaset\.(\w+)", path.read_text(), re.MULTILINE
        )
        assert set(names) <= LAYERS["techniques"], path.name
