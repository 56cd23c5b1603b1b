// The map on which c is chosen: the Mandelbrot set, computed here.

import { paintPlaces, toneOf } from "./colours.js";
import { part, pen, write } from "./dom.js";
import { clamp } from "./grid.js";

/** @import {Complex, Explorer} from "./types.d.ts" */

const [LEFT, WIDE, HIGH, STEPS] = [-2.2, 3.2, 2.4, 200];
const [FINE, COARSE] = [0.0001, 0.005]; // one arrow key's move
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** The steps of z = z*z + c from 0; the two largest bulbs are known to stay.
 * @type {(c: Complex) => number} */
export const mandelbrotCount = ([re, im]) => {
  const q = (re - 0.25) ** 2 + im * im;
  if (q * (q + re - 0.25) < im * im / 4 || (re + 1) ** 2 + im * im < 1 / 16) return STEPS;
  let [x, y, count] = [0, 0, 0];
  for (; count < STEPS && x * x + y * y < 4; count++) [x, y] = [x * x - y * y + re, 2 * x * y + im];
  return count;
};

/** @type {(right: number, down: number) => Complex} */
const constantAt = (right, down) => [LEFT + WIDE * right, HIGH * (0.5 - down)];

/** Return a function that shows c.
 * @type {(explorer: Explorer) => () => void} */
export const newMap = (explorer) => {
  const { root, change } = explorer;
  const canvas = part(root, "map", HTMLCanvasElement);
  const { width, height } = canvas;
  const counts = Int32Array.from(
    { length: width * height },
    (_, p) => mandelbrotCount(constantAt(p % width / width, Math.floor(p / width) / height)),
  );
  const tone = toneOf(counts, STEPS);
  const places = Uint16Array.from(counts, (count) => tone[count]);

  /** @type {(c: Complex) => void} */
  const choose = ([re, im]) => change({ c: [Number(re.toFixed(5)), Number(im.toFixed(5))] });
  const drag = (/** @type {PointerEvent} */ event) => {
    if (event.type === "pointerdown") canvas.setPointerCapture(event.pointerId);
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const box = canvas.getBoundingClientRect();
    const right = clamp((event.clientX - box.left) / box.width, 0, 1);
    choose(constantAt(right, clamp((event.clientY - box.top) / box.height, 0, 1)));
  };
  canvas.addEventListener("pointerdown", drag);
  canvas.addEventListener("pointermove", drag);
  canvas.addEventListener("keydown", (event) => {
    if (!(event.key in ARROWS)) return;
    event.preventDefault();
    const [[right, up], [re, im]] = [ARROWS[event.key], explorer.state.c];
    const step = event.shiftKey ? FINE : COARSE;
    choose([re + right * step, im + up * step]);
  });
  return () => {
    const { state: { c, palette }, palettes } = explorer;
    const { style } = part(root, "cross", HTMLElement);
    style.left = `${100 * (c[0] - LEFT) / WIDE}%`;
    style.top = `${100 * (0.5 - c[1] / HIGH)}%`;
    const stays = mandelbrotCount(c) === STEPS;
    write(root, "place-of-c", stays ? "In the set: connected." : "Outside: dust.");
    const image = new ImageData(width, height);
    paintPlaces(image, places, palettes.get(palette));
    pen(canvas).putImageData(image, 0, 0);
  };
};
