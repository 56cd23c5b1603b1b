"""The pages that the package makes have no fault that tools/check_site.py finds in a book."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from contest_sample import contest
from saved_contests import record

from check_site import complaints
from juliaset.bench import report
from juliaset.bench.history import Saved, moment, series
from juliaset.bench.report import history
from juliaset.bench.views.trends import chapters


def shown_history() -> str:
    """Return the page of two series, one of them with two contests."""
    kept = [record(1), record(2), record(3, cpu="another")]
    saved = [Saved(Path(f"{n}.json"), each, moment(each)) for n, each in enumerate(kept)]
    return history.page(chapters(series(saved), []))


PAGES: dict[str, Callable[[], str]] = {
    "report": lambda: report.page(contest()),
    "history": shown_history,
}


@pytest.mark.parametrize("made", PAGES.values(), ids=PAGES)
def test_a_page_of_contests_has_no_fault(made: Callable[[], str], tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(made())
    assert complaints(tmp_path) == []


def test_a_chart_that_loses_its_title_is_a_fault(tmp_path: Path) -> None:
    page = report.page(contest())
    title = page.partition('role="img"><title>')[2].partition("<")[0]
    assert title
    (tmp_path / "index.html").write_text(page.replace(f"<title>{title}</title>", "", 1))
    assert complaints(tmp_path) == [
        'index.html: the words of a picture are empty: <svg class="wide">'
    ]


def test_the_page_of_the_explorer_has_no_fault() -> None:
    assert complaints(Path(str(files("juliaset.explorer") / "page"))) == []
