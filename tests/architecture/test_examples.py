"""The examples use the package, and no part of the project is built on an example."""

import re

from built import ROOT
from sources import imported, tracked

# `juliaset course` copies them, and C++ of every kind is read by the same linters.
MAY_NAME_THEM = {"cmake/course.txt"}
CORE = ("CMakeLists.txt", "bindings/*", "cmake/*", "julia/*", "python/*")


def test_no_source_of_the_core_names_an_example() -> None:
    sources = tracked(*CORE)
    assert len(sources) > 100
    for path in sources:
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in {".py", ".pyx", ".cpp", ".hpp", ".txt", ".cmake"}:
            found = re.search(r"\bexamples/|\bexamples\.\w", path.read_text())
            assert not found or name in MAY_NAME_THEM, name


def test_an_example_imports_only_what_a_user_may() -> None:
    sources = tracked("examples/*.py")
    assert any(path.name == "problem.py" for path in sources)
    for path in sources:
        assert {name.partition(".")[0] for name in imported(path)} <= {"problems"}, path
