"""How well the texts of a page stand out from their background, by WCAG's formula."""

from collections.abc import Sequence
from functools import reduce
from typing import NamedTuple

from playwright.sync_api import Page

ENOUGH, ENOUGH_IF_LARGE = 4.5, 3.0  # WCAG, level AA
LARGE, LARGE_IF_BOLD, BOLD = 24.0, 18.66, 700  # CSS pixels, and a weight
# A pen turns any way to write a colour into numbers.
NUMBERS = """
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const numbers = (color) => {
    if (!known.has(color)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = color;
      pen.fillRect(0, 0, 1, 1);
      known.set(color, [...pen.getImageData(0, 0, 1, 1).data]);
    }
    return known.get(color);
  };
"""
# Each text that is seen: its colour, the colours behind it up to the first opaque one, and whether
# a picture lies there. In a drawing, letters and shapes have a fill, and others have no colour.
COLLECT = """
  const faded = ([red, green, blue, alpha], share) => [red, green, blue, alpha * share];
  const layer = (each) => {
    const style = getComputedStyle(each);
    if (!each.ownerSVGElement) return numbers(style.backgroundColor);
    const isShape = each instanceof SVGGeometryElement;
    return isShape && style.fill !== "none"
      ? faded(numbers(style.fill), style.fillOpacity) : [0, 0, 0, 0];
  };
  const ink = (element, style) => {
    let color = numbers(element.ownerSVGElement ? style.fill : style.color);
    for (let each = element; each; each = each.parentElement) {
      color = faded(color, getComputedStyle(each).opacity);
    }
    return color;
  };
  const found = [];
  const keep = (text, element, style, box) => {
    const [first, ...others] = document.elementsFromPoint(
      box.x + box.width / 2, box.y + box.height / 2);
    if (!first || !(first.contains(element) || element.contains(first))) return;
    if (box.width < 2 || !element.checkVisibility({ visibilityProperty: true })) return;
    const layers = [];
    let picture = false;
    // The body's colour covers the canvas, also where its box has ended.
    for (const each of [first, ...others, document.body]) {
      const isPicture = ["CANVAS", "IMG", "svg"].includes(each.nodeName);
      picture ||= isPicture && !each.contains(element);
      layers.push(layer(each));
      if (picture || layers.at(-1)[3] === 255) break;
    }
    const size = parseFloat(style.fontSize), weight = parseInt(style.fontWeight, 10);
    found.push([text.slice(0, 40), ink(element, style), layers, picture, size, weight]);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const text = texts.currentNode.data.trim();
    if (!text || element.closest("[disabled], [aria-disabled=true], script, style, option")) {
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    keep(text, element, getComputedStyle(element), range.getBoundingClientRect());
  }
  for (const field of document.querySelectorAll("input, select, textarea")) {
    const shown = field.placeholder && !field.value ? "::placeholder" : undefined;
    const text = field.placeholder || field.value;
    if (!text || field.disabled || ["range", "radio", "checkbox"].includes(field.type)) continue;
    keep(text, field, getComputedStyle(field, shown), field.getBoundingClientRect());
  }
  return found;
"""

Color = Sequence[float]


class Text(NamedTuple):
    """A visible text, and its background."""

    text: str
    color: Color
    layers: list[Color]
    over_picture: bool
    size: float
    weight: int

    @property
    def contrast(self) -> float:
        """The ratio of luminances; over a picture, which may have any colour, the worst one."""
        bases = [(0, 0, 0), (255, 255, 255)] if self.over_picture else [(255, 255, 255)]
        return min(contrast_over(self.color, self.layers, base) for base in bases)

    @property
    def stands_out(self) -> bool:
        """Whether it satisfies WCAG's level AA."""
        large = self.size >= LARGE or (self.size >= LARGE_IF_BOLD and self.weight >= BOLD)
        return self.contrast >= (ENOUGH_IF_LARGE if large else ENOUGH)


def contrast_over(color: Color, layers: Sequence[Color], base: Color = (255, 255, 255)) -> float:
    """Return the ratio of luminances of a colour and of what lies below it, the lowest last."""
    below = reduce(lambda under, layer: _over(layer, under), reversed(layers), base)
    one, other = sorted((luminance(_over(color, below)), luminance(below)))
    return (other + 0.05) / (one + 0.05)


def _over(color: Color, below: Color) -> Color:
    share = color[3] / 255
    return [a * share + b * (1 - share) for a, b in zip(color[:3], below[:3], strict=True)]


def luminance(color: Color) -> float:
    """Return the relative luminance of an sRGB colour, 0 to 1."""
    shares = [each / 255 for each in color[:3]]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def texts(page: Page) -> list[Text]:
    """Return the texts that are seen now."""
    return [Text(*found) for found in page.evaluate(f"() => {{{NUMBERS}{COLLECT}}}")]


def faint_texts(page: Page) -> list[str]:
    """Return the texts that stand out too little."""
    seen = texts(page)
    assert seen, "the page has no text"
    return [f"{each.text!r}: {each.contrast:.2f}" for each in seen if not each.stands_out]
