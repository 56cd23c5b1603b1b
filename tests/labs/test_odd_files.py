"""Files as learners' editors save them, and honest but odd code: each gets a clear verdict."""

from pathlib import Path

import pytest

from juliaset.grader.catalogue import find_lab
from juliaset.grader.files import read_text
from juliaset.grader.submission import Submission, check_submission
from juliaset.grader.verdict import FailedError, InconclusiveError, Status
from some_quick import some_quick

LAB = find_lab("5")
RIGHT = (LAB.folder / "solutions" / "compacting.py").read_text()

SAVED = {
    "Windows line ends": RIGHT.replace("\n", "\r\n").encode(),
    "a mark of UTF-8": b"\xef\xbb\xbf" + RIGHT.encode(),
    "both": b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode(),
    "line ends of long ago": RIGHT.replace("\n", "\r").encode(),
    "no last line end": RIGHT.rstrip().encode(),
    "its encoding": b"# -*- coding: utf-8 -*-\n" + RIGHT.encode(),
}


@pytest.mark.parametrize("data", some_quick(SAVED, "both", "line ends of long ago"))
def test_any_editor_will_do(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a name of my own.py"
    path.write_bytes(data)
    Submission(LAB, path).check_counts()


@pytest.mark.parametrize(
    "data",
    [
        b"# coding: utf-7\n# +AAo-import os\n",
        b"#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\n",
        b"\n  # -*- coding: cp037 -*-\n",
        "x = '\u00e4'\n".encode("latin-1"),
        "x = 1\n".encode("utf-16"),
    ],
)
def test_what_is_checked_is_what_python_reads(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "start.py"
    path.write_bytes(data)
    with pytest.raises(FailedError, match="UTF-8"):
        read_text(path)


def test_coding_in_a_sentence_is_no_encoding(tmp_path: Path) -> None:
    path = tmp_path / "start.py"
    path.write_text("import math\n# My first coding: fun\n")
    assert read_text(path)


def test_a_file_that_may_not_be_read_is_no_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "start.py"
    path.touch()
    monkeypatch.setattr("os.open", closed)
    with pytest.raises(InconclusiveError, match="can't be read: Permission denied"):
        read_text(path)


HONEST = {
    "gives back lists": ("return [[1]]", "gives back a list; allowed: an array of int32"),
    "gives back int64": (
        "return np.zeros((len(ys), len(xs)), int)",
        "gives back int64",
    ),
    "gives back int16": ("return np.zeros((9, 9), np.int16)", "an array of int16; allowed"),
    "gives back one number": ("return np.int32(3)", "gives back a int"),
    "raises": ("return 1 / 0", "ZeroDivisionError: division by zero (line 4 of start.py)"),
    "asks for input": ("return input()", "EOFError"),
    "takes other arguments": ("return missing", "NameError"),
    "writes a file": ("open('debug.txt', 'w')", "may not write"),
    "prints for ever": ("while True: print('z' * 100)", "it printed more than it may"),
}


@pytest.mark.parametrize(
    ("body", "words"),
    some_quick(HONEST, "gives back lists", "raises", "writes a file", "prints for ever"),
)
def test_honest_code_that_is_odd_gets_an_answer(body: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "start.py"
    path.write_text(f"import numpy as np\n\ndef counts(xs, ys, c, limit):\n    {body}\n")
    verdict = check_submission(find_lab("5"), path)
    assert verdict.status == Status.FAIL
    assert words in verdict.message


CRASHES = (
    "getattr(getattr(np.lib, 'stride_tricks'), 'as_strided')(np.zeros(1), (2,), (1 << 45,))[1]"
)


@pytest.mark.parametrize(
    "end", [CRASHES, *(pytest.param(end, marks=pytest.mark.slow) for end in ("return 3", "1 / 0"))]
)
def test_what_it_printed_is_shown(end: str, tmp_path: Path) -> None:
    path = tmp_path / "start.py"
    path.write_text(f"import numpy as np\ndef counts(*_):\n    print('here')\n    {end}\n")
    assert check_submission(find_lab("5"), path).printed.strip() == "here"
    path.write_text(f"import numpy as np\nprint('there')\n{end.removeprefix('return ')}\n")
    assert check_submission(find_lab("5"), path).printed.strip() == "there"


@pytest.mark.slow
def test_a_comment_asks_for_no_threads(tmp_path: Path) -> None:
    lab = find_lab("14")
    path = tmp_path / "start.cpp"
    path.write_text(lab.start.read_text() + "// As many steps as before.\n")
    submission = Submission(
        lab, path, headers=frozenset({"juliaset/trap.hpp", "parts/pixel.hpp", "parts/publish.hpp"})
    )
    submission.check_counts()
    assert "every pixel" in submission.confirmed[0]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "start.py"
    path.write_text("import scipy\n")
    with pytest.raises(FailedError, match=r"imports scipy \(line 1\); a lab allows NumPy"):
        Submission(LAB, path).check_counts()


COMPILED = {"lines that go on", "one word"}
SLOW_TO_READ = {
    "lines that go on": ("start.cpp", "\\\n" * 49_000),
    "one word": ("start.cpp", "x" * 99_000),
    "a deep sum": ("start.py", "x = 1" + " + 1" * 24_000),
    "a deep name": ("start.py", "a" + ".b" * 49_000),
    "a deep denial": ("start.py", "x = " + "not " * 24_000),
    "a long header": ("start.cpp", f"#include <{'x' * 99_000}>\n"),
    "a long name": ("start.py", f"import {'x' * 99_000}\n"),
}


@pytest.mark.parametrize(
    ("name", "text"),
    some_quick(SLOW_TO_READ, *(SLOW_TO_READ.keys() - COMPILED)),
)
def test_a_text_that_is_hard_to_read_fails_in_few_words(
    name: str, text: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text)
    lab = find_lab("14" if path.suffix == ".cpp" else "5")
    verdict = check_submission(lab, path)
    assert verdict.status == Status.FAIL, verdict.message
    assert len(verdict.message) < 2500


def test_a_text_of_a_megabyte_is_not_even_checked(tmp_path: Path) -> None:
    path = tmp_path / "start.py"
    path.write_text("x = 1\n" * 20_000)
    with pytest.raises(FailedError, match="120,000 characters; allowed: 100,000"):
        read_text(path)
