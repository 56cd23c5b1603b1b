"""docs/notes-checked.md is what the claims say, and says nothing of the machine's folders."""

import re
import sys
from collections import Counter
from pathlib import Path

import msgspec
import pytest

import notes_checked
from claims import topics
from claims.claim import CLAIMS, Case, Mark, case, control, out_of_reach, verdict_of
from notes_checked import DOCUMENT, Recorded, read, render, scrubbed, stated

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


def test_an_interrupted_run_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = {
        "lsprof-is-old-name": [Case("kept", Mark.FAILS, "x"), Case("kept", Mark.CONTROL, "y")],
        "dash-m": [Case("another verdict than is stated", Mark.FAILS, "x")],
        "no-claim-any-more": [Case("", Mark.HOLDS, "")],
    }
    monkeypatch.setattr(notes_checked, "SAVED", tmp_path / "run.json")
    assert notes_checked.saved_run() == {}
    notes_checked.SAVED.write_bytes(msgspec.json.encode(saved))
    assert notes_checked.saved_run() == {"lsprof-is-old-name": saved["lsprof-is-old-name"]}


def test_the_page_is_written_if_all_verdicts_are_as_stated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, path in (("SAVED", "build/run.json"), ("DOCUMENT", "page.md")):
        monkeypatch.setattr(notes_checked, name, tmp_path / path)
    cases = [case("here", "printed", holds=True)]
    verdicts = {name: claim.verdict for name, claim in CLAIMS.items()}
    monkeypatch.setattr(
        notes_checked, "decide_all", lambda names: ((n, cases, verdicts[n]) for n in names)
    )
    monkeypatch.setattr(sys, "argv", ["notes_checked.py"])
    assert notes_checked.main() == 0
    assert set(read((tmp_path / "page.md").read_text())) == set(CLAIMS)
    verdicts["dash-m"] = "false"
    (tmp_path / "page.md").unlink()
    assert notes_checked.main() == 1
    assert "not as stated: dash-m" in capsys.readouterr().out
    assert not (tmp_path / "page.md").exists()
