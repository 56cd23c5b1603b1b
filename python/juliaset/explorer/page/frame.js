// One picture while it is painted: its counts arrive in passes, from coarse to fine.

import { INTERIOR, paintPlaces, SHADES, toneOf } from "./colours.js";
import { clamp } from "./grid.js";

/** @import {Counts, Frame, Pass, View} from "./types.d.ts" */

const NOTHING = 255; // coarser than any block
const RED = [255, 24, 56];

/** @type {(view: View) => Frame} */
export const newFrame = (view) => ({
  view,
  image: new ImageData(view.width, view.height),
  counts: new Int32Array(view.width * view.height).fill(-1),
  places: new Uint16Array(view.width * view.height),
  grain: new Uint8Array(view.width * view.height).fill(NOTHING),
  tone: null,
  wrong: [],
  isWhole: false,
});

/** Begin with what an older picture of the same set shows; its pixels are `scale` of the new ones.
 * @type {(frame: Frame, old: Frame, scale: number) => void} */
export const borrow = ({ view, counts, places, grain }, old, scale) => {
  const from = Int32Array.from({ length: view.width }, (_, p) => {
    const column = Math.floor((view.column + p) / scale) - old.view.column;
    return column < old.view.width ? column : -1;
  });
  for (let q = 0; q < view.height; q++) {
    const row = old.view.row - Math.ceil((view.row - q) / scale);
    if (row < 0 || row >= old.view.height) continue;
    for (let p = 0, here = q * view.width; p < view.width; p++, here++) {
      if (from[p] < 0) continue;
      const there = row * old.view.width + from[p];
      counts[here] = old.counts[there];
      places[here] = old.places[there];
      grain[here] = Math.min(Math.ceil(old.grain[there] * Math.max(scale, 1)), NOTHING);
    }
  }
};

/** Take a pass. A pixel always gets its own count, the rest of its block if that is coarser.
 * @type {(frame: Frame, pass: Pass, numbers: Counts, limit: number) => void} */
export const addPass = (frame, { x, y, dx, dy, width, block: [across, down] }, numbers, limit) => {
  const { view, counts, places, grain } = frame;
  const block = Math.max(across, down);
  const tone = frame.tone ??= toneOf(numbers, limit);
  for (let k = 0; k < numbers.length; k++) {
    const [count, left, top] = [numbers[k], x + k % width * dx, y + Math.floor(k / width) * dy];
    const own = top * view.width + left;
    if (counts[own] !== count || grain[own] > block) places[own] = tone[count];
    counts[own] = count;
    grain[own] = Math.min(grain[own], block);
    if (block === 1) continue;
    for (let q = top; q < Math.min(top + down, view.height); q++) {
      const end = q * view.width + Math.min(left + across, view.width);
      for (let here = q * view.width + left; here < end; here++) {
        if (grain[here] < block || here === own) continue;
        counts[here] = count;
        places[here] = tone[count];
        grain[here] = block;
      }
    }
  }
};

/** Share the palette out anew among all counts; smooth: a pixel stays where it is in its band.
 * @type {(frame: Frame, limit: number, smooth: boolean) => void} */
export const retone = (frame, limit, smooth) => {
  const { counts, places, tone: old } = frame;
  const tone = frame.tone = toneOf(counts, limit);
  for (let p = 0; p < counts.length; p++) {
    const shift = smooth && old && places[p] !== INTERIOR ? places[p] - old[counts[p]] : 0;
    places[p] = counts[p] >= limit ? INTERIOR : clamp(tone[counts[p]] + shift, 0, SHADES - 1);
  }
};

/** @type {(frame: Frame, palette?: Uint32Array) => void} */
export const paint = ({ image, places, wrong }, palette) => {
  paintPlaces(image, places, palette);
  for (const p of wrong) image.data.set(RED, 4 * p);
};

/** The pixels whose bit is set, the highest bit of a byte first.
 * @type {(bytes: Uint8Array) => number[]} */
export const bitsOf = (bytes) => {
  const found = [];
  for (let p = 0; p < 8 * bytes.length; p++) if (bytes[p >> 3] & (128 >> (p & 7))) found.push(p);
  return found;
};
