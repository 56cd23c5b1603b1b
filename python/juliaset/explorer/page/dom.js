// Parts of the page are found by the attribute data-part, so that many explorers fit on one page.

/** Return the part with a name; index.html has each that a module asks for.
 * @template {Element} T
 * @param {ParentNode} root @param {string} name @param {new () => T} type @returns {T} */
export const part = (root, name, type) => {
  const found = root.querySelector(`[data-part="${name}"]`);
  if (found instanceof type) return found;
  throw new Error(`index.html has no ${type.name} with data-part="${name}"`);
};

/** @type {(root: ParentNode, name: string, text: string) => void} */
export const write = (root, name, text) => {
  part(root, name, HTMLElement).textContent = text;
};

/** @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {string} text @param {Record<string, string>} attributes */
export const make = (tag, text = "", attributes = {}) => {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

/** @type {(canvas: HTMLCanvasElement) => CanvasRenderingContext2D} */
export const pen = (canvas) => {
  const context = canvas.getContext("2d");
  if (context) return context;
  throw new Error("This browser cannot draw on a canvas.");
};
