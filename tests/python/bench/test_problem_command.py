"""`juliaset bench --problem`: what the user chooses, what rows say, and one line for nonsense."""

from pathlib import Path

import pytest
from benched import Bench, expected_code
from problem_files import GOOD, SETTINGS, written

from command import juliaset


def test_the_user_chooses_kernels_baseline_and_size(tmp_path: Path) -> None:
    written(tmp_path)
    words = ("--problem", "mine.py", "--size", "50", "--baseline", "numpy.in_place")
    with Bench(tmp_path, *words, "--kernel", "numpy.temp*", *SETTINGS, cwd=tmp_path) as run:
        assert run.end() == expected_code(run.contest["contest"]["state"], 0), run.stderr
        assert run.contest["contest"]["baseline"] == "numpy.in_place"
        assert run.contest["problem"]["parameters"] == {"size": 50, "k": 3.0, "n": 50}
        assert {"numpy.in_place", "numpy.temporary"} <= run.rows.keys()


def test_a_tolerance_lets_near_values_have_a_time_and_says_how_near(tmp_path: Path) -> None:
    near = "@shift.kernel('near')\ndef near(x, k, n, out):\n    out[...] = (x + k) * (1 + 1e-9)\n"
    text = GOOD.replace("small=10,", "small=10, relative=1e-6,") + f"\n\n{near}"
    written(tmp_path, text + near.replace("near", "far").replace("1e-9", "1e-3"))
    with Bench(tmp_path, "--problem", "mine.py", *SETTINGS, cwd=tmp_path) as run:
        assert run.end() == 1
        rows = run.rows
        assert rows["near"]["samples"]
        assert rows["near"]["largest_error"] == pytest.approx(5002e-9, rel=0.01)
        assert rows["numpy.in_place"]["largest_error"] is None
        assert (rows["far"]["status"], rows["far"]["samples"]) == ("wrong", [])
        assert "are not within 1e-06 relative, the first at [0]" in rows["far"]["reason"]
        assert "off by 5e-06" in run.stdout
        assert "compared with the oracle's (within 1e-06 relative)." in run.stdout


def test_a_kernel_that_keeps_its_answer_has_a_note(tmp_path: Path) -> None:
    keeps = (
        "kept = {}\n\n\n@shift.kernel('keeps')\ndef keeps(x, k, n, out):\n"
        "    if x.size not in kept:\n        import time; time.sleep(0.1)\n"
        "        kept[x.size] = x + k\n    out[...] = kept[x.size]\n"
    )
    written(tmp_path, f"{GOOD}\n\n{keeps}")
    with Bench(tmp_path, "--problem", "mine.py", *SETTINGS, cwd=tmp_path) as run:
        run.end()
        assert "times as long as later ones: does it keep its answer?" in run.rows["keeps"]["note"]
        assert "keeps: the first call took" in run.stdout
        assert not run.rows["numpy.temporary"]["note"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--problem", "none.py"], "--problem: there is no 'none.py'; allowed: a .py file"),
        (["--problem", "."], "--problem: '.' is not a plain file; allowed: a .py file"),
        (["--problem", "text.txt"], "--problem is 'text.txt'; allowed: a .py file that defines"),
        (["--problem", "empty.py"], "empty.py: it has no problem; allowed: one OwnProblem"),
        (["--problem", "mine.py", "--size", "0"], "'0' is not a whole number of 1 or more"),
        (["--size", "3"], "--size is about a problem of yours; allowed: together with --problem"),
        (["--problem", "mine.py", "--width", "9"], "--width is about the Julia set; allowed: with"),
        (["--problem", "mine.py", "--gil", "held"], "--gil is about the Julia set; allowed: with"),
        (["--problem", "mine.py", "--all"], "--all is about the Julia set; allowed: without"),
        (["--problem", "mine.py", "--command", "ls"], "--problem is about kernels, not --command"),
        (["--problem", "mine.py", "--kernel", "numpy.in"], "no kernel 'numpy.in'; allowed: numpy."),
        (
            ["--problem", "mine.py", "--baseline", "x"],
            "--baseline: mine.py has no kernel 'x'; all",
        ),
        (["--problem", "mine.py", "--threads", "999"], "--threads has 999; allowed: 1 to"),
    ],
)
def test_nonsense_gets_one_line_and_exit_code_2(
    tmp_path: Path, arguments: list[str], message: str
) -> None:
    written(tmp_path)
    written(tmp_path, "", "empty.py")
    written(tmp_path, "", "text.txt")
    answer = juliaset("bench", *arguments, folder=tmp_path)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr
