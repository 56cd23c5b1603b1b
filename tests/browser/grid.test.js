/// <reference lib="deno.ns" />
// The grid is exact, and a view that moves keeps the points that it shows.

import {
  bitsLeft,
  edges,
  fitted,
  isAllowed,
  middle,
  moved,
  nearestLevel,
  pixelAt,
  pointAt,
  stepOf,
  toGrid,
  zoomed,
} from "../../python/juliaset/explorer/page/grid.js";
import { assert, equal } from "./assert.js";

const PLANE = toGrid({ kind: "plane" });
const SIZE = { width: 900, height: 600 };
/** @type {MosaicGrid} */
const PYRAMID = {
  kind: "mosaic",
  x: -1.8,
  y: 1.8,
  steps: [0.0036, 0.0072, 0.0144],
  sizes: [[1000, 1000], [500, 500], [250, 250]],
  c: [0, 0],
  limit: 300,
};
const MOSAIC = toGrid(PYRAMID);

Deno.test("four levels halve the step, and each step is a few eighths of a power of two", () => {
  equal([0, 1, 2, 3, 4].map((level) => stepOf(PLANE, level)), [1, 7 / 8, 6 / 8, 5 / 8, 1 / 2]);
  for (let level = -8; level <= 236; level++) {
    equal(stepOf(PLANE, level + 4), stepOf(PLANE, level) / 2);
  }
  equal(stepOf(PLANE, 240), 2 ** -60);
});

Deno.test("the nearest level to a step of the grid is its own", () => {
  for (let level = -8; level <= 240; level++) {
    equal(nearestLevel(PLANE, stepOf(PLANE, level)), level);
    equal(nearestLevel(PLANE, stepOf(PLANE, level) * 1.01), level);
  }
});

Deno.test("a pan by whole pixels keeps the points, bit for bit", () => {
  const view = { level: 75, column: 123_457, row: -98_765, ...SIZE };
  const next = moved(PLANE, view, [40, 10], [3, -22], 1);
  for (const [p, q] of [[0, 0], [17, 400], [850, 560]]) {
    equal(pointAt(PLANE, next, [p - 37, q - 32]), pointAt(PLANE, view, [p, q]));
  }
});

Deno.test("zooming keeps the point under the cursor, up to half a pixel", () => {
  let view = fitted(PLANE, null, SIZE);
  const point = pointAt(PLANE, view, [700, 100]);
  for (let k = 0; k < 60; k++) {
    view = zoomed(PLANE, view, k % 3 + 1, [700, 100]);
    const [p, q] = pixelAt(PLANE, view, pointAt(PLANE, view, [700, 100]));
    equal([p, q], [700, 100]);
  }
  const [x, y] = pointAt(PLANE, view, [700, 100]);
  assert(Math.hypot(x - point[0], y - point[1]) < 0.02);
});

Deno.test("no view reaches beyond 8, and none has fewer than 2 bits left", () => {
  let view = fitted(PLANE, null, SIZE);
  for (let k = 0; k < 50; k++) view = zoomed(PLANE, view, -3, [0, 0]);
  const wide = stepOf(PLANE, view.level);
  assert(view.column * wide >= -8 && (view.column + view.width) * wide <= 8);
  assert(view.row * wide <= 8 && (view.row - view.height) * wide >= -8);
  for (let k = 0; k < 300; k++) view = zoomed(PLANE, view, 2, [450, 300]);
  assert(bitsLeft(view) >= 2);
  assert(bitsLeft(view) <= 4);
  view = moved(PLANE, view, [0, 0], [1e9, -1e9], 1);
  assert(pointAt(PLANE, view, [0, 0]).every((part) => Math.abs(part) <= 8));
});

Deno.test("bits left are those of the farthest edge", () => {
  const at = (/** @type {number} */ column) => ({ level: 0, column, row: 1, width: 1, height: 2 });
  equal(bitsLeft(at(2 ** 40)), 11); // its right edge is one more
  equal(bitsLeft(at(2 ** 40 - 1)), 12);
  equal(bitsLeft(at(-(2 ** 50))), 2);
  equal(bitsLeft(at(2 ** 52)), 1);
});

