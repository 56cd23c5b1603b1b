// One picture while it is painted: its counts arrive in passes, from coarse to fine.

import { CLEAR, paintBy, SHADES, toneOf } from "./colours.js";

const [NOTHING, MOST_INT16] = [255, 32_767]; // the former is coarser than any block

// Loops over all pixels are functions of their own: then browsers compile them well.
/** @type {(places: Uint16Array, counts: Counts, tone: Uint16Array) => void} */
const putTone = (places, counts, tone) => {
  for (let p = 0; p < counts.length; p++) {
    const count = counts[p];
    if (count >= 0) places[p] = tone[count];
  }
};
// A pixel stays where it is in its band; the interior, which comes last, has no bands.
/** @type {(places: Uint16Array, counts: Counts, tone: Uint16Array, by: Int32Array) => void} */
const shiftTone = (places, counts, tone, by) => {
  for (let p = 0; p < counts.length; p++) {
    const count = counts[p];
    if (count < 0) continue;
    const place = places[p] + by[count];
    places[p] = count === by.length - 1 ? tone[count] : Math.min(Math.max(place, 0), SHADES - 1);
  }
};

/** @type {FrameFunctions} */
const frames = {
  newFrame(view, limit, { edges, image, counts } = {}) {
    const { width, height } = view;
    const fits = image?.width === width && image.height === height;
    return {
      view,
      edges: edges ?? [0, 0, width, height],
      limit,
      image: fits ? image : new ImageData(width, height),
      counts: counts ?? new (limit > MOST_INT16 ? Int32Array : Int16Array)(width * height).fill(-1),
      places: null,
      grain: new Uint8Array(width * height).fill(counts ? 1 : NOTHING),
      tone: null,
      wrong: [],
      isWhole: false,
    };
  },
  borrow(frame, old, scale) {
    const { view, edges: [, , right, bottom], counts, grain } = frame;
    const [places, oldPlaces] = [frame, old].map(placesOf);
    const wider = (/** @type {number} */ grain) => Math.min(Math.ceil(grain * scale), NOTHING);
    const grains = Uint8Array.from({ length: 256 }, (_, grain) => Math.max(wider(grain), grain));
    const from = (/** @type {number} */ p) => Math.floor((view.column + p) / scale);
    const columns = Int32Array.from({ length: right }, (_, p) => from(p) - old.view.column);
    const first = columns.filter((column) => column < 0).length;
    const end = columns.filter((column) => column < old.view.width).length;
    frame.tone = old.tone;
    for (let q = 0; q < bottom; q++) {
      const row = old.view.row - Math.ceil((view.row - q) / scale);
      if (row < 0 || row >= old.view.height) continue;
      const [here, there] = [q * view.width, row * old.view.width];
      if (scale === 1) { // a row at once, which is faster
        const [from, to] = [first, end].map((p) => there + p + columns[0]);
        counts.set(old.counts.subarray(from, to), here + first);
        places.set(oldPlaces.subarray(from, to), here + first);
        grain.set(old.grain.subarray(from, to), here + first);
        continue;
      }
      for (let p = first; p < end; p++) {
        const from = there + columns[p];
        counts[here + p] = old.counts[from];
        places[here + p] = oldPlaces[from];
        grain[here + p] = grains[old.grain[from]];
      }
    }
  },
  // A pixel always gets its own count, the rest of its block only if that is not finer already.
  addPass(frame, { x, y, dx, dy, width, block: [across, down] }, numbers) {
    const { view, edges: [, , right, bottom], counts, grain } = frame;
    const [places, block] = [placesOf(frame), Math.max(across, down)];
    const tone = frame.tone ??= toneOf(numbers, frame.limit);
    for (let k = 0, own = y * view.width + x; k < numbers.length; own += dy * view.width) {
      for (let here = own, end = k + width; k < end; k++, here += dx) {
        const count = numbers[k];
        if (counts[here] !== count || grain[here] > block) places[here] = tone[count];
        counts[here] = count;
        grain[here] = 1;
      }
    }
    for (let k = 0, top = y; block > 1 && k < numbers.length; top += dy) {
      for (let left = x, end = k + width; k < end; k++, left += dx) {
        for (let q = top; q < Math.min(top + down, bottom); q++) {
          const end = q * view.width + Math.min(left + across, right);
          for (let here = q * view.width + left; here < end; here++) {
            if (grain[here] < block) continue;
            counts[here] = numbers[k];
            places[here] = tone[numbers[k]];
            grain[here] = block;
          }
        }
      }
    }
  },
  retone(frame, isSmooth) {
    const { counts, places, limit, tone: old } = frame;
    const tone = frame.tone = toneOf(counts, limit);
    if (places && isSmooth && old) {
      shiftTone(places, counts, tone, Int32Array.from(tone, (place, count) => place - old[count]));
    } else if (places) putTone(places, counts, tone);
    return frame;
  },
  paint({ image, counts, tone, places, wrong }, palette = new Uint32Array(CLEAR + 1)) {
    if (places) paintBy(image, places, palette);
    else if (tone) paintBy(image, counts, Uint32Array.from(tone, (place) => palette[place]));
    for (const p of wrong) image.data.set([255, 24, 56], 4 * p);
  },
  placesOf(frame) {
    if (frame.places) return frame.places;
    frame.places = new Uint16Array(frame.counts.length).fill(CLEAR);
    if (frame.tone) putTone(frame.places, frame.counts, frame.tone);
    return frame.places;
  },
  bitsOf(bytes) {
    const found = [];
    for (let p = 0; p < 8 * bytes.length; p++) if (bytes[p >> 3] & (128 >> (p & 7))) found.push(p);
    return found;
  },
};
export const { addPass, bitsOf, borrow, newFrame, paint, placesOf, retone } = frames;
