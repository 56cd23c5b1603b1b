"""What a contest learns of a user's problem file, of which nothing runs in its own process."""

import re
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest
from problem_files import GOOD, written

from juliaset.bench.contestants.posed import SMALL, load_posed
from juliaset.bench.problem_file import open_problem
from juliaset.bench.record_problem import OwnProblem
from juliaset.bench.tryout import tried_out, working_baseline
from juliaset.cpp_file import CppFile


def test_a_file_says_what_its_kernels_are_and_how_large_its_problem_is(tmp_path: Path) -> None:
    found = open_problem(written(tmp_path))
    assert [each.id for each in found.kernels] == ["numpy.temporary", "numpy.in_place"]
    assert {each.about.exactness for each in found.kernels} == {"exact"}
    assert (found.size, found.small().size, found.usual_baseline) == (5000, 10, "numpy.temporary")
    assert open_problem(tmp_path / "mine.py", 7).size == 7
    assert open_problem(tmp_path / "mine.py", 7).small().size == 7


def test_a_posed_problem_is_what_the_oracle_says_and_its_record_too(tmp_path: Path) -> None:
    folder = tmp_path / "posed"
    folder.mkdir()
    about = open_problem(written(tmp_path), 20).pose(folder)
    posed = load_posed(folder)
    assert posed.inputs["k"] == 3.0
    assert (posed.expected == np.arange(20) + 3).all()
    assert load_posed(folder / SMALL).expected.size == 10
    assert about == OwnProblem(
        "shift",
        {"size": 20, "k": 3.0, "n": 20},
        20,
        "one addition",
        "float64[20]",
        "exact",
        about.digest,
    )
    assert about.title == "shift: size = 20, k = 3.0, n = 20"


@pytest.mark.parametrize("name", ["file", "allow_pickle", "size", "input_1", "args"])
def test_an_input_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "posed"
    folder.mkdir()
    text = GOOD.replace("x, k, n, out", f"x, {name}, n, out").replace("x[i] + k", f"x[i] + {name}")
    about = open_problem(written(tmp_path, text), 20).pose(folder)
    assert list(load_posed(folder).inputs) == ["x", name, "n"]
    assert load_posed(folder).inputs[name] == 3.0
    other = "inputs.size" if name == "size" else name
    assert about.parameters == {"size": 20, other: 3.0, "n": 20}


@pytest.mark.parametrize(
    "oracle", ["oracle=oracle", "oracle=__import__('functools').partial(oracle)"]
)
def test_a_cpp_file_lies_next_to_a_problem_whose_name_is_a_module_of_python(
    tmp_path: Path, oracle: str
) -> None:
    (tmp_path / "near.cpp").write_text("this is not C++;")
    text = GOOD.replace("oracle=oracle", oracle) + "\nshift.cpp_file('cpp', 'near.cpp', 'f')\n"
    found = open_problem(written(tmp_path, text, "signal.py"))
    assert found.kernels[-1].about.reason == ""
    assert found.kernels[-1].source == CppFile(tmp_path / "near.cpp", "f")


def test_the_first_kernel_that_works_is_the_baseline(tmp_path: Path) -> None:
    said: list[str] = []
    text = GOOD.replace("    out[...] = x + k", "    out[...] = x - k")
    problem = open_problem(written(tmp_path, text))
    tried = tried_out(problem.select([], []), problem, 20, said.append)
    assert working_baseline(tried, problem, 20, said.append) == "numpy.in_place"
    assert said[1:] == [
        "numpy.temporary does not work, so the others are compared with numpy.in_place."
    ]
    others = problem.select(["numpy.in_place"], [])  # and the first one was not asked for
    assert working_baseline(others, problem, 20, said.append) == "numpy.in_place"
    assert said[2].startswith("numpy.temporary: wrong, tried on size 10")
    assert said[3:] == said[1:2]
    problem = open_problem(written(tmp_path))
    tried = tried_out(problem.select([], []), problem, 20, pytest.fail)
    assert working_baseline(tried, problem, 20, pytest.fail) == "numpy.temporary"


