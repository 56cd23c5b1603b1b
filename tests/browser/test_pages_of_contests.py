"""The pages of contests, as a person opens them from a disk: on a screen and a phone."""

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from accessibility import nameless
from playwright.sync_api import Browser, Page
from whole_page import assert_fits_and_stands_out

from juliaset.bench import report
from juliaset.bench.history import Saved, moment, series
from juliaset.bench.report import history
from juliaset.bench.views.trends import chapters

BENCH = Path(__file__).parents[1] / "python" / "bench"
SCREENS = {
    f"{width} {scheme}": {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    for width in (390, 1280)
    for scheme in ("light", "dark")
}


def shown_report() -> str:
    return report.page(runpy.run_path(str(BENCH / "contest_sample.py"))["contest"]())


def shown_history() -> str:
    made = runpy.run_path(str(BENCH / "contest_sample.py"))["contest"]
    saved = [Saved(Path(f"{n}.json"), record := made(), moment(record)) for n in range(2)]
    return history.page(chapters(series(saved), []))


PAGES = {"report": shown_report, "history": shown_history}


@pytest.fixture(params=SCREENS.values(), ids=SCREENS)
def screen(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Make a page with a screen."""
    page = chromium.new_page(**request.param)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert not errors


@pytest.mark.parametrize("made", PAGES.values(), ids=PAGES)
def test_it_fits_all_of_it_stands_out_and_its_controls_have_names(
    screen: Page, made: Callable[[], str], tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(made())
    screen.goto((tmp_path / "page.html").as_uri())
    assert_fits_and_stands_out(screen)
    assert not nameless(screen)
