"""What a submission in C++ finds in its process and on its disk: nothing of juliaset."""

from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from juliaset import _native
from juliaset.grader import bubblewrap, readable
from juliaset.grader.build import build
from juliaset.grader.launch import Limits, Loadable
from juliaset.grader.process import SubmissionProcess
from juliaset.grader.readable import for_python, hidden, without_hidden

Write = Callable[..., Path]

OURS = frozenset({"parts/pixel.hpp"})

# libc is found through the address of a function that is allowed: the loader's list of libraries
# is one call away, and dlopen() and dlsym() are in the same library as abort().
ATTACK = r"""
#include "parts/pixel.hpp"
extern "C" void abort() noexcept;
namespace {
struct Ident { unsigned char magic[4]; };
struct Header { unsigned char ident[16]; std::uint16_t type, machine; std::uint32_t version;
  std::uint64_t entry, programs, sections; std::uint32_t flags;
  std::uint16_t size, program_size, program_count, section_size, section_count, names; };
struct Program { std::uint32_t type, flags; std::uint64_t offset, address, physical, in_file,
  in_memory, alignment; };
struct Dynamic { std::int64_t tag; std::uint64_t value; };
struct Symbol { std::uint32_t name; unsigned char info, other; std::uint16_t section;
  std::uint64_t value, size; };
bool same(const char* a, const char* b) { while (*a && *a == *b) { ++a; ++b; } return *a == *b; }

// The address of a function of libc by name: from an address in libc back to libc's first page.
void* find(const char* wanted) {
  auto page = reinterpret_cast<std::uint64_t>(&abort) & ~std::uint64_t{4095};
  while (*reinterpret_cast<const std::uint32_t*>(page) != 0x464c457f) page -= 4096;
  const auto* header = reinterpret_cast<const Header*>(page);
  const auto* program = reinterpret_cast<const Program*>(page + header->programs);
  const Dynamic* dynamic = nullptr;
  for (int k = 0; k < header->program_count; ++k)
    if (program[k].type == 2) dynamic = reinterpret_cast<const Dynamic*>(page + program[k].address);
  const Symbol* symbols = nullptr; const char* names = nullptr;
  for (; dynamic->tag != 0; ++dynamic) {
    if (dynamic->tag == 5) names = reinterpret_cast<const char*>(dynamic->value);
    if (dynamic->tag == 6) symbols = reinterpret_cast<const Symbol*>(dynamic->value);
  }
  for (const Symbol* each = symbols + 1; reinterpret_cast<const char*>(each) < names; ++each)
    if (each->value != 0 && same(names + each->name, wanted))
      return reinterpret_cast<void*>(page + each->value);
  return nullptr;
}

void calculate(const juliaset::Problem& problem, std::int32_t* counts, juliaset::Stop& stop) {
  auto* const open = reinterpret_cast<void* (*)(const char*, int)>(find("dlopen"));
  if (open == nullptr) { counts[0] = -2; return; }
  counts[0] = open("libm.so.6", 2) != nullptr ? 1 : 0;  // the way is there
  const char* const files[] = {FILES};
  int k = 1;
  for (const char* file : files) counts[k++] = open(file, 2) != nullptr ? 1 : 0;
}
}  // namespace
JULIA_KERNEL("x", one, exact);
"""


def ours() -> list[Path]:
    """Our compiled files: a submission that opens one of them has our kernels."""
    folder = Path(_native.folder())
    found = [*folder.glob("libjuliaset_*.so"), *folder.glob("*.so"), *folder.glob("*/*.so")]
    return [path for path in dict.fromkeys(found) if path.name.partition(".")[0] != "_walls"]


def attack(write: Write) -> Loadable:
    """Compile the attack on our files; the same text is compiled once for all tests."""
    text = ATTACK.replace("FILES", ", ".join(f'"{path}"' for path in ours()))
    return build(write(text, "start.cpp"), headers=OURS)


@pytest.mark.usefixtures("contained")
def test_our_kernels_cannot_be_opened(
    write: Write,
) -> None:
    files = ours()
    with closing(SubmissionProcess(attack(write), Limits())) as process:
        if reason := process.walls["only the files that it needs"]:
            pytest.skip(reason)
        axis = np.zeros(len(files) + 1)
        opened = process.fill("counts", [axis, axis[:1], 0j, 1], (1, axis.size), 1)[0]
    assert len(files) > 3
    assert opened[0] == 1, "the attack itself must work, or this test shows nothing"
    assert not opened[1:].any(), [
        path.name for path, got in zip(files, opened[1:], strict=True) if got
    ]


