// The tour: each step sets a scene and asks for a guess; then it tells what was just measured.

import { part } from "./dom.js";
import { pixelAt } from "./grid.js";
import { fromFragment, toState } from "./state.js";

/** @type {(explorer: Explorer) => Tour} */
export const newTour = (explorer) => {
  const element = part(explorer.root, "tour", HTMLElement);
  const steps = [...element.querySelectorAll("form")];
  let [at, before] = [0, explorer.state];

  /** @type {Tour} */
  const tour = {
    // The gaps of the answer say where on the page their figures are; the first decides. What is
    // told stays, whatever the person looks at next.
    look() {
      const step = steps[at];
      if (element.hidden || step.matches(".told") || !step.querySelector(":checked")) return;
      if (explorer.panels.some(({ asked, frame }) => !asked?.isAnswered || !frame?.isWhole)) return;
      const texts = [...step.querySelectorAll("b")].map((gap) => {
        const source = explorer.root.querySelector(`${gap.dataset.from}:not(.old)`);
        return gap.textContent = source?.textContent ?? "";
      });
      if (!step.classList.toggle("told", texts.every((text) => /[^–]/.test(text)))) return;
      const number = parseFloat(texts[0].replaceAll(",", ""));
      const guesses = [...step.querySelectorAll("input")];
      const right = guesses.findLast(({ value }) => number >= Number(value)); // each is "from"
      guesses.forEach((guess) => guess.classList.toggle("right", guess === right));
      step.querySelector(".answer")?.scrollIntoView({ block: "nearest" });
    },
    go(by) {
      at += by;
      steps.forEach((step, k) => [step.hidden = k !== at, step.classList.remove("told")]);
      const { scene = "", x = 0, y = 0 } = steps[at].dataset;
      const { palette, smooth, keys } = explorer.state;
      explorer.change({ ...toState(fromFragment(scene)), palette, smooth, keys });
      explorer.pointTo(pixelAt(explorer.grid, explorer.view, [Number(x), Number(y)]));
      steps[at].querySelector("h3")?.focus();
      // The scene may be what is shown already.
      [explorer.panels.forEach(explorer.overlays.draw), tour.look()];
    },
    toggle() {
      element.hidden = !element.hidden;
      if (element.hidden) {
        const { palette, smooth, keys } = explorer.state;
        explorer.change({ ...before, palette, smooth, keys });
        return part(explorer.root, "take", HTMLElement).focus();
      }
      before = explorer.state;
      steps.forEach((step) => step.reset());
      tour.go(-at);
    },
  };
  element.addEventListener("change", tour.look);
  // An arrow leads to the next guess; to choose it as well would tell the answer.
  element.addEventListener("keydown", (event) => {
    const guesses = [...steps[at].querySelectorAll("input")];
    const from = guesses.findIndex((guess) => guess === event.target);
    if (from < 0 || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    guesses.at((from + (/Down|Right/.test(event.key) ? 1 : -1)) % guesses.length)?.focus();
  });
  return tour;
};
