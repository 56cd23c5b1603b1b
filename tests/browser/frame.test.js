/// <reference lib="deno.ns" />
// Counts that come in passes end as the picture, whatever was shown before.

import { INTERIOR, SHADES, toneOf } from "../../python/juliaset/explorer/page/colours.js";
import {
  addPass,
  bitsOf,
  borrow,
  newFrame,
  paint,
  placesOf,
  retone,
} from "../../python/juliaset/explorer/page/frame.js";
import { assert, equal } from "./assert.js";

const VIEW = { level: 30, column: -20, row: 15, width: 37, height: 21 };
const LIMIT = 50;

/** Any counts that depend on the point alone. @type {(view: View) => Int32Array} */
const countsOf = ({ column, row, width, height }) =>
  Int32Array.from({ length: width * height }, (_, k) => {
    const [p, q] = [column + k % width, row - Math.floor(k / width)];
    return Math.abs(7 * p * p + 3 * p * q + 5 * q) % (LIMIT + 1);
  });

/** Passes from 16 x 16 down to each pixel, cut into bands of rows as slow engines send them.
 * @type {(frame: Frame, bands: number) => Iterable<void>} */
function* paintCoarseToFine(frame, bands) {
  const { view } = frame;
  const counts = countsOf(view);
  const passes = [[0, 0, 16, 16, 16, 16]];
  for (let block = 16; block > 1; block /= 2) {
    passes.push([block / 2, 0, block, block, block / 2, block]);
    passes.push([0, block / 2, block / 2, block, block / 2, block / 2]);
  }
  for (const [x, y, dx, dy, across, down] of passes) {
    const width = Math.max(Math.ceil((view.width - x) / dx), 0);
    const all = Math.max(Math.ceil((view.height - y) / dy), 0);
    for (let first = 0; first < all; first += bands) {
      const height = Math.min(bands, all - first);
      const top = y + first * dy;
      const numbers = Int16Array.from({ length: width * height }, (_, k) => {
        return counts[(top + Math.floor(k / width) * dy) * view.width + x + k % width * dx];
      });
      const pass = {
        x,
        y: top,
        dx,
        dy,
        width,
        height,
        block: /** @type {Point} */ ([across, down]),
      };
      addPass(frame, { ...pass, type: "pass", panel: 0, id: 1, dtype: "int16", share: 0 }, numbers);
      yield;
    }
  }
}

Deno.test("passes from coarse to fine end as the counts, pixel by pixel", () => {
  for (const bands of [1, 2, 100]) {
    const frame = newFrame(VIEW, LIMIT);
    for (const _ of paintCoarseToFine(frame, bands));
    equal([...frame.counts], [...countsOf(VIEW)]);
    assert(frame.grain.every((grain) => grain === 1));
  }
});

Deno.test("a block shows the count of its own first pixel", () => {
  const frame = newFrame(VIEW, LIMIT);
  paintCoarseToFine(frame, 100)[Symbol.iterator]().next();
  const counts = countsOf(VIEW);
  equal(frame.counts[15 * VIEW.width + 15], counts[0]);
  equal(frame.counts[20 * VIEW.width + 36], counts[16 * VIEW.width + 32]);
});

Deno.test("a pan borrows each count that it can, and coarse blocks leave those alone", () => {
  const old = newFrame(VIEW, LIMIT);
  for (const _ of paintCoarseToFine(old, 100));
  const frame = newFrame({ ...VIEW, column: VIEW.column + 5, row: VIEW.row - 3 }, LIMIT);
  borrow(frame, old, 1);
  const counts = countsOf(frame.view);
  for (const _ of paintCoarseToFine(frame, 100)) {
    for (let q = 0; q < VIEW.height - 3; q++) {
      for (let p = 0; p < VIEW.width - 5; p++) {
        equal(frame.counts[q * VIEW.width + p], counts[q * VIEW.width + p]);
      }
    }
  }
  equal([...frame.counts], [...counts]);
});

Deno.test("blocks and larger pixels end where a mosaic does", () => {
  /** @type {Edges} */
  const edges = [3, 2, 30, 15];
  const view = { ...VIEW, column: -3, row: 2 };
  const frame = newFrame(view, LIMIT, { edges });
  const pass = { x: 3, y: 2, dx: 16, dy: 16, width: 2, height: 1 };
  const more = { panel: 0, id: 1, share: 0, dtype: /** @type {"int16"} */ ("int16") };
  const block = /** @type {Point} */ ([16, 16]);
  addPass(frame, { ...pass, ...more, block, type: "pass" }, Int16Array.from([7, 8]));
  const finer = newFrame({ ...view, level: 31 }, LIMIT, { edges: [3, 2, 30, 14] });
  borrow(finer, frame, 2);
  for (const { counts, edges: [left, top, right, bottom] } of [frame, finer]) {
    counts.forEach((count, k) => {
      const [p, q] = [k % VIEW.width, Math.floor(k / VIEW.width)];
      equal(count >= 0, p >= left && p < right && q >= top && q < bottom);
    });
  }
});

