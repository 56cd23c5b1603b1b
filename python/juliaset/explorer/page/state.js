// What a person has chosen: as a link, as a command, and checked.

import { pointAt, stepOf } from "./grid.js";

/** @import {Complex, Engine, Grid, Hello, Size, State, View} from "./types.d.ts" */

const [MOST_STEPS, LARGEST_C, LARGEST_INDEX] = [1_000_000, 4, 2 ** 52];

/** @type {(c: number[]) => c is Complex} */
export const isConstant = (c) => c.length === 2 && c.every((x) => Math.abs(x) <= LARGEST_C);

/** @type {(limit: number) => boolean} */
export const isLimit = (limit) => Number.isInteger(limit) && limit >= 1 && limit <= MOST_STEPS;

/** The state as the fragment of a link.
 * @type {(state: State) => string} */
export const toFragment = ({ place, engines, ...rest }) => {
  const at = place && [place.level, place.column, place.row, place.width, place.height];
  const [engine, rival] = engines.map(({ kernel, flavour, threads, gil }) =>
    [kernel, flavour, threads, gil].join(",").replace(/,+$/, "")
  );
  const known = Object.entries({ ...rest, at, engine, rival }).filter(([, value]) =>
    (value ?? null) !== null
  );
  return known.map(([name, value]) => `${name}=${value}`).join("&");
};

/** Read the fragment of a link; what is missing or wrong is as at the beginning.
 * @type {(start: Record<string, unknown>) => State} */
export const toState = (start) => {
  const text = (/** @type {string} */ name) => String(start[name] ?? "");
  const [c, at] = [text("c"), text("at")].map((numbers) => numbers.split(",").map(Number));
  const limit = Number(text("limit"));
  return {
    place: toPlace(at),
    c: isConstant(c) ? c : [-0.62772, -0.42193],
    limit: isLimit(limit) ? limit : 300,
    engines: [text("engine") || "best", text("rival")].filter(Boolean).map(toEngine),
    palette: text("palette"),
    smooth: text("smooth") !== "false",
    show: text("show") || "nothing",
    orbit: text("orbit") === "true",
  };
};

/** @type {(text: string) => Record<string, string>} */
export const fromFragment = (text) => Object.fromEntries(new URLSearchParams(text));

/** @type {(numbers: number[]) => View | null} */
const toPlace = (numbers) => {
  const [level, column, row, width, height] = numbers;
  const isPlace = numbers.length === 5 && numbers.every(Number.isInteger) && width > 0 &&
    height > 0 && level >= -8 && level <= 240 &&
    Math.max(...numbers.map(Math.abs)) <= LARGEST_INDEX;
  return isPlace ? { level, column, row, width, height } : null;
};

/** @type {(text: string) => Engine} */
const toEngine = (text) => {
  const [kernel, flavour, threads, held] = text.split(",");
  const gil = held === "held" ? "held" : null;
  return { kernel, flavour: flavour || null, threads: Number(threads) || null, gil };
};

/** The engine with only those choices that its kernel has here; an unknown one is the best.
 * @type {(engine: Engine, hello: Hello) => Engine} */
export const offered = ({ kernel: name, flavour, threads, gil }, { kernels, best }) => {
  const kernel = kernels.find((k) => k.name === (name === "best" ? best : name) && !k.reason);
  const most = kernel?.threads ? kernel.most_threads : 0;
  return {
    kernel: kernel ? name : "best",
    flavour: flavour && kernel?.flavours.includes(flavour) ? flavour : null,
    threads: Number.isInteger(threads) && Number(threads) <= most ? threads : null,
    gil: kernel?.gil ? gil : null,
  };
};

/** The window (x1, x2, y1, y2) around a view, of another shape if need be: circles stay round.
 * @type {(grid: Grid, view: View, size: Size) => [number, number, number, number]} */
export const windowOf = (grid, view, { width, height }) => {
  const [x1, y2] = pointAt(grid, view, [0, 0]);
  const [x2, y1] = pointAt(grid, view, [view.width, view.height]);
  if (width * view.height === height * view.width) return [x1, x2, y1, y2];
  const pixel = stepOf(grid, view.level) * Math.max(view.width / width, view.height / height);
  const [x, y] = [(x1 + x2 - width * pixel) / 2, (y1 + y2 - height * pixel) / 2];
  return [x, x + width * pixel, y, y + height * pixel];
};

/** The command that renders a view, at its own size or at another one.
 * @type {(grid: Grid, view: View, state: State, size?: Size) => string} */
export const renderCommand = (grid, view, { c: [re, im], limit, palette }, size = view) =>
  `juliaset render --output julia.png --c=${re}${im < 0 ? "" : "+"}${im}j` +
  ` --window ${windowOf(grid, view, size).join(" ")} --size ${size.width}x${size.height}` +
  ` --max-iterations ${limit} --palette ${palette}`;