@pytest.mark.parametrize(("small", "seconds"), [("small=10,", 30.0), ("", 300.0)])
def test_a_kernel_without_a_small_problem_is_tried_as_long_as_a_sample_may_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: str, seconds: float
) -> None:
    contestant = Mock()
    monkeypatch.setattr("juliaset.bench.tryout.KernelContestant", contestant)
    problem = open_problem(written(tmp_path, GOOD.replace("small=10,", small)))
    tried_out(problem.select([], []), problem, 300, pytest.fail)
    assert [call.args[2] for call in contestant.call_args_list] == [seconds, seconds]


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("two words", "two words", True),
        ("x + k", "k + x", True),  # a kernel is not the problem
        ("dtype=np.float64), 3.0", "dtype=np.float64), 4.0", False),
        ("arange(size", "arange(0.5, size + 0.5", False),
        ("out[i] = x[i] + k", "out[i] = x[i] + k + 1", False),
        ("small=10,", "small=10, relative=1e-9,", False),
    ],
)
def test_the_digest_differs_if_inputs_or_the_right_output_do(
    tmp_path: Path, old: str, new: str, *, same: bool
) -> None:
    digests = []
    for number, text in enumerate((GOOD, GOOD.replace(old, new))):
        folder = tmp_path / str(number)
        folder.mkdir()
        # Each in its own file: Python takes a text of the same second and size for the old one.
        digests.append(open_problem(written(folder, text), 10).pose(folder).digest)
    assert (digests[0] == digests[1]) is same


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "import numpy as np",
            "import no_such_module",
            "No module named 'no_such_module' (line 2 ",
        ),
        ("def inputs(size):", "def inputs(size:", "SyntaxError: "),
        ("shift = OwnProblem(", "shift = dict(", "AttributeError: 'dict' object has no attribute"),
        (
            "size=5000",
            "size=0",
            "ValueError: size is 0; allowed: a whole number of 1 or more (line",
        ),
        (
            '@shift.kernel("numpy.temporary")',
            "other = OwnProblem(name='b', inputs=inputs, output=oracle, oracle=oracle, size=1)",
            "it has 2 problems (shift, b); allowed: one OwnProblem, at its top level",
        ),
        (GOOD, "x = 1", "it has no problem; allowed: one OwnProblem, at its top level"),
        (
            GOOD[GOOD.index("@shift.kernel") :],
            "",
            "'shift' has no kernel; allowed: at least one function with @shift.kernel(NAME)",
        ),
        ("import numpy as np", "import sys; sys.exit(3)", "it ended with exit code 3"),
        ("import numpy as np", "import os; os.abort()", "SIGABRT (Aborted)"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_one_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in GOOD
    path = written(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(ValueError, match=re.escape(message)) as found:
        open_problem(path)
    assert "\n" not in str(found.value)
    assert str(found.value).startswith(f"{path}: ")


def test_an_oracle_that_fails_is_said_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace("out[i] = x[i] + k", "out[i] = x[i] / 0"))
    with pytest.raises(ValueError, match=r"its oracle gave nan at \[0\]; allowed: finite numbers$"):
        open_problem(path).pose(tmp_path)
    path = written(tmp_path, GOOD.replace("out[i] = x[i] + k", "raise LookupError('none')"))
    with pytest.raises(ValueError, match=r"LookupError: none \(line 13 of mine\.py\)$"):
        open_problem(path).pose(tmp_path)


def test_an_oracle_that_takes_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("juliaset.bench.problem_file._POSED_S", 1.5)
    path = written(tmp_path, GOOD.replace("out[i] = x[i] + k", "__import__('time').sleep(9)"))
    with pytest.raises(ValueError, match=r"oracle takes longer than 1\.5 s; allowed: a smaller -"):
        open_problem(path).pose(tmp_path)


def test_what_a_file_prints_is_seen_and_disturbs_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, GOOD + "\nprint('{\"number\": 1} hello')\n")
    assert open_problem(path).size == 5000
    assert "hello" in capfd.readouterr().err


def test_patterns_name_its_kernels_alone(tmp_path: Path) -> None:
    found = open_problem(written(tmp_path))
    assert [each.id for each in found.select(["*.in*"], [])] == ["numpy.in_place"]
    assert [each.id for each in found.select([], [1, 2])] == ["numpy.temporary", "numpy.in_place"]
    with pytest.raises(ValueError, match=r"mine\.py has no kernel 'cpp\.scalar'; allowed: numpy"):
        found.select(["cpp.scalar"], [])
    with pytest.raises(
        ValueError, match=r"'numpy\.\*' is not the id of one row; allowed: numpy.temp"
    ):
        found.row("numpy.*")
    assert found.row("numpy.in_place").id == "numpy.in_place"


def test_a_kernel_with_threads_is_a_row_for_each_number(tmp_path: Path) -> None:
    text = GOOD.replace('"numpy.in_place")', '"numpy.in_place", threads=True)')
    found = open_problem(written(tmp_path, text))
    ids = [each.id for each in found.select([], [1, 2])]
    assert ids == ["numpy.temporary", "numpy.in_place/t1", "numpy.in_place/t2"]
    assert found.row("numpy.in_place/t2").uses == 2
