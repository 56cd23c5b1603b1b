/// <reference lib="deno.ns" />
// A link brings back what was chosen, and nothing that is not offered.

import {
  checked,
  fromFragment,
  kernelOf,
  renderCommand,
  toConstant,
  toFragment,
  toState,
} from "../../python/juliaset/explorer/page/state.js";
import { pointAt, stepOf, toGrid } from "../../python/juliaset/explorer/page/grid.js";
import { equal } from "./assert.js";

const usual = { summary: "", exact: true, reason: "", lanes: 1 };
/** @type {Kernel[]} */
const kernels = [
  { ...usual, name: "best", threads: true, most_threads: 8, flavours: ["O0", "O3"], gil: true },
  { ...usual, name: "python.loops", threads: false, most_threads: 1, flavours: [], gil: false },
  { ...usual, name: "cpp.simd_sse2", threads: false, most_threads: 1, flavours: [], gil: true },
  { ...usual, name: "cpp.simd_avx2", threads: false, most_threads: 1, flavours: [], gil: true },
  {
    ...usual,
    name: "cpp.simd_avx512",
    threads: false,
    most_threads: 1,
    flavours: [],
    gil: true,
    reason: "the CPU lacks avx512",
  },
];
/** @type {Hello} */
const hello = {
  type: "hello",
  version: "",
  python: "",
  cores: 2,
  best: "best",
  kernels,
  palettes: ["dusk", "lagoon"],
  shades: 2048,
  sets: [],
  grid: { kind: "plane" },
};
/** @type {MosaicGrid} */
const MOSAIC = {
  kind: "mosaic",
  x: -1.5,
  y: 1,
  right: 1.5,
  bottom: -1,
  ratio: 2,
  steps: [0.125, 0.25],
  sizes: [[24, 8], [12, 4]],
  c: [0.25, 0.5],
  limit: 77,
  command: "juliaset mosaic render 'a b.zarr'",
};
/** @type {State} */
const state = {
  place: { level: 51, column: -123, row: 4567, width: 800, height: 600 },
  c: [-0.5, 1e-7],
  limit: 1234,
  engines: [
    { kernel: "best", flavour: "O0", threads: 2, gil: "held" },
    { kernel: "python.loops", flavour: null, threads: null, gil: null },
  ],
  palette: "lagoon",
  smooth: false,
  show: "tiles",
  orbit: true,
  keys: false,
};

Deno.test("a link holds the whole state", () => {
  equal({ ...toState(fromFragment(toFragment(state))) }, state);
  const alone = { ...state, place: null, engines: state.engines.slice(1) };
  equal(toState(fromFragment(toFragment(alone))), alone);
});

Deno.test("what is missing is the book's picture with the best kernel", () => {
  const { place, c, limit, engines, smooth, orbit } = checked(toState({}), hello);
  equal([place, c, limit, smooth, orbit], [null, [-0.62772, -0.42193], 300, true, false]);
  equal(engines, [{ kernel: "best", flavour: null, threads: null, gil: null }]);
});

Deno.test("what a link says wrongly counts as missing", () => {
  const wrong = "at=1,2,3&c=NaN,0&limit=many&show=secrets&palette=none&engine=cpp.none,O9,99,own";
  const { place, c, limit, show, palette, engines } = checked(toState(fromFragment(wrong)), hello);
  equal([place, c, limit], [null, [-0.62772, -0.42193], 300]);
  equal([show, palette], ["nothing", "dusk"]);
  equal(engines, [{ kernel: "best", flavour: null, threads: null, gil: null }]);
  for (const at of ["1,2,3,4,0", "241,0,0,9,9", "1,1e300,0,9,9", "1,2.5,3,9,9"]) {
    equal(toState({ at }).place, null);
  }
});

