// What a person has chosen: as a link, as a command, and checked.

import { clamp, edges, pointAt } from "./grid.js";
import { SHOWS } from "./insight.js";

const [MOST_STEPS, LARGEST_C] = [1_000_000, 4];

/** @type {StateFunctions} */
const states = {
  toFragment({ place, engines, ...rest }) {
    const at = place && [place.level, place.column, place.row, place.width, place.height];
    const [engine, rival] = engines.map(({ kernel, flavour, threads, gil }) =>
      [kernel, flavour, threads, gil].join(",").replace(/,+$/, "")
    );
    const all = Object.entries({ ...rest, at, engine, rival });
    return all.filter(([, value]) => String(value ?? "")).map((pair) => pair.join("=")).join("&");
  },
  fromFragment: (text) => Object.fromEntries(new URLSearchParams(text)),
  toState(start) {
    const text = (/** @type {string} */ name) => String(start[name] ?? "");
    const [c, at] = [text("c"), text("at")].map((numbers) => numbers.split(",").map(Number));
    return {
      place: toPlace(at),
      c: toConstant(c) ?? [-0.62772, -0.42193],
      limit: Number(text("limit")) || 300,
      engines: [text("engine") || "best", text("rival")].filter(Boolean).map(toEngine),
      palette: text("palette"),
      smooth: text("smooth") !== "false",
      show: text("show"),
      orbit: text("orbit") === "true",
      keys: text("keys") !== "false",
    };
  },
  toConstant: ([re, im, ...more]) =>
    !more.length && [re, im].every((x) => Math.abs(x) <= LARGEST_C) ? [re, im] : null,
  toPlace([level, column, row, width, height, ...more]) {
    const place = { level, column, row, width, height };
    const areFive = !more.length && Object.values(place).every(Number.isSafeInteger);
    return areFive && width > 0 && height > 0 && level >= -8 && level <= 240 ? place : null;
  },
  toEngine(text) {
    const [kernel, flavour, threads, held] = text.split(",");
    const gil = held === "held" ? "held" : null;
    return { kernel, flavour: flavour || null, threads: Number(threads) || null, gil };
  },
  // An engine for each instruction set may be named without it: that is the widest one here.
  kernelOf({ kernel }, { kernels }) {
    const here = kernels.filter(({ reason }) => !reason);
    const wide = here.filter(({ name }) => name.replace(/_[a-z]+\d*$/, "") === kernel).pop();
    return here.find(({ name }) => name === kernel) ?? wide ?? kernels[0];
  },
  offered(engine, hello) {
    const { flavour, threads, gil } = engine;
    const kernel = kernelOf(engine, hello);
    const most = kernel.threads ? kernel.most_threads : 0;
    return {
      kernel: kernel.name,
      flavour: flavour && kernel.flavours.includes(flavour) ? flavour : null,
      threads: Number.isInteger(threads) && Number(threads) <= most ? threads : null,
      gil: kernel.gil ? gil : null,
    };
  },
  checked: ({ engines, palette, show, limit, c: [re, im], ...rest }, { grid, ...hello }) => ({
    ...rest,
    place: grid.sizes && !grid.sizes[rest.place?.level ?? 0] ? null : rest.place,
    engines: engines.slice(0, grid.sizes ? 1 : 2).map((engine) => offered(engine, hello)),
    palette: hello.palettes.includes(palette) ? palette : hello.palettes[0],
    show: SHOWS.includes(show) && !grid.sizes ? show : SHOWS[0],
    orbit: rest.orbit && !grid.sizes,
    limit: grid.limit ?? clamp(Math.round(limit) || 1, 1, MOST_STEPS),
    c: grid.c ?? [clamp(re, -LARGEST_C, LARGEST_C), clamp(im, -LARGEST_C, LARGEST_C)],
  }),
  // Its window has the very axes of the view, and with more pixels others between them.
  renderCommand(grid, view, { c: [re, im], limit, palette }, times) {
    const [left, top, right, bottom] = edges(grid, view);
    const [x1, y2] = pointAt(grid, view, [left, top]);
    const [x2, y1] = pointAt(grid, view, [right, bottom]);
    const ends = [x1, Math.min(x2, grid.right ?? x2), Math.max(y1, grid.bottom ?? y1), y2];
    const words = grid.command ??
      `juliaset render --c=${re}${im < 0 ? "" : "+"}${im}j --max-iterations ${limit}`;
    return `${words} --output julia.png --palette ${palette} --window ${ends.join(" ")}` +
      ` --size ${times * (right - left)}x${times * (bottom - top)}`;
  },
};
export const { checked, fromFragment, kernelOf, offered, renderCommand, toConstant } = states;
export const { toEngine, toFragment, toPlace, toState } = states;
