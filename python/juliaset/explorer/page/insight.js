// Ways to look inside a picture: a colour for each pixel, and what it means in words.

import { percent } from "./figures.js";

/** @import {Area, Complex, Counts, Known, Point, View} from "./types.d.ts" */

/** @type {(...parts: number[]) => number} */
const rgba = (...parts) => new Uint32Array(new Uint8Array(parts).buffer)[0];
const [ESCAPES, STAYS] = [rgba(40, 130, 255, 150), rgba(255, 140, 20, 150)];
const THREADS = [[255, 176, 0], [60, 120, 255], [225, 40, 130], [20, 180, 120]]
  .map((hue) => rgba(...hue, 150));
const [ROUNDS_COLOURED, ROUNDS_SAID] = [8, 4];

/** The points of an orbit while abs(z) < 2, for at most so many steps.
 * @type {(z: Point, c: Complex, most: number) => Point[]} */
export const orbitOf = ([x, y], [re, im], most) => {
  const points = [/** @type {Point} */ ([x, y])];
  while (points.length <= most && Math.hypot(x, y) < 2) {
    [x, y] = [x * x - y * y + re, 2 * x * y + im];
    points.push([x, y]);
  }
  return points;
};

/** A vector goes on until its slowest lane has escaped: how long each lane is idle, 0 to 1, and
 * the share of the steps that are useful.
 * @type {(counts: Counts, width: number, lanes: number) => {idle: Float32Array, useful: number}} */
export const lanesAtWork = (counts, width, lanes) => {
  const idle = new Float32Array(counts.length);
  let [useful, all] = [0, 0];
  for (let p = 0; p < counts.length;) {
    const end = Math.min(p + lanes, (Math.floor(p / width) + 1) * width);
    let slowest = 1;
    for (let k = p; k < end; k++) slowest = Math.max(slowest, counts[k]);
    for (all += slowest * lanes; p < end; p++) {
      idle[p] = 1 - counts[p] / slowest;
      useful += counts[p];
    }
  }
  return { idle, useful: useful / all };
};

/** The share of the pixels that go on after each round, which ends at a number of steps.
 * @type {(counts: Counts, ends: number[]) => number[]} */
export const leftAfter = (counts, ends) =>
  ends.map((end) =>
    counts.filter((/** @type {number} */ count) => count > end).length / counts.length
  );

/** The share of the tiles that are decided.
 * @type {(fates: Int32Array) => number} */
export const decided = (fates) => fates.filter((fate) => fate >= 0).length / fates.length;

/** @type {Record<string, (counts: Counts, view: View, known: Known) => Area | undefined>} */
export const AREAS = {
  tiles(_counts, { width }, { tiles, numbers }) {
    if (!tiles) return undefined;
    const { tile, columns, limit } = tiles;
    const words = `One orbit each decides ${percent(decided(numbers))} of the tiles of ` +
      `${tile} × ${tile} pixels. Blue: all escape at the same step. Orange: none ever does.`;
    const colours = numbers.map((fate) => fate < 0 ? 0 : fate === limit ? STAYS : ESCAPES);
    const tileOf = (/** @type {number} */ p) =>
      Math.floor(p / width / tile) * columns + Math.floor(p % width / tile);
    return { colour: (p) => colours[tileOf(p)], words };
  },
  trap(_counts, _view, { tiles }) {
    const radius = tiles?.radius;
    const words = `An orbit that enters this disc, of radius ${radius?.toFixed(4)}, never leaves ` +
      "it: its count is the limit, and no further step is needed.";
    return tiles &&
      { radius, words: radius ? words : "For this c, no disc is proved to be a trap." };
  },
  sieve(counts, _view, { tiles }) {
    if (!tiles?.sieve_rounds.length) return undefined;
    const ends = tiles.sieve_rounds.slice(0, ROUNDS_COLOURED);
    const left = leftAfter(counts, ends.slice(0, ROUNDS_SAID)).map(percent);
    const words = "The sieve takes rounds of steps without a test, and packs the survivors " +
      `together. After step ${ends.slice(0, ROUNDS_SAID).join(", ")} there are ` +
      `${left.join(", ")} of the pixels left.`;
    const colours = ends.map((_, k) => rgba(20 + 28 * k, 40 + 14 * k, 230 - 24 * k, 170));
    return { colour: (p) => colours[ends.findIndex((end) => counts[p] <= end)] ?? 0, words };
  },
  lanes(counts, { width }, { lanes }) {
    const { idle, useful } = lanesAtWork(counts, width, lanes);
    const words = `${lanes} neighbours share a vector, which goes on until the slowest of them ` +
      `has escaped. Red lanes wait: ${percent(useful)} of the steps are useful.`;
    return { colour: (p) => rgba(255, 30, 60, 220 * idle[p]), words };
  },
  rows(_counts, { width }, { rows, numbers }) {
    const taken = Array.from(
      { length: rows?.threads ?? 0 },
      (_, thread) => numbers.reduce((sum, one) => sum + Number(one === thread), 0),
    );
    const words = "OpenMP hands out rows as threads become free. Rows of each thread: " +
      `${taken.join(", ")}.`;
    const colour = (/** @type {number} */ p) =>
      THREADS[numbers[Math.floor(p / width)] % THREADS.length];
    return rows && { colour, words };
  },
};
export const SHOWS = ["nothing", ...Object.keys(AREAS)];
