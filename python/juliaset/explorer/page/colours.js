// From counts to colours: a table from counts to places on the palette, one from places to pixels.
// Another palette is only another second table: nothing is computed.

import { clamp } from "./grid.js";

export const [SHADES, INTERIOR, CLEAR] = [2048, 2048, 2049]; // the latter two after the shades

// Loops over all pixels are functions of their own: then browsers compile them well. The first
// number is that of the pixels that are not known.
/** @type {(counts: Counts, limit: number) => Int32Array} */
const pixelsOfEach = (counts, limit) => {
  const pixels = new Int32Array(limit + 2);
  for (let p = 0; p < counts.length; p++) pixels[counts[p] + 1]++;
  return pixels;
};

/** @type {ColourFunctions} */
const colours = {
  // As `juliaset render` does: by rank and by depth.
  toneOf(counts, limit) {
    const pixels = pixelsOfEach(counts, limit).subarray(1);
    const depth = (/** @type {number} */ count) => Math.log1p(count + 0.5);
    const escaped = pixels.subarray(0, limit).reduce((sum, number) => sum + number, 0);
    const lowest = Math.max(pixels.findIndex(Boolean), 0);
    let [highest, seen] = [lowest, pixels[lowest]];
    while (highest < limit - 1 && seen < 0.998 * escaped) seen += pixels[++highest];
    const reach = Math.max(depth(highest) - depth(lowest), 1e-4);
    const places = new Uint16Array(limit + 1).fill(INTERIOR);
    for (let count = 0, before = 0; count < limit; before += pixels[count++]) {
      const rank = (before + pixels[count] / 2) / Math.max(escaped, 1);
      const linear = clamp((depth(count) - depth(lowest)) / reach, 0, 1);
      places[count] = Math.round((0.35 * rank + 0.65 * linear) ** 1.4 * (SHADES - 1));
    }
    return places;
  },
  numbersOf({ buffer, byteOffset: at, byteLength: bytes }, Type) {
    const size = Type.BYTES_PER_ELEMENT;
    return at % size ? new Type(buffer.slice(at, at + bytes)) : new Type(buffer, at, bytes / size);
  },
  palettesFrom(buffer, names) {
    const [all, length] = [numbersOf(buffer, Uint32Array), SHADES + 1];
    return new Map(names.map((name, k) => {
      const palette = new Uint32Array(CLEAR + 1);
      palette.set(all.subarray(k * length, (k + 1) * length));
      return [name, palette];
    }));
  },
  paintBy(image, numbers, colours) {
    const pixels = new Uint32Array(image.data.buffer);
    for (let p = 0; p < pixels.length; p++) pixels[p] = colours[numbers[p]];
  },
};
export const { numbersOf, paintBy, palettesFrom, toneOf } = colours;
