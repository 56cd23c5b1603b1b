"""How well the edges of fields and the pictograms of controls stand out, by WCAG's formula."""

from typing import NamedTuple

from contrast import NUMBERS, Color, contrast_over
from playwright.sync_api import Page

ENOUGH = 3.0  # WCAG 1.4.11, level AA
# A button with words is known by its words. A field is known by its fill or by its edge, which may
# be that of a frame close around it; a control without words by its pictogram. Browsers draw some
# controls by themselves, which WCAG leaves to them.
COLLECT = """
  const behind = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      layers.push(numbers(getComputedStyle(each).backgroundColor));
      if (layers.at(-1)[3] === 255) break;
    }
    return layers;
  };
  const isFrame = (outer, inner) => {
    const a = outer.getBoundingClientRect(), b = inner.getBoundingClientRect();
    return a.width - b.width < 12 && a.height - b.height < 12;
  };
  const found = [];
  const isSeen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    const how = { visibilityProperty: true, opacityProperty: true };
    return width > 2 && height > 2 && element.checkVisibility(how);
  };
  const drawn = ["checkbox", "radio", "range", "color"];
  for (const field of document.querySelectorAll("input, select, textarea")) {
    const isDrawn = drawn.includes(field.type) && getComputedStyle(field).appearance === "auto";
    if (!isSeen(field) || field.disabled || isDrawn) continue;
    const colors = [];
    let each = field;
    for (; each === field || (each.parentElement && isFrame(each, field));
      each = each.parentElement) {
      const style = getComputedStyle(each);
      colors.push(numbers(style.backgroundColor));
      for (const side of ["Top", "Right", "Bottom", "Left"]) {
        if (parseFloat(style[`border${side}Width`])) {
          colors.push(numbers(style[`border${side}Color`]));
        }
      }
    }
    found.push([field.outerHTML.slice(0, 80), colors, behind(each)]);
  }
  for (const drawing of document.querySelectorAll("svg")) {
    const control = drawing.closest("a, button, label");
    if (!control || !isSeen(drawing) || control.innerText?.trim()) continue;
    const { color } = getComputedStyle(drawing);
    found.push([control.outerHTML.slice(0, 80), [numbers(color)], behind(drawing)]);
  }
  return found;
"""


class Edge(NamedTuple):
    """What tells a control from its background: it is enough that one of the colours does."""

    control: str
    colors: list[Color]
    layers: list[Color]

    @property
    def contrast(self) -> float:
        """The ratio of luminances."""
        return max(contrast_over(color, self.layers) for color in self.colors)


def edges(page: Page) -> list[Edge]:
    """Return the controls that are seen now and that no words tell from their background."""
    return [Edge(*found) for found in page.evaluate(f"() => {{{NUMBERS}{COLLECT}}}")]


def faint_edges(page: Page) -> list[str]:
    """Return the controls that stand out too little."""
    seen = edges(page)
    return [f"{each.control}: {each.contrast:.2f}" for each in seen if each.contrast < ENOUGH]