Deno.test("a picture beyond an edge of the old one borrows nothing", () => {
  const old = newFrame(VIEW, LIMIT);
  for (const _ of paintCoarseToFine(old, 100));
  for (const by of [-VIEW.width - 1, -VIEW.width, VIEW.width, VIEW.width + 1]) {
    for (const scale of [1, 2]) {
      const [column, level] = [VIEW.column * scale + by * scale, VIEW.level + 4 * (scale - 1)];
      const frame = newFrame({ ...VIEW, level, column, row: VIEW.row * scale }, LIMIT);
      borrow(frame, old, scale);
      assert(frame.counts.every((count) => count === -1), `by ${by} columns, scale ${scale}`);
    }
  }
});

Deno.test("a zoom borrows larger pixels, which finer passes replace", () => {
  const old = newFrame(VIEW, LIMIT);
  for (const _ of paintCoarseToFine(old, 100));
  const frame = newFrame({ ...VIEW, column: -40, row: 30, width: 50, height: 40 }, LIMIT);
  borrow(frame, old, 2);
  equal(frame.counts[0], old.counts[0]);
  equal(frame.counts[3 * 50 + 5], old.counts[1 * VIEW.width + 2]);
  assert(frame.grain.every((grain) => grain === 2));
  for (const _ of paintCoarseToFine(frame, 100));
  equal([...frame.counts], [...countsOf(frame.view)]);
});

Deno.test("later escapes lie further along the palette, and the interior after it", () => {
  const tone = toneOf(countsOf(VIEW), LIMIT);
  for (let count = 1; count < LIMIT; count++) assert(tone[count] >= tone[count - 1]);
  assert(tone[LIMIT - 1] <= SHADES - 1);
  equal(tone[LIMIT], INTERIOR);
});

Deno.test("the palette is shared out by rank and by depth, whichever pixel has which count", () => {
  const [few, many] = [1, 3]; // pixels of the counts 0 and 2; the rest never escapes
  const depths = [0, 1, 2].map((count) => Math.log1p(count + 0.5));
  const ranks = [few / 2, few, few + many / 2].map((pixels) => pixels / (few + many));
  const expected = ranks.map((rank, count) => {
    const linear = (depths[count] - depths[0]) / (depths[2] - depths[0]);
    return Math.round((0.35 * rank + 0.65 * linear) ** 1.4 * (SHADES - 1));
  });
  for (const counts of [[0, 2, 2, 2, 4, 4], [2, 4, 0, 2, 2, 4], [4, 2, 2, 4, 2, 0]]) {
    equal([...toneOf(Int16Array.from(counts), 4).subarray(0, 3)], expected);
  }
});

Deno.test("a picture of one count, or of none, has colours too", () => {
  for (const counts of [[0, 0], [7, 7], [LIMIT, LIMIT], [-1, -1]]) {
    const tone = toneOf(Int32Array.from(counts), LIMIT);
    assert(tone.every((place) => place >= 0 && place <= INTERIOR));
  }
  equal(toneOf(Int32Array.from([0, 1, 1]), 1)[1], INTERIOR);
});

Deno.test("smooth colours stay within their bands when the palette is shared out again", () => {
  const frame = newFrame(VIEW, LIMIT);
  for (const _ of paintCoarseToFine(frame, 100));
  retone(frame, false);
  const tone = frame.tone ?? new Uint16Array(0);
  const places = placesOf(frame);
  frame.counts.forEach((count, p) => equal(places[p], tone[count]));
  places.forEach((place, p) => places[p] = Math.min(place + 1, INTERIOR));
  retone(frame, true);
  frame.counts.forEach((count, p) => {
    equal(places[p], count >= LIMIT ? INTERIOR : Math.min(tone[count] + 1, SHADES - 1));
  });
});

Deno.test("counts that come at once look as those that come in passes", () => {
  const slow = newFrame(VIEW, LIMIT);
  for (const _ of paintCoarseToFine(slow, 100));
  retone(slow, false);
  const quick = newFrame(VIEW, LIMIT, { counts: Int32Array.from(slow.counts) });
  retone(quick, false);
  const palette = Uint32Array.from({ length: SHADES + 1 }, (_, k) => 0xff000000 + 7 * k);
  [slow, quick].forEach((frame) => paint(frame, palette));
  assert(quick.image.data.some((part) => part > 0 && part < 255), "it has no colours");
  equal([...quick.image.data], [...slow.image.data]);
  equal([...placesOf(quick)], [...placesOf(slow)]);
});

Deno.test("bits are read as numpy.packbits writes them", () => {
  equal(bitsOf(Uint8Array.from([0b1000_0001, 0, 0b0100_0000])), [0, 7, 17]);
});
