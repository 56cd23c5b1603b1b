"""The words of `juliaset lab next` after some labs have been passed, and after all of them."""

from pathlib import Path

import pytest

from command import juliaset
from juliaset.grader.catalogue import Lab, all_labs, in_course_order
from juliaset.grader.verdict import Status, Verdict
from juliaset.grader.workspace import Workspace

LABS = in_course_order(all_labs())
PASSED, FAILED = Verdict(Status.PASS, "passed"), Verdict(Status.FAIL, "slow")


def keep(*labs: Lab) -> Workspace:
    workspace = Workspace()
    for lab in labs:
        workspace.begin(lab)
        workspace.note(lab, PASSED)
    return workspace


def test_after_the_last_lab_there_is_one_s_own_result_to_beat(desk: Path) -> None:
    assert desk
    keep(*LABS)
    said = juliaset("lab", "next")
    assert said.returncode == 0
    first, second = said.stdout.splitlines()
    assert first.startswith("You have passed every lab.")
    assert second == f"juliaset lab check {LABS[-1].number}"
    assert max(map(len, said.stdout.splitlines())) <= 80


@pytest.mark.parametrize("left_out", [0, 3, len(LABS) - 1])
def test_the_next_lab_is_the_first_that_has_not_passed(desk: Path, left_out: int) -> None:
    assert desk
    keep(*(lab for number, lab in enumerate(LABS) if number != left_out))
    assert (
        f"Begin it: juliaset lab start {LABS[left_out].number}\n" in juliaset("lab", "next").stdout
    )


@pytest.mark.parametrize("last", [0, 4])
def test_what_is_next_follows_the_lab_that_was_worked_on_last(desk: Path, last: int) -> None:
    assert desk
    workspace, lab = keep(LABS[8]), LABS[last]
    workspace.begin(lab)
    workspace.note(lab, FAILED)
    assert workspace.current() == lab
    workspace.note(lab, PASSED)
    assert workspace.current() == LABS[last + 1]


def test_a_lab_whose_copy_is_gone_is_not_the_one_worked_on(desk: Path) -> None:
    workspace = Workspace()
    for lab in (LABS[1], LABS[5]):
        workspace.begin(lab)
    (desk / LABS[5].name / LABS[5].start.name).unlink()
    assert workspace.current() == LABS[1]


def test_an_earlier_lab_comes_when_the_later_ones_are_passed(desk: Path) -> None:
    assert desk
    assert keep(*LABS[1:]).current() == LABS[0]


def test_the_list_is_in_the_order_of_the_course(desk: Path) -> None:
    assert desk
    rows = juliaset("lab", "list").stdout.splitlines()[1:-1]
    numbers = [int(row.split()[0]) for row in rows if row[:3].strip()]
    assert numbers == [lab.number for lab in LABS]


def test_the_course_goes_by_session_then_chapter_then_number() -> None:
    places = [(lab.description.session, max(lab.description.notebooks), lab.number) for lab in LABS]
    assert places == sorted(places)
    assert sorted(number for _, _, number in places) == [lab.number for lab in all_labs()]


def test_a_check_that_fails_later_takes_no_pass_away(desk: Path) -> None:
    assert desk
    workspace = keep(LABS[0])
    workspace.note(LABS[0], FAILED)
    assert workspace.passed(LABS[0])
    assert workspace.state(LABS[0]).checks == 2
