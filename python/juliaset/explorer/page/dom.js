// Parts of the page are found by the attribute data-part, so that many explorers fit on one page.

/** @type {DomFunctions} */
const dom = {
  part(root, name, type) {
    const found = root.querySelector(`[data-part="${name}"]`);
    if (found instanceof type) return found;
    throw new Error(`index.html has no ${type.name} with data-part="${name}"`);
  },
  write: (root, name, text) => Object.assign(part(root, name, HTMLElement), { textContent: text }),
  make(tag, text = "", attributes = {}) {
    const element = Object.assign(document.createElement(tag), { textContent: text });
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  },
  pen: (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
};
export const { make, part, pen, write } = dom;
