"""The environment variables that our code reads begin with JULIASET_, except other programs'."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from built import ROOT
from sources import tracked, tree_of

# Variables that other programs define, or that a user of those programs sets.
FOREIGN = {
    "PATH": "where programs are found",
    "HOME": "the user's folder",
    "HL_NUM_THREADS": "Halide's number of threads",
    "TMPDIR": "where temporary files go",
    "TERM": "the kind of terminal",
    "CI": "set where a check runs automatically",
    "CC": "the C compiler",
    "CXX": "the C++ compiler",
    "XDG_CACHE_HOME": "where programs keep what they can make again",
    "PYTHON": "make PYTHON=... chooses the Python of .venv",
    "PYENV_ROOT": "where pyenv keeps its Pythons",
    "PYTHONPATH": "where Python finds modules",
    "PYTHONHASHSEED": "the seed of Python's hashes",
    "__DASK_PARENT_PID": "what Dask tells the processes that it starts",
    "CMAKE_ARGS": "what pip passes to CMake",
    "CMAKE_PREFIX_PATH": "where CMake finds packages",
    "COLUMNS": "how wide a terminal is",
    "DISPLAY": "a screen of X11",
    "WAYLAND_DISPLAY": "a screen of Wayland",
    "NUMBA_NUM_THREADS": "Numba's number of threads",
    "NUMPY_MADVISE_HUGEPAGE": "0: NumPy asks for no huge pages",
    "OMP_NUM_THREADS": "OpenMP's number of threads",
    "OMP_THREAD_LIMIT": "the most threads that OpenMP starts",
    "OMP_PROC_BIND": "whether OpenMP binds threads to cores",
    "OMP_WAIT_POLICY": "whether OpenMP's threads spin while they wait",
    "OMP_PLACES": "the cores to which OpenMP binds threads",
    "GOMP_CPU_AFFINITY": "the same for GCC's OpenMP alone",
    "PYTEST_XDIST_WORKER": "set by pytest-xdist",
}
# Set by bash itself.
BASH = {"BASH_SOURCE", "EUID", "OSTYPE", "PWD", "SECONDS", "RANDOM", "LINENO", "IFS", "BASHPID"}
OLD = {"JULIA_ISA"}  # still understood, with a note
READS = {"get", "pop", "setdefault"}
FOLDERS = ["python", "tools", "tests", "setup", "labs", "benchmarks"]


def texts_of(node: ast.expr) -> list[str]:
    """Return the texts that an expression can be: one, or both sides of a condition."""
    if isinstance(node, ast.IfExp):
        return texts_of(node.body) + texts_of(node.orelse)
    known = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return [ast.literal_eval(node)] if known else []


def named_texts(tree: ast.Module) -> dict[str, list[str]]:
    """Return the texts of the names that a module assigns."""
    return {
        target.id: texts_of(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and texts_of(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def is_environ(node: ast.expr) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr == "environ") or (
        isinstance(node, ast.Name) and node.id == "environ"
    )


def keys_read(tree: ast.Module) -> Iterator[ast.expr]:
    """Return the expression of each variable that a source reads or removes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and is_environ(node.value):
            yield node.slice
        elif isinstance(node, ast.Compare) and any(map(is_environ, node.comparators)):
            yield node.left
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            method = node.func
            if method.attr == "getenv" or (method.attr in READS and is_environ(method.value)):
                yield node.args[0]


def names_read(path: Path) -> Iterator[str]:
    if not re.search("environ|getenv", path.read_text()):
        return  # to look through its tree takes longer
    tree = tree_of(path)
    named = named_texts(tree)
    for key in keys_read(tree):
        name = ast.unparse(key)
        texts = texts_of(key) or named.get(name, [])
        assert texts, f"{path.name}: {name} must be a constant of this module"
        yield from texts


def offending(names: set[str]) -> set[str]:
    return {
        name for name in names - FOREIGN.keys() - BASH - OLD if not re.match(r"_?JULIASET_", name)
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_python_reads_variables_of_ours(folder: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked(f"{folder}/*.py")
        for name in offending(set(names_read(path)))
    }
    assert not found, "call them JULIASET_...:\n" + "\n".join(sorted(found))


def test_shell_scripts_read_variables_of_ours() -> None:
    scripts = [*tracked("setup/*.sh"), ROOT / ".ci" / "run"]
    assert len(scripts) > 5
    for path in scripts:
        text = path.read_text()
        own = set(re.findall(r"(?:^|[ (])(?:local |for |read (?:-\w+ )?)?([A-Z_]+)=", text))
        read = set(re.findall(r"\$\{?#?([A-Z][A-Z_0-9]+)", text))
        assert not offending(read - own), path.name


def test_cpp_reads_variables_of_ours() -> None:
    sources = tracked("julia/*.cpp", "julia/*.hpp", "bindings/*.cpp", "tests/*.cpp")
    assert sources
    text = "\n".join(path.read_text() for path in sources)
    assert "getenv" in text
    names = set(re.findall(r'"(JULIA[A-Z]*_[A-Z_]+|[A-Z_]*ISA)"', text))
    assert "JULIASET_ISA" in names
    assert not offending(names)
    literal = set(re.findall(r'getenv\("(\w+)"', text))
    assert not offending(literal)


def test_the_check_sees_what_it_is_for(tmp_path: Path) -> None:
    path = tmp_path / "reads.py"
    path.write_text(
        "import os\nNAME = 'WIDTH'\nos.environ['A']\nos.getenv('B')\nos.environ.get(NAME)\n"
        "'C' in os.environ\nos.environ.pop('JULIASET_X')\nos.environ.get('PATH')\n"
        "other = 'D' if NAME else 'E'\nos.environ[other]\n"
    )
    assert offending(set(names_read(path))) == {"A", "B", "C", "D", "E", "WIDTH"}
    other = tmp_path / "other.py"
    other.write_text("import os\ndef get(name): return os.environ[name]\n")
    with pytest.raises(AssertionError, match="name must be a constant"):
        list(names_read(other))
