// The controls at the side: each shows a part of the state, and changes it.

import { make, part, write } from "./dom.js";
import { toConstant } from "./state.js";

/** @type {(palette: [string, Uint32Array]) => HTMLElement} */
const newSwatch = ([name, shades]) => {
  const label = make("label", "", { title: name });
  const stops = Array.from({ length: 16 }, (_, k) => new Uint8Array(shades.slice(k * 136).buffer));
  const colours = stops.map((bytes) => `rgb(${bytes.subarray(0, 3).join(" ")})`);
  label.style.backgroundImage = `linear-gradient(90deg, ${colours.join()})`;
  const radio = { type: "radio", name: "palette", value: name, "aria-label": name };
  label.append(make("input", "", radio));
  return label;
};

/** Return a function that shows the state. @type {(explorer: Explorer) => () => void} */
export const newSidebar = (explorer) => {
  const form = part(explorer.root, "sidebar", HTMLFormElement);
  const inputs = ["re", "im", "limit"].map((name) => part(form, name, HTMLInputElement));
  for (const { name, c, text } of explorer.hello.sets) {
    const chip = make("button", name, { type: "button", title: text });
    chip.addEventListener("click", () => explorer.change({ c, place: null }));
    part(form, "sets", HTMLElement).append(chip);
  }
  part(form, "palettes", HTMLElement).append(...[...explorer.palettes].map(newSwatch));
  const show = () => {
    const { c, limit, engines } = explorer.state;
    const values = new Map(Object.entries(explorer.state));
    for (const input of form.querySelectorAll("input")) {
      if (input.name) input.checked = [true, input.value].includes(values.get(input.name));
    }
    // Steps begin at the default; numbers between them would be told as wrong.
    [...c, limit].forEach((n, k) => inputs[k].defaultValue = inputs[k].value = String(n));
    part(form, "race", HTMLElement).setAttribute("aria-pressed", String(engines.length > 1));
  };
  form.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.name) return;
    const { name, type, checked, value, title } = target;
    const c = toConstant(inputs.slice(0, 2).map((input) => input.valueAsNumber));
    const isAllowed = c && value; // all but this one are those of the state
    const chosen = name === "c" ? c : type === "checkbox" ? checked : value;
    if (type === "number") write(explorer.root, "notice", isAllowed ? "" : `Allowed: ${title}`);
    if (isAllowed) explorer.change({ [name]: chosen });
    show();
  });
  return show;
};
