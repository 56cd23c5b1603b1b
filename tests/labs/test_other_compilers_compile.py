"""The grader compiles with clang if there is no GCC, and with what CC and CXX name."""

from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import which

import pytest

from juliaset.grader import build
from juliaset.grader.catalogue import find_lab
from juliaset.grader.check_folder import check_folder
from juliaset.system.packages import how_to_get

Write = Callable[..., Path]
EXTENSION = "#include <pybind11/pybind11.h>\nPYBIND11_MODULE(start, m) {}\n"
# The text of a file, the variable that names its compiler, and that of the two which is not GCC.
FILES = {"start.pyx": ("x = 1\n", "CC", "clang"), "start.cpp": (EXTENSION, "CXX", "clang++")}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the commands that would compile, none of which runs."""
    found: list[list[str]] = []

    def note(command: Sequence[str], *_: object, **__: object) -> None:
        found.append(list(command))

    monkeypatch.setattr(build, "_compile", note)
    monkeypatch.setattr(build, "check_calls", lambda *_, **__: None)
    return found


@pytest.mark.parametrize("name", FILES)
def test_clang_is_enough(
    name: str,
    write: Write,
    asked: list[list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text, variable, clang = FILES[name]
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / clang).symlink_to("/bin/true")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv(variable, raising=False)
    with check_folder():
        build.build(write(text, name))
    assert asked[-1][0] == clang
    monkeypatch.setenv(variable, "/opt/cc -m64")
    with check_folder():
        build.build(write(text, name))
    assert asked[-1][:2] == ["/opt/cc", "-m64"]


@pytest.mark.slow
@pytest.mark.skipif(not which("clang"), reason=f"no clang here; to get it: {how_to_get('clang')}")
@pytest.mark.parametrize("name", ["06_cython", "07_pybind11_gil"])
def test_what_clang_makes_of_a_solution_is_allowed(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", "clang")
    monkeypatch.setenv("CXX", "clang++")
    lab = find_lab(name.partition("_")[0])
    path = next((lab.folder / "solutions").iterdir())
    with check_folder():
        loadable = build.build(path)
        assert (loadable.folder / loadable.entry).stat().st_size > 0
