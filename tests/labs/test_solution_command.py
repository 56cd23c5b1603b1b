"""After a pass: the next step, the figures next to the model solution's, and its diff."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from command import juliaset
from juliaset.cli import lab_passed
from juliaset.cli.lab import labs_app
from juliaset.grader import model_solution
from juliaset.grader.catalogue import Lab, all_labs, find_lab, in_course_order
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status, Verdict
from juliaset.grader.workspace import Workspace

PASSED = Verdict(Status.PASS, "passed", figures={"mib": 2.5, "start_mib": 60.0}, seed=11)
MODEL = Verdict(Status.PASS, "passed", figures={"mib": 0.5, "start_mib": 61.0})

Models = Callable[[Verdict], list[Path]]


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> Models:
    """Let the check of a model solution have this verdict; the list has the files asked of it."""

    def set_verdict(verdict: Verdict) -> list[Path]:
        asked: list[Path] = []

        def check(_lab: Lab, path: Path, seed: int) -> Verdict:
            assert seed == PASSED.seed, "the learner's inputs"
            asked.append(path)
            return verdict

        monkeypatch.setattr(model_solution, "check_submission", check)
        return asked

    return set_verdict


def passed(number: str) -> Lab:
    lab = find_lab(number)
    Workspace().begin(lab)
    Workspace().note(lab, PASSED)
    return lab


def test_without_a_pass_one_line_says_how_to_see_it(desk: Path) -> None:
    done = juliaset("lab", "solution", "4")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "lab 4 is not passed; `juliaset lab hint 4` helps" in done.stderr
    assert "juliaset lab solution 4 --give-up" in done.stderr
    assert not desk.exists(), "nothing is noted"


def test_after_a_pass_it_shows_what_differs(desk: Path) -> None:
    lab = passed("4")
    shown = juliaset("lab", "solution", "4").stdout
    model = lab.solutions[0].read_text().splitlines()
    lines = shown.splitlines()
    assert lines[0].startswith("--- ")
    assert lines[0].endswith("start.py")
    assert lines[1].endswith("labs/04_memory/solutions/generators.py")
    assert "-    zs, cs = [], []" in lines
    assert "+    found = Counter(output)" in lines
    assert {line[1:] for line in lines if re.match(r"\+[^+]", line)} <= set(model)
    assert "Another way: " in lines[-1]
    assert "one_at_a_time.py" in lines[-1]
    assert "\x1b" not in shown, "a pipe has no colours"
    assert not Workspace().state(lab).gave_up
    (desk / "04_memory" / "start.py").write_text(lab.solutions[0].read_text())
    assert "Your file is the model solution" in juliaset("lab", "solution").stdout


def test_giving_up_is_noted_and_stays_noted(desk: Path) -> None:
    lab = find_lab("4")
    Workspace().begin(lab)
    done = juliaset("lab", "solution", "4", "--give-up")
    assert done.returncode == 0
    assert "Noted: lab 4 is given up." in done.stdout
    assert "+    found = Counter(output)" in done.stdout
    assert "given up" in row_of(4)
    assert in_json(4) == {"gave_up": True, "passed": False}
    Workspace().reset(lab)
    assert "given up" in row_of(4), "beginning again does not undo it"
    Workspace().note(lab, PASSED)
    assert "passed after the solution was shown" in row_of(4)
    assert in_json(4) == {"gave_up": True, "passed": True}
    assert "Noted" not in juliaset("lab", "solution", "4", "--give-up").stdout
    assert json.loads((desk / "progress.json").read_text())["04_memory"]["gave_up"]


def test_a_lab_that_was_never_begun_can_be_given_up_too(desk: Path) -> None:
    assert desk
    shown = juliaset("lab", "solution", "4", "--give-up").stdout
    assert "--- " in shown
    assert "labs/04_memory/start.py" in shown
    assert in_json(4)["gave_up"]


def row_of(number: int) -> str:
    rows = juliaset("lab", "list").stdout.splitlines()
    return next(row for row in rows if row.lstrip().startswith(f"{number} "))


def in_json(number: int) -> dict[str, bool]:
    row = json.loads(juliaset("lab", "list", "--json", "-").stdout)[number - 1]
    return {key: row[key] for key in ("gave_up", "passed")}


def test_the_list_says_how_far_one_is_and_how_long_the_rest_takes() -> None:
    labs = all_labs()
    minutes = sum(lab.minutes for lab in labs)
    last = juliaset("lab", "list").stdout.splitlines()[-1]
    assert last == f"0 of {len(labs)} passed; the others take about {minutes} minutes."
    passed("4")
    last = juliaset("lab", "list").stdout.splitlines()[-1]
    assert last == f"1 of {len(labs)} passed; the others take about {minutes - 20} minutes."
    for lab in labs:
        Workspace().note(lab, PASSED)
    assert juliaset("lab", "list").stdout.endswith(f"All {len(labs)} labs passed.\n")


def test_a_pass_compares_with_the_model_and_leads_on(
    models: Models, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = models(MODEL)
    lab = passed("4")
    lab_passed.after_a_pass(lab, PASSED)
    said = capsys.readouterr().out
    assert re.search(r"yours +model +solutions/generators.py, on this machine\n", said)
    assert re.search(r"2\.5 +0\.5 +MiB more at the peak\n", said)
    assert "juliaset lab solution 4" in said
    assert "Next: lab 5, " in said
    assert said.endswith("(about 25 minutes): juliaset lab start 5\n")
    Workspace().begin(find_lab("5"))
    lab_passed.after_a_pass(lab, PASSED)
    said = capsys.readouterr().out
    assert "Measuring" not in said
    assert re.search(r"2\.5 +0\.5 +MiB", said)
    assert said.endswith("05_numpy/start.py, then: juliaset lab check\n")
    assert len(asked) == 1, "the model solution is measured once"


def test_figures_of_drawn_inputs_are_compared_on_the_same_ones(
    models: Models, capsys: pytest.CaptureFixture[str]
) -> None:
    found = replace(PASSED, figures={"rows": 1418.0})
    asked = models(found)
    lab = passed("22")
    for _ in range(2):
        lab_passed.after_a_pass(lab, found)
        said = capsys.readouterr().out
        assert "Checking the model solution on the same inputs" in said
        assert "   1,418     1,418  rows moved\n" in said
    assert len(asked) == 2, "inputs differ from check to check"


@pytest.mark.parametrize("number", ["1", "10", "16", "20", "21", "22"])
def test_the_same_seed_draws_the_same_inputs(number: str) -> None:
    lab = find_lab(number)
    first = check_submission(lab, lab.solutions[0])
    again = check_submission(lab, lab.solutions[0], first.seed)
    assert again.figures == first.figures
    assert again.confirmed == first.confirmed


def test_a_model_without_a_verdict_is_said_and_measured_again(
    models: Models, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = models(Verdict(Status.INCONCLUSIVE, "busy"))
    lab = passed("4")
    for _ in range(2):
        lab_passed.after_a_pass(lab, PASSED)
    assert "The model solution has no verdict on this machine now." in capsys.readouterr().out
    assert len(asked) == 2


def test_a_check_without_known_figures_measures_no_model(
    models: Models, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = models(MODEL)
    lab = passed("11")
    lab_passed.after_a_pass(lab, Verdict(Status.PASS, "passed", figures={"strange": 1.0}))
    assert not asked
    assert "Next: lab 12, " in capsys.readouterr().out


def test_after_the_last_lab_the_first_open_one_is_next(capsys: pytest.CaptureFixture[str]) -> None:
    lab = passed(str(in_course_order(all_labs())[-1].number))
    lab_passed.after_a_pass(lab, Verdict(Status.PASS, "passed"))
    assert "Next: lab 1, " in capsys.readouterr().out
    for each in all_labs():
        Workspace().note(each, PASSED)
    lab_passed.after_a_pass(lab, Verdict(Status.PASS, "passed"))
    assert "You have passed every lab." in capsys.readouterr().out


def test_a_check_of_another_file_leads_nowhere(capsys: pytest.CaptureFixture[str]) -> None:
    path = find_lab("11").solutions[0]
    with pytest.raises(SystemExit):
        labs_app(["check", "11", "--file", str(path)])
    assert "Next: " not in capsys.readouterr().out


def test_only_figures_that_have_words_are_compared() -> None:
    lab = find_lab("5")
    both = {"ratio": 2.0, "at_least": 1234.5, "goal": 1.0, "strange": 4.0}
    assert model_solution.side_by_side(lab, both, both).splitlines()[1:] == [
        "         2         2  times as fast as the baseline",
        "     1,234     1,234  times as fast at least",
    ]
    assert not model_solution.comparable(lab, {"goal": 1.0})


@pytest.mark.parametrize("lab", all_labs(), ids=lambda lab: lab.name)
def test_every_lab_has_a_model_that_differs_from_its_start(lab: Lab) -> None:
    assert list(model_solution.difference(lab, Workspace()))
