"""Every generated table and page is what its generator writes; `make docs` regenerates them."""

from pathlib import Path

import pytest

import docs
from docs import PARTS, Part, differing, main, regenerate

PAGE = "before\n<!-- one: begin, written by make docs -->\nold\n<!-- one: end -->\nafter\n"
NEW = Part("page.md", "one", lambda: "new\n")
WHOLE = Part("whole.json", "", lambda: "{}\n")


def test_generated_documentation_is_up_to_date() -> None:
    changed = ", ".join(map(str, differing()))
    assert not changed, f"{changed}: run make docs, and commit what it writes"


def test_every_marker_belongs_to_a_part_or_names_its_command() -> None:
    ours = {(part.page, part.name) for part in PARTS}
    for path in [docs.ROOT / "README.md", *(docs.ROOT / "docs").rglob("*.md")]:
        for line in path.read_text().splitlines():
            if line.endswith("begin, written by make docs -->"):
                name = line.removeprefix("<!-- ").partition(":")[0]
                assert (path.relative_to(docs.ROOT).as_posix(), name) in ours, line


def test_a_part_that_differs_is_written_and_the_rest_stays(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE)
    assert differing([NEW, WHOLE], tmp_path) == [NEW, WHOLE]
    assert regenerate([NEW, WHOLE], tmp_path) == [NEW, WHOLE]
    assert (tmp_path / "page.md").read_text() == PAGE.replace("old", "new")
    assert (tmp_path / "whole.json").read_text() == "{}\n"
    assert not differing([NEW, WHOLE], tmp_path)


def test_two_parts_of_one_page_are_both_written(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE + PAGE.replace("one:", "two:"))
    regenerate([NEW, Part("page.md", "two", lambda: "newer")], tmp_path)
    text = (tmp_path / "page.md").read_text()
    assert text == PAGE.replace("old", "new") + PAGE.replace("one:", "two:").replace("old", "newer")


def test_check_names_what_differs_and_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs, "differing", lambda: [NEW])
    assert main(["--check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "page.md, part 'one' differs from what its generator writes.",
        "Run make docs.",
    ]
    monkeypatch.setattr(docs, "differing", list)
    assert main(["--check"]) == 0
    assert not capsys.readouterr().out
    assert main(["--chek"]) == 2
    assert "--check" in capsys.readouterr().err