@pytest.mark.usefixtures("contained")
def test_nothing_of_ours_is_in_its_memory(
    write: Write,
) -> None:
    # What is loaded already needs no file: dlopen() would only return it.
    text = "def counts(*_): return 1\n"
    for loadable in (build(write(text)), attack(write)):
        with closing(SubmissionProcess(loadable, Limits())) as process:
            maps = Path(f"/proc/{process.pid}/maps").read_text().splitlines()
        files = {line.split()[-1] for line in maps if ".so" in line}
        assert any("numpy" in name for name in files)
        own = {name for name in files if name.startswith(str(loadable.folder))}
        found = {name for name in files - own if "julia" in Path(name).name or "_native" in name}
        assert not found
        assert not [name for name in files if "ctypes" in name] or loadable.is_kernel


LAZY = """
import decimal, random, statistics
import numpy as np
def use():
    np.random.default_rng(1).random(3), np.fft.fft([1.0, 2.0]), np.polynomial.Polynomial([1, 2])(3)
    np.linalg.solve([[2.0]], [1.0]), np.ma.array([1]), np.strings.upper(np.array(["a"]))
    np.testing.assert_allclose([1.0], [1.0]), statistics.median([1, 2, 3]), decimal.Decimal(1).exp()
    return str(np.float64(0.1)) + str(random.Random(1).random()) + np.array2string(np.eye(2))
"""


@pytest.mark.usefixtures("contained")
def test_what_numpy_imports_late_is_there(
    write: Write,
) -> None:
    with closing(SubmissionProcess(build(write(LAZY)), Limits())) as process:
        assert process.call("use").startswith("0.1")


LOOKS = """
import warnings
modules = getattr(getattr(warnings, "sys"), "modules")
os = modules["os"]
def look(paths):
    seen = []
    for path in paths:
        for use in (os.listdir, open):
            try:
                use(path)
                seen.append(path)
            except (OSError, UnicodeDecodeError):
                pass
    return seen
"""


@cache
def files_of_others() -> list[str]:
    """Name some files of each folder of packages; there are thousands to choose from."""
    files = [file for folder in hidden() for file in sorted(folder.rglob("*.py"))[:20]]
    return [str(path) for path in files if "numpy" not in path.parts]


def test_no_folder_of_packages_can_be_listed_or_read(
    contained: bool,  # noqa: FBT001 - a fixture
    write: Write,
) -> None:
    others = files_of_others()
    with closing(SubmissionProcess(build(write(LOOKS)), Limits())) as process:
        if reason := process.walls["only the files that it needs"]:
            pytest.skip(reason)
        assert process.call("look", [*others, *map(str, ours())]) == []
        listed = process.call("look", [str(folder) for folder in hidden()])
    assert len(others) > 10
    # In bubblewrap the folder in which NumPy lies has nothing else in it.
    assert not listed or contained


def test_a_folder_with_packages_in_it_becomes_what_else_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in a Python outside a virtual environment: its packages are inside its library.
    library = tmp_path / "lib" / "python3"
    for name in ("json", "site-packages/juliaset", "site-packages/numpy"):
        (library / name).mkdir(parents=True)
    (library / "os.py").touch()
    packages = library / "site-packages"
    monkeypatch.setattr(readable, "hidden", lambda: (packages,))
    found = without_hidden([tmp_path / "lib", packages / "numpy", tmp_path / "none"])
    assert found == [library / "json", library / "os.py", packages / "numpy"]
    assert without_hidden([packages]) == [packages]  # named by itself


@pytest.mark.usefixtures("contained")
def test_our_library_among_the_system_s_is_closed(
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A library of the system's stands for ours, which no test may install.
    library = next(Path("/usr/lib").glob("*-linux-*/libm.so.6")).resolve()
    other = next(Path("/usr/lib").glob("*-linux-*/libBrokenLocale.so.1"), None)
    if other is None:
        pytest.skip("this system has no library that no program needs")
    other = other.resolve()
    for module in (readable, bubblewrap):
        monkeypatch.setattr(module, "hidden_libraries", lambda: (other,))
    text = """
def begins(path):
    try:
        with open(path, "rb") as file:
            return file.read(4) == b"\\x7fELF"
    except OSError:
        return False
"""
    with closing(SubmissionProcess(build(write(text)), Limits())) as process:
        if reason := process.walls["only the files that it needs"]:
            pytest.skip(reason)
        assert process.call("begins", str(library))
        assert not process.call("begins", str(other))


def test_the_folders_of_every_python_here_are_hidden() -> None:
    assert Path(_native.folder()).resolve().parent in hidden()
    assert Path(np.__file__).resolve().parent in for_python()
    for folder in hidden():
        assert folder not in for_python()
