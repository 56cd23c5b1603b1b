// One picture while it is painted: its counts arrive in passes, from coarse to fine.

import { CLEAR, paintPlaces, SHADES, toneOf } from "./colours.js";

const NOTHING = 255; // coarser than any block

/** @type {FrameFunctions} */
const frames = {
  newFrame: (view, limit, edges = [0, 0, view.width, view.height]) => ({
    view,
    edges,
    limit,
    image: new ImageData(view.width, view.height),
    counts: new Int32Array(view.width * view.height).fill(-1),
    places: new Uint16Array(view.width * view.height).fill(CLEAR),
    grain: new Uint8Array(view.width * view.height).fill(NOTHING),
    tone: null,
    wrong: [],
    isWhole: false,
  }),
  borrow(frame, old, scale) {
    const { view, edges: [, , right, bottom], counts, places, grain } = frame;
    const wider = (/** @type {number} */ grain) => Math.min(Math.ceil(grain * scale), NOTHING);
    const grains = Uint8Array.from({ length: 256 }, (_, grain) => Math.max(wider(grain), grain));
    frame.tone = old.tone;
    for (let q = 0; q < bottom; q++) {
      const row = old.view.row - Math.ceil((view.row - q) / scale);
      if (row < 0 || row >= old.view.height) continue;
      for (let p = 0, here = q * view.width; p < right; p++, here++) {
        const column = Math.floor((view.column + p) / scale) - old.view.column;
        if (column < 0 || column >= old.view.width) continue;
        const there = row * old.view.width + column;
        counts[here] = old.counts[there];
        places[here] = old.places[there];
        grain[here] = grains[old.grain[there]];
      }
    }
  },
  // A pixel always gets its own count, the rest of its block only if that is not finer already.
  addPass(frame, { x, y, dx, dy, width, block: [across, down] }, numbers) {
    const { view, edges: [, , right, bottom], counts, places, grain } = frame;
    const block = Math.max(across, down);
    const tone = frame.tone ??= toneOf(numbers, frame.limit);
    for (let k = 0, top = y; k < numbers.length; top += dy) {
      for (let left = x, end = k + width; k < end; k++, left += dx) {
        const [count, own] = [numbers[k], top * view.width + left];
        if (counts[own] !== count || grain[own] > block) places[own] = tone[count];
        counts[own] = count;
        grain[own] = 1;
        for (let q = block > 1 ? top : bottom; q < Math.min(top + down, bottom); q++) {
          const end = q * view.width + Math.min(left + across, right);
          for (let here = q * view.width + left; here < end; here++) {
            if (grain[here] < block || here === own) continue;
            counts[here] = count;
            places[here] = tone[count];
            grain[here] = block;
          }
        }
      }
    }
  },
  retone(frame, isSmooth) {
    const { counts, places, limit, tone: old } = frame;
    const tone = frame.tone = toneOf(counts, limit);
    const shifts = Int32Array.from(tone, (place, count) => place - (old ?? tone)[count]);
    for (let p = 0; p < counts.length; p++) {
      const count = counts[p];
      if (count < 0) continue;
      const place = isSmooth && count < limit ? places[p] + shifts[count] : tone[count];
      places[p] = place < 0 ? 0 : place < SHADES || count >= limit ? place : SHADES - 1;
    }
  },
  paint({ image, places, wrong }, palette) {
    paintPlaces(image, places, palette);
    for (const p of wrong) image.data.set([255, 24, 56], 4 * p);
  },
  bitsOf(bytes) {
    const found = [];
    for (let p = 0; p < 8 * bytes.length; p++) if (bytes[p >> 3] & (128 >> (p & 7))) found.push(p);
    return found;
  },
};
export const { addPass, bitsOf, borrow, newFrame, paint, retone } = frames;
