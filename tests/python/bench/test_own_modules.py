"""Bring your own kernel in Python: its module is imported as Python would, or refused."""

from pathlib import Path

import pytest
from benched import LOCK, Bench, expected_code

from command import juliaset
from juliaset.bench.contestants.own_kernel import own_kernels

SETTINGS = ("--width", "60", "--budget", "0.4", "--timeout", "10", "--processes", "3")
FITS = "def f(problem, out): pass"
PROPER = """
from __future__ import annotations
import neighbour
from dataclasses import dataclass
from functools import wraps
from juliaset import get_kernel


@dataclass
class Tile:
    row: int


def plain(problem, out):
    get_kernel(neighbour.NAME).bind(problem, out)()


def logged(function):
    @wraps(function)
    def inner(*arguments):
        return function(*arguments)
    return inner


@logged
def decorated(problem, out, threads):
    assert threads == 2
    plain(problem, out)
"""


@pytest.mark.slow
def test_a_proper_module_is_imported_as_python_would(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(PROPER)
    (tmp_path / "neighbour.py").write_text('NAME = "cpp.scalar"\n')
    (tmp_path / "random.py").write_text('raise RuntimeError("this is not Python\'s random")\n')
    kernels = ("--kernel", "mine.py:plain", "--kernel", "mine.py:decorated", "--threads", "2")
    with Bench(tmp_path, *kernels, *SETTINGS, cwd=tmp_path) as run:
        assert run.end() == expected_code(run.contest["contest"]["state"], 0), run.stdout
        assert run.rows["mine.py:plain"]["samples"]
        assert run.rows["mine.py:decorated/t2"]["samples"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("import no_such_module\ndef f(problem, out): pass", "No module named 'no_such_module'"),
        (
            "\n1 / 0\ndef f(problem, out): pass",
            "ZeroDivisionError: division by zero (line 2 of mine.py)",
        ),
    ],
)
def test_a_file_that_breaks_is_a_row_that_failed(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "mine.py").write_text(text)
    kernels = ("--kernel", "mine.py:f", "--kernel", "cpp.scalar")
    with Bench(tmp_path, *kernels, *SETTINGS, cwd=tmp_path) as run:
        run.end()
        assert run.process.returncode == 1
        row = run.rows["mine.py:f"]
        assert row["status"] == "failed"
        assert reason in row["reason"]
        assert run.rows["cpp.scalar@O3"]["samples"]
        assert run.stdout.startswith(
            "mine.py:f: failed, tried on 60 x 60 pixels\n"
        )  # before the contest
        assert "Traceback" not in run.stdout + run.stderr


@pytest.mark.parametrize(
    ("line", "steps"),
    [
        ("STEPS = 'some'", "some"),
        ("STEPS: str = 'every'", "every"),
        ("STEPS = 300", ""),  # a number of the user's, and not about this
        ("def g():\n    STEPS = 'some'", ""),
        ("", ""),
    ],
)
def test_a_file_says_whether_its_kernels_take_every_step(
    tmp_path: Path, line: str, steps: str
) -> None:
    path = tmp_path / "mine.py"
    path.write_text(f"{line}\n{FITS}")
    (kernel,) = own_kernels(f"{path}:f", [])
    assert kernel.about.steps == steps


@pytest.mark.parametrize(
    "text",
    [
        f"# -*- coding: latin-1 -*-\n# \xfcber\n{FITS}".encode("latin-1"),
        f"# \xfcber\n{FITS}".encode("utf-8-sig"),
        FITS.replace("\n", "\r\n").encode(),
    ],
    ids=["latin-1", "a byte order mark", "lines of another system"],
)
def test_a_file_is_read_in_the_encoding_that_python_takes_it_for(
    tmp_path: Path, text: bytes
) -> None:
    path = tmp_path / "mine.py"
    path.write_bytes(text)
    (kernel,) = own_kernels(f"{path}:f", [])
    assert kernel.about.id == "mine.py:f"


def test_a_file_in_an_encoding_that_python_does_not_know_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(f"# -*- coding: klingon -*-\n{FITS}")
    with pytest.raises(ValueError, match=r"mine\.py is not Python: .*klingon"):
        own_kernels(f"{path}:f", [])


TOO_DEEP = "juliaset: mine.py cannot be read: it is nested too deeply"


@pytest.mark.parametrize(
    ("pattern", "text", "message"),
    [
        ("none.py:f", "", "there is no file 'none.py'"),
        ("none.cpp", "", "there is no file 'none.cpp'"),
        ("mine.py:nope", "def f(problem, out): pass", "'mine.py:nope'; allowed: mine.py:f"),
        ("mine.py", "def f(problem, out): pass", "allowed: mine.py:f"),
        ("mine.py:f", "f = 1", "it has no function"),
        ("mine.py:f", "def f(problem, out)\n    pass", "mine.py is not Python: expected ':'"),
        ("mine.py:f", "\0", "mine.py is not Python"),
        ("mine.py:f", f"STEPS = 'few'\n{FITS}", "mine.py: STEPS is 'few'; allowed: 'every' or"),
        ("mine.py:f", "def f(): pass", "mine.py:f is `def f()`; allowed: def f(problem, out) or "),
        pytest.param("mine.py:f", f"x = {'-' * 20_000}1", TOO_DEEP, id="minuses"),
        pytest.param("mine.py:f", f"x = a{'.a' * 20_000}", TOO_DEEP, id="attributes"),
        ("mine.cpp:f", "int x;", "a .cpp file needs no function's name"),
        ("my-own.cpp", "int x;", "allowed: letters, digits, _"),
    ],
)
def test_what_cannot_be_a_kernel_is_said_at_once(
    tmp_path: Path, pattern: str, text: str, message: str
) -> None:
    if text:
        (tmp_path / pattern.partition(":")[0]).write_text(text)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    answer = juliaset(
        "bench", "--kernel", pattern, *SETTINGS, folder=tmp_path, TMPDIR=str(temporary)
    )
    assert answer.returncode == 2
    assert message in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert answer.stdout == ""
    assert {path.name for path in temporary.iterdir()} <= {LOCK}
