// The controls at the side: each shows the state, and changes it.

import { make, part, pen } from "./dom.js";
import { isConstant } from "./state.js";

/** @import {Explorer} from "./types.d.ts" */

/** @type {(name: string, shades: Uint32Array) => HTMLElement} */
const newSwatch = (name, shades) => {
  const strip = Object.assign(make("canvas"), { width: 64, height: 1 });
  const image = new ImageData(64, 1);
  const pixels = new Uint32Array(image.data.buffer);
  pixels.forEach((_, k) => pixels[k] = shades[k * 32]);
  pen(strip).putImageData(image, 0, 0);
  const label = make("label", "", { title: name });
  const radio = { type: "radio", name: "palette", value: name, "aria-label": name };
  label.append(make("input", "", radio), strip);
  return label;
};

/** Return a function that shows the state.
 * @type {(explorer: Explorer) => () => void} */
export const newSidebar = (explorer) => {
  const form = part(explorer.root, "sidebar", HTMLFormElement);
  const [re, im, limit, slider, smooth, orbit] = ["re", "im", "limit", "slider", "smooth", "orbit"]
    .map((name) => part(form, name, HTMLInputElement));
  const sets = explorer.hello.sets.map(({ name, c, text }) => {
    const chip = make("button", name, { type: "button", title: text, class: "chip" });
    chip.addEventListener("click", () => explorer.change({ c, place: null }));
    return chip;
  });
  part(form, "sets", HTMLElement).append(...sets);
  const swatches = [...explorer.palettes].map(([name, shades]) => newSwatch(name, shades));
  part(form, "palettes", HTMLElement).append(...swatches);
  const show = () => {
    const { state } = explorer;
    [re.value, im.value, limit.value] = [...state.c, state.limit].map(String);
    slider.value = String(Math.log2(state.limit));
    [smooth.checked, orbit.checked] = [state.smooth, state.orbit];
    for (const radio of form.querySelectorAll("input")) {
      if (radio.name) radio.checked = radio.value === { ...state }[radio.name];
    }
    const races = String(state.engines.length > 1);
    part(form, "race", HTMLElement).setAttribute("aria-pressed", races);
  };
  slider.addEventListener("input", () => explorer.setLimit(2 ** Number(slider.value)));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    const c = [re, im].map(({ value }) => value.trim() ? Number(value) : NaN);
    if (target.name) explorer.change({ [target.name]: target.value });
    else if (target.type === "checkbox") explorer.change({ [target.value]: target.checked });
    else if (target === limit) explorer.setLimit(Number(limit.value));
    else if (target !== slider && isConstant(c)) explorer.change({ c });
    show();
  });
  return show;
};
