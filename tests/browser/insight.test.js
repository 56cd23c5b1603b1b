/// <reference lib="deno.ns" />
// What overlays say about counts is right.

import {
  AREAS,
  lanesAtWork,
  orbitOf,
  shareOf,
} from "../../python/juliaset/explorer/page/insight.js";
import { newFrame } from "../../python/juliaset/explorer/page/frame.js";
import { mandelbrotCount } from "../../python/juliaset/explorer/page/map.js";
import { ofCompared, ofDone, percent, short } from "../../python/juliaset/explorer/page/figures.js";
import { equal } from "./assert.js";

Deno.test("an orbit ends with the first point that is 2 or more from 0", () => {
  equal(orbitOf([1.5, 0], [0, 0], 99), [[1.5, 0], [2.25, 0]]);
  equal(orbitOf([2, 0], [0, 0], 99), [[2, 0]]);
  equal(orbitOf([0, 0], [0, 0], 3).length, 4);
});

Deno.test("lanes wait for the slowest of their own vector, which ends with the row", () => {
  const counts = Int32Array.from([4, 2, 1, 1, 0, 0, 8, 8]);
  const { idle, useful } = lanesAtWork(counts, 4, 2);
  equal([...idle], [0, 0.5, 0, 0, 0, 0, 0, 0]);
  equal(useful, 24 / 26);
  equal(lanesAtWork(Int32Array.from([3, 3, 3]), 3, 2).useful, 9 / 12);
  equal(lanesAtWork(new Int32Array(4), 2, 2), { idle: new Float32Array(4), useful: 1 });
});

Deno.test("overlays wait for what only the host knows", () => {
  const frame = newFrame({ level: 0, column: 0, row: 0, width: 8, height: 8 }, 9);
  const known = { numbers: new Int32Array(0) };
  for (const name of ["tiles", "trap", "sieve", "rows"]) {
    equal(AREAS[name](frame, known, 8) === undefined, true);
  }
});

Deno.test("tiles that are decided are coloured, in their places", () => {
  const frame = newFrame({ level: 0, column: 0, row: 0, width: 12, height: 9 }, 9);
  /** @type {Tiles} */
  const tiles = {
    type: "tiles",
    id: 1,
    tile: 8,
    columns: 2,
    rows: 2,
    radius: 0.25,
    limit: 9,
    sieve_rounds: [2, 4, 9],
  };
  const area = AREAS.tiles(frame, { tiles, numbers: Int32Array.from([-1, 3, 9, -1]) }, 8);
  equal(area?.gaps, ["50 %"]);
  const [undecided, escapes, stays, last] = [0, 8, 96, 107].map((p) => area?.colour?.(p));
  equal([undecided, last], [0, 0]);
  equal(new Set([undecided, escapes, stays]).size, 3);
});

Deno.test("rounds of the sieve leave the pixels that count more", () => {
  const frame = newFrame({ level: 0, column: 0, row: 0, width: 4, height: 1 }, 9);
  frame.counts.set([1, 3, 9, 9]);
  const tiles = /** @type {Tiles} */ ({ sieve_rounds: [2, 4, 9] });
  equal(AREAS.sieve(frame, { tiles, numbers: new Int32Array(0) }, 8)?.gaps, [
    "2, 4, 9",
    "75 %, 50 %, 0.0 %",
  ]);
});

Deno.test("rows are counted by thread", () => {
  const frame = newFrame({ level: 0, column: 0, row: 0, width: 2, height: 4 }, 9);
  const rows = /** @type {Rows} */ ({ type: "rows", id: 1, threads: 3 });
  const area = AREAS.rows(frame, { rows, numbers: Int32Array.from([0, 1, 1, 0]) }, 8);
  equal(area?.gaps, ["2, 2, 0"]);
  equal(area?.colour?.(0) === area?.colour?.(7), true);
});

Deno.test("the map knows the bulbs without steps, and they are right", () => {
  equal(mandelbrotCount([0, 0]), 200);
  equal(mandelbrotCount([-1, 0]), 200);
  equal(mandelbrotCount([2, 0]), 1);
  equal(mandelbrotCount([-2, 0]), 1);
  equal(mandelbrotCount([0.2500001, 0]), 200);
  equal(mandelbrotCount([0.3, 0]) < 200, true);
});

Deno.test("figures have three digits that count", () => {
  equal([0.1234, 12.345, 99.96, 1234.5].map(short), ["0.123", "12.3", "100", "1,235"]);
  equal([0.0051, 0.5, 1].map(percent), ["0.5 %", "50 %", "100 %"]);
  equal(shareOf(Int32Array.from([1, 2, 3, 4]), (number) => number > 1), 0.75);
});

Deno.test("what is not known is a dash", () => {
  const done = /** @type {Done} */ ({ ms: 2, iterations: 4e6, silence_ms: null });
  equal(ofDone(done), { ms: "2.00", rate: "2B", silence: "–" });
  const compared = /** @type {Compared} */ ({ differ: 0, times_loops: 1234, roof: null });
  equal(ofCompared(compared), { times: "1,234 ×", roof: "–", differ: "0" });
});
