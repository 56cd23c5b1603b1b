"""tools/markers.py replaces one generated part of a document, and nothing else."""

import pytest

from markers import replace_between

PAGE = "# Page\n<!-- a: begin, written by make docs -->\nold\n<!-- a: end -->\nrest\n"


def test_only_the_part_between_the_markers_changes() -> None:
    changed = replace_between(PAGE, "a", "new\n")
    assert changed == PAGE.replace("old", "new")
    assert replace_between(changed, "a", "new\n") == changed


def test_an_empty_part_can_be_filled_and_emptied_again() -> None:
    empty = replace_between(PAGE, "a", "")
    assert empty == PAGE.replace("old\n", "")
    assert replace_between(empty, "a", "old") == PAGE


def test_other_parts_and_backslashes_stay_as_they_are() -> None:
    both = PAGE + PAGE.replace("a:", "a b:").replace("old", r"\1 \n")
    assert replace_between(both, "a", r"\g<0>") == both.replace("old", r"\g<0>")
    assert replace_between(both, "a b", "new").startswith(PAGE)


def test_the_begin_marker_may_name_any_command_or_none() -> None:
    for words in ("", ", written by python tools/lab_verdicts.py --write"):
        page = PAGE.replace(", written by make docs", words)
        assert replace_between(page, "a", "new") == page.replace("old", "new")


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("nothing\n", "found 0 and 0"),
        (PAGE + PAGE, "found 2 and 2"),
        (PAGE.replace("<!-- a: end -->", ""), "found 1 and 0"),
        ("<!-- a: end -->\n<!-- a: begin -->\n", "before its begin"),
        (PAGE.replace("-->\nold", "--> old"), "found 0 and 1"),
    ],
)
def test_a_page_without_its_markers_is_refused(page: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        replace_between(page, "a", "new")
