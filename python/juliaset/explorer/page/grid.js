// The grid on which all views lie. Doubles hold its steps and its points exactly, so that a pixel
// which is seen twice is computed from the same two numbers.

const EDGE = 8; // hosts refuse coordinates beyond it
const FEWEST_BITS = 2;
// From level -8 to 240. Four levels halve the step: 1, 7/8, 6/8, 5/8, 1/2, ...
const PLANE = Array.from({ length: 249 }, (_, k) => (8 - k % 4) * 2 ** -((k >> 2) + 1));
const WHOLE = { level: 16, column: -27, row: 27, width: 54, height: 54 }; // sixteenths

/** @type {GridFunctions} */
const grids = {
  clamp: (number, least, most) => Math.min(Math.max(number, least), most),
  toGrid: (grid) =>
    grid.kind === "mosaic" ? { ...grid, first: 0 } : { x: 0, y: 0, first: -8, steps: PLANE },
  stepOf: ({ steps, first }, level) => steps[level - first],
  nearestLevel({ steps, first }, step) {
    const far = (/** @type {number} */ k) => Math.abs(Math.log(steps[k] / step));
    return first + steps.reduce((best, _, k) => far(k) < far(best) ? k : best, 0);
  },
  pointAt({ x, y, ratio = 1, ...grid }, { level, column, row }, [p, q]) {
    const step = grid.steps[level - grid.first];
    return [x + (column + p) * step, y + (row - q) * step * ratio];
  },
  pixelAt(grid, view, [x, y]) {
    const [[left, top], step] = [pointAt(grid, view, [0, 0]), stepOf(grid, view.level)];
    return [(x - left) / step, (top - y) / step / (grid.ratio ?? 1)];
  },
  bitsLeft({ column, row, width, height }) {
    const farthest = Math.max(...[column, column + width, row, row - height].map(Math.abs));
    return Math.max(52 - Math.ceil(Math.log2(farthest)), 1);
  },
  edges({ sizes }, { level, column, row, width, height }) {
    const [[w, h], x, y] = sizes ? [sizes[level], column, row] : [[width, height], 0, 0];
    return [Math.max(-x, 0), Math.max(y, 0), Math.min(width, w - x), Math.min(height, h + y)];
  },
  // From the nearest level back to the present one, until it is allowed. The stage may have grown
  // wider than the plane: then on to finer ones.
  moved(grid, view, from, to, ratio, { width, height } = view) {
    const old = stepOf(grid, view.level);
    let level = nearestLevel(grid, old / ratio);
    for (;; level += fits(grid, { level, width, height }) ? Math.sign(view.level - level) : 1) {
      const scale = old / stepOf(grid, level);
      const column = Math.round((view.column + from[0]) * scale - to[0]);
      const row = Math.round((view.row - from[1]) * scale + to[1]);
      const next = kept(grid, { level, column, row, width, height });
      if (isAllowed(grid, next) || level === view.level && fits(grid, next)) return next;
    }
  },
  zoomed(grid, view, levels, at) {
    const { steps, first } = grid;
    const finer = steps[0] < steps[steps.length - 1] ? -1 : 1;
    const level = clamp(view.level + levels * finer, first, first + steps.length - 1);
    return moved(grid, view, at, at, stepOf(grid, view.level) / stepOf(grid, level));
  },
  middle: ({ width, height }) => [width >> 1, height >> 1],
  fitted(grid, place, size) {
    const [width, height] = grid.sizes?.[0] ?? [0, 0];
    const seen = place ?? (grid.sizes ? { level: 0, column: 0, row: 0, width, height } : WHOLE);
    const ratio = Math.min(size.width / seen.width, size.height / seen.height);
    return moved(grid, seen, middle(seen), middle(size), ratio, size);
  },
  fits: ({ sizes, first, steps }, { level, width, height }) =>
    sizes !== undefined || Math.max(width, height) <= 2 * Math.floor(EDGE / steps[level - first]),
  isAllowed: (grid, view) =>
    fits(grid, view) && (grid.sizes !== undefined || bitsLeft(view) >= FEWEST_BITS),
  kept({ sizes, steps, first }, view) {
    const { level, width, height } = view;
    const reach = Math.floor(EDGE / steps[level - first]);
    const [w, h] = sizes?.[level] ?? [0, 0];
    const [left, right, down, up] = sizes
      ? [-(width >> 1), w - (width >> 1), (height >> 1) - h, height >> 1]
      : [-reach, reach - width, height - reach, reach];
    return { ...view, column: clamp(view.column, left, right), row: clamp(view.row, down, up) };
  },
};
export const { bitsLeft, clamp, edges, fits, fitted, isAllowed, kept, middle, moved } = grids;
export const { nearestLevel, pixelAt, pointAt, stepOf, toGrid, zoomed } = grids;
