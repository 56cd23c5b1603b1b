// The scoreboard under a picture. Its cells have fixed widths, so that nothing jumps.

import { write } from "./dom.js";

const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

/** @type {FigureFunctions} */
const figures = {
  short: (n) => n < 99.95 ? n.toPrecision(3) : Math.round(n).toLocaleString("en"),
  percent: (share) => `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`,
  ofDone: ({ ms, iterations, silence_ms: silence }) => ({
    ms: short(ms),
    rate: COMPACT.format(iterations / ms * 1000),
    silence: silence === null ? "–" : short(silence),
  }),
  ofCompared: ({ times_loops: times, roof, differ }) => ({
    times: times === null ? "–" : `${short(times)} ×`,
    roof: roof === null ? "–" : percent(roof),
    differ: differ === null ? "–" : differ.toLocaleString("en"),
  }),
  showFigures(panel, texts) {
    Object.entries(texts).map(([name, text]) => write(panel, name, text).classList.remove("old"));
    return texts;
  },
};
export const { ofCompared, ofDone, percent, short, showFigures } = figures;
