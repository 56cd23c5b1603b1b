// The scoreboard under a picture. Its cells have fixed widths, so that nothing jumps.

import { part } from "./dom.js";

/** @import {Figures, Panel} from "./types.d.ts" */

const NAMES = ["ms", "rate", "times", "roof", "silence", "differ"];
const SLOW_MS = 150; // shorter ones can't be read while they run

/** A number with three digits that count, and its thousands apart.
 * @type {(number: number) => string} */
export const short = (number) => {
  const digits = number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2;
  const both = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return number.toLocaleString("en", both);
};

/** @type {(rate: number) => string} */
export const rateText = (rate) => {
  const [unit, name] = rate >= 1e9 ? [1e9, "G"] : rate >= 1e6 ? [1e6, "M"] : [1e3, "k"];
  return `${short(rate / unit)} ${name}`;
};

/** @type {(share: number) => string} */
export const percent = (share) => `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;

/** One sentence for those who listen.
 * @type {(panel: Panel) => string} */
export const inWords = ({ done, compared }) => {
  const { times_loops: times, differ } = compared ?? {};
  return (done ? `${done.kernel}: ${short(done.ms)} milliseconds` : "") +
    (times ? `, ${short(times)} times as fast as python.loops` : "") +
    ((differ ?? null) === null ? "." : `, ${differ} pixels differ from best.`);
};

/** @type {(panel: HTMLElement) => Figures} */
export const newFigures = (panel) => {
  let began = 0;
  /** @type {(name: string, text: string | null) => void} null: the last one fades */
  const write = (name, text) => {
    const cell = part(panel, name, HTMLElement);
    cell.classList.toggle("old", text === null);
    if (text !== null) cell.textContent = text;
  };
  const progress = (/** @type {number} */ share) => {
    part(panel, "progress", HTMLElement).style.transform = `scaleX(${share})`;
    panel.classList.toggle("painting", share < 1);
  };
  return {
    progress,
    begin() {
      began = performance.now();
      progress(0);
      NAMES.forEach((name) => write(name, null));
    },
    tick() {
      const ms = performance.now() - began;
      if (ms > SLOW_MS && panel.classList.contains("painting")) write("ms", short(ms));
    },
    finish({ ms, iterations, silence_ms: silence }) {
      progress(1);
      write("ms", short(ms));
      write("rate", rateText(iterations / ms * 1000));
      write("silence", silence === null ? "–" : short(silence));
    },
    compare({ times_loops: times, roof, differ, notes }) {
      write("times", times === null ? "–" : `${short(times)} ×`);
      write("roof", roof === null ? "–" : percent(roof));
      write("differ", differ === null ? "–" : differ.toLocaleString("en"));
      panel.classList.toggle("wrong", Boolean(differ));
      part(panel, "figures", HTMLElement).title = notes.join("\n");
      panel.style.setProperty("--roof", String(Math.min(roof ?? 0, 1)));
    },
  };
};
