// The tour: each step sets a scene and asks for a guess; then it tells what was just measured.

import { part } from "./dom.js";
import { percent, short } from "./figures.js";
import { clamp, pixelAt } from "./grid.js";
import { decided, lanesAtWork } from "./insight.js";
import { fromFragment, toState } from "./state.js";

/** @import {Explorer, Panel, Point, Tour} from "./types.d.ts" */

/** What a step measures, nothing as long as it is not known: the number that decides which guess is
 * right, and the texts for the gaps of the answer.
 * @type {Record<string, (explorer: Explorer, at: Point, panel: Panel, rival?: Panel)
 *   => [number, ...string[]] | null | undefined>} */
const MEASURES = {
  count({ grid }, at, { frame }) {
    const [p, q] = frame ? pixelAt(grid, frame.view, at).map(Math.round) : [0, 0];
    const count = frame?.isWhole ? frame.counts[q * frame.view.width + p] : null;
    return count === null ? null : [count, String(count)];
  },
  seconds: (_explorer, _at, { done }) =>
    done && [done.ms / 1000, short(done.ms / 1000), short(done.iterations / 1e6)],
  race(_explorer, _at, { done: slow }, rival) {
    const fast = rival?.done;
    const times = slow && fast ? fast.iterations / fast.ms / (slow.iterations / slow.ms) : 0;
    return slow && fast && [times, short(slow.ms), short(fast.ms), short(times)];
  },
  lanes({ overlays }, _at, panel) {
    const { frame } = panel;
    if (!frame?.isWhole) return null;
    const { useful } = lanesAtWork(frame.counts, frame.view.width, overlays.lanes(panel));
    return [useful, percent(useful)];
  },
  tiles({ overlays: { known: { tiles, numbers } } }, _at, { compared, done }) {
    const [share, times] = [decided(numbers), compared?.times_loops];
    return tiles && done && times ? [share, percent(share), short(done.ms), short(times)] : null;
  },
  wrong(_explorer, _at, { done, compared }) {
    const wrong = compared?.differ;
    return done && wrong !== null && wrong !== undefined
      ? [wrong / done.pixels, wrong.toLocaleString("en"), percent(wrong / done.pixels)]
      : null;
  },
};

/** @type {(step: HTMLElement) => Point} */
const pointOf = ({ dataset: { x, y } }) => [Number(x), Number(y)];

/** @type {(explorer: Explorer) => Tour} */
export const newTour = (explorer) => {
  const element = part(explorer.root, "tour", HTMLElement);
  const steps = [...element.querySelectorAll("article")];
  let at = 0;

  // An engine for each instruction set is named without it: take the widest one here.
  const widest = (/** @type {string} */ kernel) => {
    const here = explorer.hello.kernels.filter(({ reason }) => !reason).map(({ name }) => name);
    return here.filter((name) => name.replace(/_[a-z]+\d*$/, "") === kernel).pop() ?? kernel;
  };
  const look = () => {
    const step = steps[at];
    const guess = step.querySelector("[aria-pressed=true]");
    if (element.hidden || !guess) return;
    const [panel, rival] = explorer.panels;
    const found = MEASURES[step.dataset.measure ?? ""](explorer, pointOf(step), panel, rival);
    step.classList.toggle("told", Boolean(found));
    if (!found) return;
    const [number, ...texts] = found;
    for (const { dataset: { least, most }, classList } of step.querySelectorAll("button")) {
      classList.toggle("right", number >= Number(least) && number < Number(most));
    }
    step.querySelectorAll("b").forEach((gap, k) => gap.textContent = texts[k]);
  };
  const go = (/** @type {number} */ by) => {
    at = clamp(at + by, 0, steps.length - 1);
    steps.forEach((step, k) => step.hidden = k !== at);
    const step = steps[at];
    const scene = toState(fromFragment(step.dataset.scene ?? ""));
    const engines = scene.engines.map((e) => ({ ...e, kernel: widest(e.kernel) }));
    const { palette, smooth } = explorer.state;
    explorer.change({ ...scene, palette, smooth, engines });
    explorer.pointTo(pixelAt(explorer.grid, explorer.view, pointOf(step)));
    step.querySelector("h3")?.focus();
  };
  element.addEventListener("click", ({ target }) => {
    if (!(target instanceof HTMLButtonElement) || !target.dataset.least) return;
    const guesses = steps[at].querySelectorAll("button");
    guesses.forEach((guess) => guess.setAttribute("aria-pressed", String(guess === target)));
    look();
  });
  return {
    go,
    look,
    toggle() {
      element.hidden = !element.hidden;
      explorer.root.classList.toggle("touring", !element.hidden);
      if (!element.hidden) go(-at);
    },
  };
};
