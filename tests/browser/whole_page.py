"""Looks at a long page as a reader does, from its top to its end, with all folds open."""

from contrast import faint_texts
from edges import faint_edges
from playwright.sync_api import Page

# What opens may fade in, and would be faint for a moment.
UNFOLD = """
() => {
  document.querySelectorAll("details").forEach((fold) => fold.open = true);
  for (const each of document.getAnimations()) {
    if (each.effect.getComputedTiming().endTime < Infinity) each.finish();
  }
}
"""
# Returns whether there was more of the page to see.
SCROLL = """
() => {
  const before = scrollY;
  scrollBy({ top: 0.8 * innerHeight, behavior: "instant" });
  return scrollY > before;
}
"""
WIDER = "document.documentElement.scrollWidth - innerWidth"


def assert_fits_and_stands_out(page: Page) -> None:
    """Check that nothing is wider than the screen, and that texts and edges can be seen."""
    page.evaluate(UNFOLD)
    assert page.evaluate(WIDER) <= 0
    faint = {*faint_texts(page), *faint_edges(page)}
    while page.evaluate(SCROLL):
        faint |= {*faint_texts(page), *faint_edges(page)}
    assert not faint