Deno.test("an engine keeps the choices that its kernel has, and no others", () => {
  const [engine] = checked({ ...state, engines: [{ ...state.engines[0] }] }, hello).engines;
  equal(engine, state.engines[0]);
  const other = { ...state.engines[0], kernel: "python.loops" };
  equal(checked({ ...state, engines: [other] }, hello).engines, [
    { kernel: "python.loops", flavour: null, threads: null, gil: null },
  ]);
});

Deno.test("a kernel without its instruction set is the widest that runs here", () => {
  equal(kernelOf({ kernel: "cpp.simd" }, hello).name, "cpp.simd_avx2");
  equal(kernelOf({ kernel: "cpp.simd_avx512" }, hello).name, "best");
});

Deno.test("a limit is a whole number that hosts allow", () => {
  const limits = [0, -5, 2.6, 1e9, NaN].map((limit) => checked({ ...state, limit }, hello).limit);
  equal(limits, [1, 1, 3, 1_000_000, 1]);
});

Deno.test("c stays within what hosts allow", () => {
  equal(checked({ ...state, c: [4.002, -9] }, hello).c, [4, -4]);
  equal(checked({ ...state, c: [-0.1, 1e-13] }, hello).c, [-0.1, 1e-13]);
});

Deno.test("a mosaic fixes c and the limit, and offers nothing that needs an engine", () => {
  const shown = checked(state, { ...hello, grid: MOSAIC });
  equal([shown.c, shown.limit], [[0.25, 0.5], 77]);
  equal(shown.engines, state.engines.slice(0, 1));
  equal([shown.show, shown.orbit, shown.palette], ["nothing", false, state.palette]);
});

Deno.test("a link to a level that a mosaic does not have shows all of it", () => {
  for (const [level, isThere] of [[-1, false], [0, true], [1, true], [2, false], [51, false]]) {
    const place = { level: Number(level), column: 1, row: -1, width: 8, height: 6 };
    equal(checked({ ...state, place }, { ...hello, grid: MOSAIC }).place, isThere ? place : null);
    equal(checked({ ...state, place }, hello).place, place);
  }
});

Deno.test("c is two numbers up to 4", () => {
  equal(toConstant([4, -4]), [4, -4]);
  for (const wrong of [[], [1], [1, 2, 3], [5, 0], [0, NaN], [0, Infinity]]) {
    equal(toConstant(wrong), null);
  }
});

Deno.test("the command of a mosaic paints what the view shows of it", () => {
  const grid = toGrid(MOSAIC);
  const part = { level: 0, column: 4, row: -2, width: 8, height: 5 };
  equal(
    renderCommand(grid, part, state, 2),
    "juliaset mosaic render 'a b.zarr' --output julia.png --palette lagoon" +
      " --window -1 0 -0.75 0.5 --size 16x10",
  );
  const beyond = { level: 1, column: -3, row: 2, width: 40, height: 30 };
  const command = renderCommand(grid, beyond, state, 1);
  equal(command.includes("--window -1.5 1.5 -1 1 --size 12x4"), true);
  const odd = { ...grid, right: 1.4, bottom: -0.9 }; // level 1 has pixels beyond the last of level 0
  equal(renderCommand(odd, beyond, state, 1).includes("--window -1.5 1.4 -0.9 1 "), true);
});

Deno.test("the command's window has the view's first point and step", () => {
  const plane = toGrid({ kind: "plane" });
  const { place } = state;
  if (!place) throw new Error("the state has no place");
  const words = renderCommand(plane, place, state, 1).split(" ");
  const [x1, x2, y1, y2] = words.slice(words.indexOf("--window") + 1).map(Number);
  equal([x1, y2], pointAt(plane, place, [0, 0]));
  equal((x2 - x1) / place.width, stepOf(plane, place.level));
  equal((y2 - y1) / place.height, stepOf(plane, place.level));
  equal(words.includes("--c=-0.5+1e-7j"), true);
  equal(words[words.indexOf("--size") + 1], "800x600");
  equal(renderCommand(plane, place, state, 4).includes("--size 3200x2400"), true);
});
