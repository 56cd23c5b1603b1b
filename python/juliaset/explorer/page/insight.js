// Ways to look inside a picture: a colour for each pixel, and the gaps of the legend's text.

import { percent } from "./figures.js";

/** @type {(...parts: number[]) => number} */
const rgba = (...parts) => new Uint32Array(new Uint8Array(parts).buffer)[0];
const [ESCAPES, STAYS] = [rgba(40, 130, 255, 150), rgba(255, 145, 30, 215)];
const THREADS = [rgba(255, 176, 0, 150), rgba(60, 120, 255, 150), rgba(225, 40, 130, 150)];
const IDLE = Array.from({ length: 221 }, (_, alpha) => rgba(255, 30, 60, alpha));
const ROUNDS = [0, 1, 2, 3, 4, 5, 6, 7].map((k) => rgba(36 * k, 110, 245 - 35 * k, 180));

/** @type {InsightFunctions} */
const insight = {
  orbitOf([x, y], [re, im], most) {
    const points = [/** @type {Point} */ ([x, y])];
    while (points.length <= most && Math.hypot(x, y) < 2) {
      [x, y] = [x * x - y * y + re, 2 * x * y + im];
      points.push([x, y]);
    }
    return points;
  },
  lanesAtWork(counts, width, lanes) {
    const idle = new Float32Array(counts.length);
    let [useful, all] = [0, 0];
    for (let p = 0; p < counts.length;) {
      const end = Math.min(p + lanes, (Math.floor(p / width) + 1) * width);
      const slowest = Math.max(...counts.subarray(p, end));
      for (all += slowest * lanes; p < end; useful += counts[p++]) {
        idle[p] = slowest && 1 - counts[p] / slowest;
      }
    }
    return { idle, useful: all ? useful / all : 1 }; // without steps none is wasted
  },
  shareOf: (numbers, holds) => numbers.filter(holds).length / numbers.length,
};
export const { lanesAtWork, orbitOf, shareOf } = insight;

/** @type {Record<string, (frame: Frame, known: Known, lanes: number) => Area | undefined>} */
export const AREAS = {
  tiles({ view: { width } }, { tiles, numbers }) {
    const { tile = 1, columns = 1, limit } = tiles ?? {};
    const colours = numbers.map((fate) => fate < 0 ? 0 : fate === limit ? STAYS : ESCAPES);
    const tileOf = (/** @type {number} */ p) =>
      Math.floor(p / width / tile) * columns + Math.floor(p % width / tile);
    const decided = percent(shareOf(numbers, (fate) => fate >= 0));
    return tiles && { colour: (p) => colours[tileOf(p)], gaps: [decided] };
  },
  trap: (_frame, { tiles }) => tiles && { radius: tiles.radius, gaps: [tiles.radius.toFixed(4)] },
  sieve({ counts }, { tiles }) {
    const ends = tiles?.sieve_rounds.slice(0, ROUNDS.length) ?? [];
    const said = ends.slice(0, 4);
    const left = said.map((end) => percent(shareOf(counts, (count) => count > end)));
    // A pixel that is left has none: it is clear.
    const colour = (/** @type {number} */ p) => ROUNDS[ends.findIndex((end) => counts[p] <= end)];
    return tiles && { colour, gaps: [said.join(", "), left.join(", ")] };
  },
  lanes({ counts, view }, _known, lanes) {
    const { idle, useful } = lanesAtWork(counts, view.width, lanes);
    return { colour: (p) => IDLE[Math.floor(220 * idle[p])], gaps: [`${lanes}`, percent(useful)] };
  },
  rows({ view: { width } }, { rows, numbers }) {
    const taken = new Int32Array(rows?.threads ?? 0);
    numbers.forEach((thread) => taken[thread]++);
    const threadOf = (/** @type {number} */ p) => numbers[Math.floor(p / width)] % THREADS.length;
    return rows && { colour: (p) => THREADS[threadOf(p)], gaps: [taken.join(", ")] };
  },
};
export const SHOWS = ["nothing", ...Object.keys(AREAS)];