Deno.test("a place is the same view at its own size, and wholly seen at another", () => {
  const place = { level: 40, column: 10, row: 20, ...SIZE };
  equal(fitted(PLANE, place, SIZE), place);
  const small = fitted(PLANE, place, { width: 450, height: 800 });
  assert(Math.abs(stepOf(PLANE, small.level) / stepOf(PLANE, place.level) - 2) < 0.2);
  const centre = pixelAt(PLANE, small, pointAt(PLANE, place, middle(place)));
  assert(Math.hypot(centre[0] - 225, centre[1] - 400) < 2);
});

Deno.test("everything is a square around 0, at the size of any screen", () => {
  for (const size of [SIZE, { width: 390, height: 360 }, { width: 3840, height: 2000 }]) {
    const view = fitted(PLANE, null, size);
    const [left, top] = pointAt(PLANE, view, [0, 0]);
    const shorter = Math.min(-2 * left, 2 * top);
    assert(shorter > 3.1 && shorter < 3.7, String(shorter));
  }
});

Deno.test("a stage that grows shows no more than the plane", () => {
  for (const before of [{ width: 500, height: 700 }, { width: 390, height: 420 }]) {
    let view = fitted(PLANE, null, before);
    for (let k = 0; k < 40; k++) view = zoomed(PLANE, view, -1, middle(view));
    const widths = [341, 409, 585, 819, 1000, 1365, 1900];
    for (const after of widths.map((width) => ({ width, height: 300 }))) {
      const grown = fitted(PLANE, view, after);
      assert(isAllowed(PLANE, grown), JSON.stringify(grown));
      const corners = [pointAt(PLANE, grown, [0, 0]), pointAt(PLANE, grown, [after.width, 300])];
      assert(corners.flat().every((part) => Math.abs(part) <= 8), JSON.stringify(corners));
      equal([grown.width, grown.height], [after.width, after.height]);
    }
  }
  assert(isAllowed(PLANE, fitted(PLANE, null, { width: 1000, height: 100 })));
});

Deno.test("a mosaic ends at its finest level, and is never out of sight", () => {
  let view = fitted(MOSAIC, null, { width: 500, height: 400 });
  equal(view.level, 1);
  for (let k = 0; k < 5; k++) view = zoomed(MOSAIC, view, 1, [250, 200]);
  equal(view.level, 0);
  view = moved(MOSAIC, view, [0, 0], [1e6, 1e6], 1);
  equal([view.column, view.row], [-250, 200]);
  for (let k = 0; k < 5; k++) view = zoomed(MOSAIC, view, -1, [250, 200]);
  equal(view.level, 2);
});

Deno.test("a view of a mosaic has edges where the mosaic ends", () => {
  const view = { level: 1, column: 100, row: -50, width: 300, height: 200 };
  equal(edges(MOSAIC, view), [0, 0, 300, 200]);
  equal(edges(MOSAIC, { ...view, column: -10, row: 20 }), [10, 20, 300, 200]);
  equal(edges(MOSAIC, { ...view, column: 250, row: -450 }), [0, 0, 250, 50]);
  equal(edges(MOSAIC, { ...view, level: 2, width: 900, height: 900 }), [0, 0, 150, 200]);
  equal(edges(PLANE, { ...view, column: -10, row: 20 }), [0, 0, 300, 200]);
});

Deno.test("pixels of a mosaic may be higher than they are wide", () => {
  const grid = { ...MOSAIC, ratio: 2.5 };
  const view = { level: 1, column: 100, row: -50, width: 300, height: 200 };
  const [x, y] = pointAt(grid, view, [7, 11]);
  assert(Math.abs(x - (-1.8 + 107 * 0.0072)) < 1e-12);
  assert(Math.abs(y - (1.8 - 61 * 0.0072 * 2.5)) < 1e-12);
  const [p, q] = pixelAt(grid, view, [x, y]);
  assert(Math.hypot(p - 7, q - 11) < 1e-9);
});
