// From counts to colours: a table from counts to places on the palette, one from places to pixels.
// Another palette is only another second table: nothing is computed.

import { clamp } from "./grid.js";

export const [SHADES, INTERIOR, CLEAR] = [2048, 2048, 65_535]; // interior: after the shades

/** @type {ColourFunctions} */
const colours = {
  // As `juliaset render` does: by rank and by depth.
  toneOf(counts, limit) {
    const pixels = new Uint32Array(limit + 1);
    for (let p = 0; p < counts.length; p++) pixels[counts[p]]++;
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
  bytesOf: (all) =>
    ArrayBuffer.isView(all) ? all.buffer.slice(all.byteOffset).slice(0, all.byteLength) : all,
  palettesFrom(buffer, names) {
    const [all, length] = [new Uint32Array(bytesOf(buffer)), SHADES + 1];
    return new Map(names.map((name, k) => [name, all.subarray(k * length, (k + 1) * length)]));
  },
  paintPlaces(image, places, palette = new Uint32Array(SHADES + 1)) {
    const pixels = new Uint32Array(image.data.buffer);
    for (let p = 0; p < pixels.length; p++) pixels[p] = palette[places[p]];
  },
};
export const { bytesOf, paintPlaces, palettesFrom, toneOf } = colours;
