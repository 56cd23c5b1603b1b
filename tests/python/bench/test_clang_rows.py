"""Rows that a real clang made: exact, with one OpenMP runtime in a process, also after a fork."""

import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from commands import SMALL, juliaset

from juliaset import Problem, escape_counts, kernels
from juliaset.bench.contestants.picture_kernel import made_by
from juliaset.bench.other_compilers import compiled
from juliaset.bench.record import Status
from juliaset.bench.record_file import load
from juliaset.bench.selection import Choice, ladder, select
from juliaset.compile_kernel import Job, LackingError, compile_kernel
from juliaset.compilers import find_compiler, known_compilers
from juliaset.system.packages import how_to_get

# The newest clang that did not make juliaset's own libraries: those need no rows of their own.
CLANG = next(
    (
        each.command[0]
        for each in reversed(known_compilers())
        if each.family == "Clang" and each.name != made_by()
    ),
    "",
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not CLANG,
        reason=f"no clang++ is installed that did not make juliaset; to get one: "
        f"{how_to_get('clang')}",
    ),
]
# Long orbits near the edge of the set: another rounding is another count.
PROBLEM = Problem.view(width=120, c=-0.4 + 0.6j, max_iterations=2000)
# Programs of their own: this process has GCC's OpenMP, and must not get a second one. Their
# arguments are the folders of libraries.
COUNTS = """
import sys
from hashlib import sha256
from pathlib import Path
import numpy as np
from juliaset.native import library_kernel
from juliaset.problem import Problem

problem = Problem.view(width=120, c=-0.4 + 0.6j, max_iterations=2000)
for folder in sys.argv[1:]:
    out = np.full(problem.shape, -1, np.int32)
    library_kernel("cpp.it", Path(folder), "O3").bind(problem, out)()
    print(sha256(out).hexdigest())
"""
FORKS = """
import json, os, signal, sys
import numpy as np
from juliaset.bench.contestants.picture import open_kernel
from juliaset.problem import Problem

kernel = open_kernel({"kernel": "cpp.openmp", "file": sys.argv[1], "flavour": "O3"})
problem = Problem.view(width=120, c=-0.4 + 0.6j, max_iterations=2000)


def total():
    out = np.full(problem.shape, -1, np.int32)
    kernel.bind(problem, out, threads=3)()
    return int(out.sum())


first = total()
child = os.fork()
if child == 0:
    signal.alarm(20)  # what hangs ends here
    os._exit(0 if total() == first else 1)
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
maps = open("/proc/self/maps").read()
runtimes = [name for name in ("libgomp", "libomp", "libiomp") if name in maps]
print(json.dumps([first, code, total() == first, runtimes]))
"""


def printed(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for compiled kernels, also of the commands that run here."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


def test_every_kernel_of_the_ladder_is_exact() -> None:
    rungs = [kernel for kernel in ladder(kernels()) if kernel.available]
    names = [kernel.name for kernel in rungs if kernel.toolchain == "cpp"]  # not those in C
    rows = compiled(select(Choice(names, compilers=[find_compiler(CLANG)])))
    assert len(rows) == len(names) > 5
    for row in rows:
        assert row.about.status == Status.OK, row.about.reason
    expected = sha256(escape_counts(PROBLEM, kernel="cpp.complex")).hexdigest()
    got = printed(COUNTS, *(row.file for row in rows)).split()
    found = {row.id: each for row, each in zip(rows, got, strict=True)}
    assert found == dict.fromkeys(found, expected)


def test_gcc_and_clang_are_in_one_contest(tmp_path: Path) -> None:
    path = tmp_path / "contest.json"
    kernel_words = ["--kernel", "cpp.scalar", "--kernel", "cpp.openmp", "--flavour", "O0,O3"]
    words = ["matrix", *kernel_words, "--compiler", f"g++,{CLANG}", *SMALL, "--json", str(path)]
    answer = juliaset(*words)
    assert answer.returncode in {0, 4}, answer.stderr
    name = find_compiler(CLANG)
    assert f" kernels with {name}; the next contest has them." in answer.stdout
    record = load(path)
    made = {row.id: row.compiler for row in record.rows}
    for row in ("cpp.scalar@O0", "cpp.scalar@O3", "cpp.openmp@O0", "cpp.openmp@O3"):
        assert made[f"{row}/{name.label}"] == name.name
    assert {row.status for row in record.rows} == {Status.OK}
    assert all(row.samples for row in record.rows)
    again = juliaset(*words)
    assert "Compiling" not in again.stdout
    assert f"Compilers: the time with {find_compiler('g++')}" in again.stdout


def test_a_process_has_one_openmp_and_may_fork() -> None:
    (row,) = compiled(select(Choice(["cpp.openmp"], compilers=[find_compiler(CLANG)])))
    total = int(escape_counts(PROBLEM, kernel="cpp.scalar").sum())
    assert printed(FORKS, row.file) == f'[{total}, 0, true, ["libomp"]]\n'


def test_a_flag_that_clang_would_ignore_is_refused(
    tmp_path: Path,
) -> None:
    source = tmp_path / "mine.cpp"
    source.write_text("int nothing;\n")
    for flag in ("-fgcse", "-fno-such-flag"):
        with pytest.raises(LackingError, match=rf"^Clang \S+ does not know {flag}$"):
            compile_kernel(Job(source, "O3", flag, compiler=find_compiler(CLANG)), tmp_path)


def test_a_kernel_of_the_user_is_compiled_by_both(tmp_path: Path) -> None:
    source = Path(kernels()[-1].source or "").parent / "scalar.cpp"
    (tmp_path / "mine.cpp").write_text(source.read_text())
    path = tmp_path / "contest.json"
    words = ["--kernel", str(tmp_path / "mine.cpp"), "--compiler", f"g++,{CLANG}"]
    answer = juliaset("bench", *words, *SMALL, "--json", str(path))
    assert answer.returncode in {0, 4}, answer.stderr
    made = {row.id: (row.compiler, row.status) for row in load(path).rows}
    name = find_compiler(CLANG)
    gcc = find_compiler("g++")
    by_gcc = "mine.cpp@O3" if gcc.name == made_by() else f"mine.cpp@O3/{gcc.label}"
    assert made[by_gcc] == (gcc.name, Status.OK)
    assert made[f"mine.cpp@O3/{name.label}"] == (name.name, Status.OK)
