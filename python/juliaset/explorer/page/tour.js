// The tour: each step sets a scene and asks for a guess; then it tells what was just measured.

import { part } from "./dom.js";
import { clamp, pixelAt } from "./grid.js";
import { fromFragment, toState } from "./state.js";

/** @type {(explorer: Explorer) => Tour} */
export const newTour = (explorer) => {
  const element = part(explorer.root, "tour", HTMLElement);
  const steps = [...element.querySelectorAll("article")];
  let at = 0;
  let before = explorer.state;

  /** @type {Tour} */
  const tour = {
    // The gaps of the answer say where on the page their figures are; the first decides.
    look() {
      const step = steps[at];
      if (element.hidden || !step.querySelector("[aria-pressed=true]")) return;
      const gaps = [...step.querySelectorAll("b")];
      const sources = gaps.map(({ dataset }) => `${dataset.from}:not(.old)`);
      const texts = sources.map((name) => explorer.root.querySelector(name)?.textContent ?? "");
      if (!step.classList.toggle("told", texts.every((text) => /[^–]/.test(text)))) return;
      gaps.forEach((gap, k) => gap.textContent = texts[k]);
      const number = parseFloat(texts[0].replaceAll(",", ""));
      for (const { dataset: { least, most }, classList } of step.querySelectorAll("button")) {
        classList.toggle("right", number >= Number(least) && number < Number(most));
      }
    },
    go(by) {
      at = clamp(at + by, 0, steps.length - 1);
      steps.forEach((step, k) => step.hidden = k !== at);
      const { scene = "", x = 0, y = 0 } = steps[at].dataset;
      const { palette, smooth } = explorer.state;
      explorer.change({ ...toState(fromFragment(scene)), palette, smooth });
      explorer.pointTo(pixelAt(explorer.grid, explorer.view, [Number(x), Number(y)]));
      steps[at].querySelector("h3")?.focus();
    },
    toggle() {
      element.hidden = !element.hidden;
      if (element.hidden) return explorer.change(before);
      before = explorer.state;
      tour.go(-at);
    },
  };
  element.addEventListener("click", ({ target }) => {
    if (!(target instanceof HTMLButtonElement) || !target.dataset.least) return;
    const guesses = steps[at].querySelectorAll("button");
    guesses.forEach((guess) => guess.setAttribute("aria-pressed", String(guess === target)));
    tour.look();
  });
  return tour;
};
