"""docs/old-commands.md: each old form gives the error next to it, and today's form works."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from desk import ROOT, Desk, at_width
from pages import blocks, says

PAGE = (ROOT / "docs" / "old-commands.md").read_text()
ASKED = 16  # at least the ten of the course's list, and what else the notes hold


@dataclass(frozen=True)
class Section:
    """A heading, with what was noted, its answer, today's form and its answer."""

    title: str
    noted: str
    complaint: str
    today: str
    answer: str


def sections() -> dict[str, Section]:
    found = {}
    for part in PAGE.split("\n## ")[1:]:
        title, _, text = part.partition("\n")
        parts = blocks(text)
        assert [kind for kind, _ in parts] == ["sh", "text", "sh", "text"], title
        found[title] = Section(title, *(block for _, block in parts))
    return found


SECTIONS = sections()
MANAGED = [*Path("/usr/lib").glob("python3*/EXTERNALLY-MANAGED")]


def not_debian() -> str:
    if MANAGED and Path("/usr/bin/python3").exists():
        return ""
    return "this machine's Python lets pip install anywhere: no EXTERNALLY-MANAGED"


def there_is(program: str) -> Callable[[], str]:
    return lambda: f"this machine has {program}" if shutil.which(program) else ""


def there_is_no(program: str) -> Callable[[], str]:
    return lambda: "" if shutil.which(program) else f"this machine has no {program}"


# Where a section says nothing about this machine, and why.
REASONS: dict[str, Callable[[], str]] = {
    "perf stat -e, its list broken over lines": there_is_no("perf"),
    "ps ... | ack python": there_is("ack"),
    "sudo py-spy": there_is("sudo"),
    "pip install outside an environment, on Debian": not_debian,
}


def test_the_page_holds_what_was_asked_for() -> None:
    assert len(SECTIONS) >= ASKED
    assert set(REASONS) <= set(SECTIONS)


def test_what_is_not_printed_is_not_found() -> None:
    assert says("a ... c\nd", "a b c\nx\nd e")
    assert not says("a ... c\nd", "d e\na b c")
    assert not says("error: x", "error: y")


@pytest.mark.slow
@pytest.mark.parametrize("title", SECTIONS)
def test_the_old_form_fails_and_today_s_works(tmp_path: Path, title: str) -> None:
    if reason := REASONS.get(title, lambda: "")():
        pytest.skip(reason)
    section = SECTIONS[title]
    desk = Desk(tmp_path)
    printed = desk.run(at_width(section.noted), code=None)
    if "event syntax" not in printed and "No permission" in printed:
        pytest.skip("perf may not count here: kernel.perf_event_paranoid")
    assert says(section.complaint, printed), printed
    assert not says(section.answer, printed), "the old form works"
    code = None if "kill $!" in section.today else 0
    printed = desk.run(at_width(section.today), code=code)
    if "Permission denied" in printed or "not permitted" in printed:
        pytest.skip(f"the kernel forbids it here: {printed.splitlines()[-1]}")
    assert says(section.answer, printed), printed
    assert section.complaint in section.answer or not says(section.complaint, printed)
