"""The course tests itself: starts fail, solutions pass, planted mistakes fail with a reason."""

import platform
import re
from dataclasses import replace
from pathlib import Path

import pytest

from juliaset.grader import race
from juliaset.grader.catalogue import Lab, all_labs
from juliaset.grader.model_solution import comparable
from juliaset.grader.submission import check_submission
from juliaset.grader.verdict import Status, Verdict

LABS = all_labs()
FEWEST = 12
_PROMISE = re.compile(r"^(?:#|//) fails with: (.+)$")


def names(lab: Lab) -> str:
    return lab.name


def files(folder: str) -> list[object]:
    return [
        pytest.param(lab, path, id=f"{lab.name}/{path.name}")
        for lab in LABS
        for path in (lab.solutions if folder == "solutions" else lab.planted)
    ]


def starts() -> list[object]:
    """Return all labs; the quick ones take Python and TOML, of which nothing is compiled."""
    quick = {"01_clock_and_noise", "02_read_a_profile"}
    assert quick <= set(map(names, LABS))
    return [
        pytest.param(lab, id=lab.name, marks=() if lab.name in quick else pytest.mark.slow)
        for lab in LABS
    ]


@pytest.fixture
def _short_race(monkeypatch: pytest.MonkeyPatch) -> None:
    """Race for the fewest rounds with an interval: enough to see that a start equals itself."""
    monkeypatch.setattr(race, "RULES", replace(race.RULES, rounds=9))


def settled(lab: Lab, path: Path) -> Verdict:
    """Check a file; a busy machine may leave it open, and says so."""
    verdict = lab.prepared(path, lambda ready: check_submission(lab, ready))
    if verdict.status == Status.INCONCLUSIVE:
        verdict = lab.prepared(path, lambda ready: check_submission(lab, ready))
    if verdict.status == Status.INCONCLUSIVE:
        # Only a busy machine excuses a missing verdict: the lab's own part must work.
        assert "baseline did not finish" not in verdict.message, verdict.message
        pytest.skip(f"this machine was too busy for a verdict: {verdict.message}")
    return verdict


def test_the_labs_are_numbered_from_one_on() -> None:
    assert [lab.number for lab in LABS] == list(range(1, len(LABS) + 1))
    assert len(LABS) >= FEWEST


@pytest.mark.parametrize("lab", LABS, ids=names)
def test_a_lab_has_all_its_parts(lab: Lab) -> None:
    readme = lab.task
    assert readme.startswith(f"# Lab {lab.number}: ")
    assert "**Your task.**" in readme
    assert "**Goal.**" in readme
    assert f"juliaset lab check {lab.number}" in readme
    assert lab.start.read_text().count("TODO") == 1
    assert lab.minutes > 0
    assert lab.description.figures or lab.description.goal, "nothing to compare after a pass"
    assert lab.solutions
    assert len(lab.planted) >= 3
    assert "TODO" not in "".join(path.read_text() for path in lab.solutions if path.is_file())


@pytest.mark.parametrize("lab", LABS, ids=names)
def test_hints_ask_before_they_tell(lab: Lab) -> None:
    first, *_, last = lab.hints
    assert len(lab.hints) >= 3
    assert "?" in first
    assert last.startswith("A way")


def test_a_lab_without_a_hint_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "01_nothing"
    folder.mkdir()
    with pytest.raises(ValueError, match=r"has no hints\.md"):
        _ = Lab(folder).hints
    (folder / "hints.md").write_text("# Hints\n")
    with pytest.raises(ValueError, match="has no hint"):
        _ = Lab(folder).hints


@pytest.mark.usefixtures("_short_race")
@pytest.mark.parametrize("lab", starts())
def test_a_start_fails_and_says_what_is_missing(lab: Lab) -> None:
    verdict = settled(lab, lab.start)
    assert verdict.status == Status.FAIL
    assert verdict.message


@pytest.mark.slow
@pytest.mark.parametrize(("lab", "path"), files("solutions"))
def test_a_solution_passes(lab: Lab, path: Path) -> None:
    verdict = settled(lab, path)
    assert verdict.status == Status.PASS, verdict.message
    assert comparable(lab, verdict.figures)
    assert lab.description.figures.keys() <= verdict.figures.keys()


@pytest.mark.slow
@pytest.mark.parametrize(("lab", "path"), files("planted"))
def test_what_is_planted_fails_with_the_words_that_teach(lab: Lab, path: Path) -> None:
    if path.name == "no_fma.toml" and platform.machine() not in {"x86_64", "AMD64"}:
        pytest.skip("-mno-fma is a flag of x86-64: compilers for other CPUs do not know it")
    text = path.read_text().splitlines()[0]
    promise = _PROMISE.match(text)
    assert promise, "its first line says with which words it fails"
    verdict = settled(lab, path)
    assert verdict.status == Status.FAIL
    assert promise[1] in verdict.message
