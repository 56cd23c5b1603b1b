// The grid on which all views lie. Doubles hold its steps and its points exactly, so that a pixel
// which is seen twice is computed from the same two numbers.

/** @import {Grid, Hello, Point, Size, View} from "./types.d.ts" */

const EDGE = 8; // hosts refuse coordinates beyond it
const FEWEST_BITS = 2;

/** @type {(number: number, least: number, most: number) => number} */
export const clamp = (number, least, most) => Math.min(Math.max(number, least), most);

// Four levels halve the step: 1, 7/8, 6/8, 5/8, 1/2, ...
const planeStep = (/** @type {number} */ level) =>
  (8 - (level - 4 * Math.floor(level / 4))) * 2 ** -(Math.floor(level / 4) + 3);
const steps = Array.from({ length: 249 }, (_, k) => planeStep(k - 8));

/** @type {(grid: Hello["grid"]) => Grid} */
export const toGrid = (grid) =>
  grid.kind === "mosaic" ? { ...grid, first: 0 } : { x: 0, y: 0, first: -8, steps };

/** The distance of two neighbouring pixels.
 * @type {(grid: Grid, level: number) => number} */
export const stepOf = ({ steps, first }, level) => steps[level - first];

/** The level whose step is nearest, as a ratio.
 * @type {(grid: Grid, step: number) => number} */
export const nearestLevel = ({ steps, first }, step) => {
  const far = (/** @type {number} */ k) => Math.abs(Math.log(steps[k] / step));
  return first + steps.reduce((best, _, k) => (far(k) < far(best) ? k : best), 0);
};

/** The point under a pixel.
 * @type {(grid: Grid, view: View, pixel: Point) => Point} */
export const pointAt = (grid, { level, column, row }, [p, q]) => {
  const step = stepOf(grid, level);
  return [grid.x + (column + p) * step, grid.y + (row - q) * step];
};

/** The pixel over a point, perhaps a fraction or outside the picture.
 * @type {(grid: Grid, view: View, point: Point) => Point} */
export const pixelAt = (grid, view, [x, y]) => {
  const [left, top] = pointAt(grid, view, [0, 0]);
  return [(x - left) / stepOf(grid, view.level), (top - y) / stepOf(grid, view.level)];
};

/** How many bits of a double are left to tell the pixels of a view apart.
 * @type {(view: View) => number} */
export const bitsLeft = ({ column, row, width, height }) => {
  const farthest = Math.max(...[column, column + width, row, row - height].map(Math.abs));
  return Math.max(52 - Math.ceil(Math.log2(farthest)), 1);
};

/** The view in which what was at the pixel `from` is at `to`, and looks `ratio` times as large.
 * @type {(grid: Grid, view: View, from: Point, to: Point, ratio: number, size?: Size) => View} */
export const moved = (grid, view, from, to, ratio, { width, height } = view) => {
  const old = stepOf(grid, view.level);
  let level = nearestLevel(grid, old / ratio);
  for (;; level += Math.sign(view.level - level)) {
    const scale = old / stepOf(grid, level);
    const column = Math.round((view.column + from[0]) * scale - to[0]);
    const row = Math.round((view.row - from[1]) * scale + to[1]);
    const next = kept(grid, { level, column, row, width, height });
    if (level === view.level || isAllowed(grid, next)) return next;
  }
};

/** Zoom in by some levels, or out; the point under a pixel stays there.
 * @type {(grid: Grid, view: View, levels: number, at: Point) => View} */
export const zoomed = (grid, view, levels, at) => {
  const { steps, first } = grid;
  const finer = steps[0] < steps[steps.length - 1] ? -1 : 1;
  const level = clamp(view.level + levels * finer, first, first + steps.length - 1);
  return moved(grid, view, at, at, stepOf(grid, view.level) / stepOf(grid, level));
};

/** @type {(size: Size) => Point} */
export const middle = ({ width, height }) => [width >> 1, height >> 1];

/** A place that shows everything: a mosaic, or a square around the Julia set.
 * @type {(grid: Grid) => View} */
const wholeOf = ({ sizes }) => {
  const [width, height] = sizes?.[0] ?? [54, 54];
  return sizes
    ? { level: 0, column: 0, row: 0, width, height }
    : { level: 16, column: -27, row: 27, width, height }; // sixteenths, 3.375 in all
};

/** The view that shows, at another size, what a place shows at its own; null is everything.
 * @type {(grid: Grid, place: View | null, size: Size) => View} */
export const fitted = (grid, place, size) => {
  const seen = place ?? wholeOf(grid);
  const ratio = Math.min(size.width / seen.width, size.height / seen.height);
  return moved(grid, seen, middle(seen), middle(size), ratio, size);
};

// Whether hosts compute it, and doubles tell its pixels apart.
/** @type {(grid: Grid, view: View) => boolean} */
const isAllowed = (grid, view) =>
  grid.sizes !== undefined || bitsLeft(view) >= FEWEST_BITS &&
    Math.max(view.width, view.height) * stepOf(grid, view.level) <= 2 * EDGE;

// Move a view back to where there is something.
/** @type {(grid: Grid, view: View) => View} */
const kept = ({ sizes, steps, first }, view) => {
  const { level, width, height } = view;
  const reach = Math.floor(EDGE / steps[level - first]);
  const [w, h] = sizes?.[level] ?? [0, 0];
  const [left, right, down, up] = sizes
    ? [-(width >> 1), w - (width >> 1), (height >> 1) - h, height >> 1]
    : [-reach, reach - width, height - reach, reach];
  return { ...view, column: clamp(view.column, left, right), row: clamp(view.row, down, up) };
};
