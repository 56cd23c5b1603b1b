"""docs/notes-checked.md is what the claims say, and says nothing of the machine's folders."""

import re
from collections import Counter

import pytest

from claims import topics
from claims.claim import CLAIMS, Mark, case, control, out_of_reach, verdict_of
from claims.document import DOCUMENT, Recorded, read, render, scrubbed, stated

TEXT = DOCUMENT.read_text(encoding="utf-8")
RECORDED = read(TEXT)


def test_lists_exactly_the_claims_with_verdict_and_pages() -> None:
    assert {name: entry[:2] for name, entry in RECORDED.items()} == {
        name: (claim.verdict, claim.pages) for name, claim in CLAIMS.items()
    }


@pytest.mark.parametrize("name", CLAIMS)
def test_says_what_the_code_says(name: str) -> None:
    claim = CLAIMS[name]
    entry = TEXT.partition(f'<a id="{name}"></a>')[2].partition("<a id=")[0]
    assert f"*{claim.says}*" in entry
    assert f"\n{claim.answer}\n" in entry
    assert scrubbed(claim.command) in entry


@pytest.mark.parametrize("name", CLAIMS)
def test_recorded_cases_give_the_verdict(name: str) -> None:
    marks = set(RECORDED[name].marks) & {Mark.HOLDS, Mark.FAILS}
    expected = {"true": {Mark.HOLDS}, "false": {Mark.FAILS}, "depends": {Mark.HOLDS, Mark.FAILS}}
    assert marks == expected.get(RECORDED[name].verdict, set())


def test_all_five_pages_are_answered() -> None:
    pages = Counter(page for claim in CLAIMS.values() for page in claim.pages)
    assert set(pages) == {1, 2, 3, 4, 5}
    assert all(count >= 10 for count in pages.values())


def test_counts_of_the_table_are_right() -> None:
    counts = Counter(claim.verdict for claim in stated())
    row = next(line for line in TEXT.splitlines() if line.startswith("| all "))
    cells = [int(cell) for cell in row.split("|")[2:-1]]
    assert cells == [
        *(counts[v] for v in ("true", "false", "depends", "not checked")),
        len(stated()),
    ]


def test_names_no_folder_of_the_machine_that_ran_it() -> None:
    assert not re.findall(r"/(?:tmp|root|home|work)/\w+", TEXT)


def test_topics_stand_in_their_order() -> None:
    places = [TEXT.index(f"\n## {title}\n") for title in topics.TITLES.values()]
    assert places == sorted(places)


def test_what_is_rendered_can_be_read() -> None:
    cases = {name: [case("here", f"`{name}`", holds=True)] for name in CLAIMS}
    found = read(render(cases, "a machine"))
    assert found == {
        name: Recorded(claim.verdict, claim.pages, ("holds",)) for name, claim in CLAIMS.items()
    }


@pytest.mark.parametrize(
    ("holds", "expected"),
    [([True, True], "true"), ([False], "false"), ([True, False], "depends")],
)
def test_verdict_follows_from_cases(holds: list[bool], expected: str) -> None:
    cases = [case("", "", holds=each) for each in holds] + [control("", "", seen=True)]
    assert verdict_of(cases) == expected


def test_a_broken_control_is_no_verdict() -> None:
    with pytest.raises(AssertionError, match="shows nothing"):
        verdict_of([case("", "", holds=True), control("", "", seen=False)])


def test_no_observation_is_no_verdict() -> None:
    with pytest.raises(AssertionError, match="no observation"):
        verdict_of([control("", "", seen=True)])


def test_out_of_reach_is_not_checked() -> None:
    assert verdict_of([out_of_reach("", "")]) == "not checked"
