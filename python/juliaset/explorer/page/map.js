// The map on which c is chosen: the Mandelbrot set, computed here.

import { part, pen } from "./dom.js";
import { newFrame, paint, retone } from "./frame.js";
import { clamp } from "./grid.js";

const [LEFT, WIDE, HIGH, STEPS] = [-2.2, 3.2, 2.4, 200];

/** Count steps from 0; the two largest bulbs are known to stay. @type {(c: Complex) => number} */
export const mandelbrotCount = ([re, im]) => {
  const q = (re - 0.25) ** 2 + im * im;
  if (q * (q + re - 0.25) < im * im / 4 || (re + 1) ** 2 + im * im < 1 / 16) return STEPS;
  let [x, y, count] = [0, 0, 0];
  for (; count < STEPS && x * x + y * y < 4; count++) [x, y] = [x * x - y * y + re, 2 * x * y + im];
  return count;
};

/** @type {(right: number, down: number) => Complex} */
const constantAt = (right, down) => [LEFT + WIDE * right, HIGH * (0.5 - down)];

/** Return a function that shows c. @type {(explorer: Explorer) => () => void} */
export const newMap = (explorer) => {
  const canvas = part(explorer.root, "map", HTMLCanvasElement);
  const { style: cross } = part(explorer.root, "cross", HTMLElement);
  const { width, height } = canvas;
  const frame = newFrame({ level: 0, column: 0, row: 0, width, height }, STEPS);
  frame.counts.forEach((_, p, counts) => {
    counts[p] = mandelbrotCount(constantAt(p % width / width, Math.floor(p / width) / height));
  });
  retone(frame, false);
  let painted = "";

  const drag = (/** @type {PointerEvent} */ { type, button, pointerId, offsetX, offsetY }) => {
    if (type === "pointerdown" && !button) canvas.setPointerCapture(pointerId);
    if (!canvas.hasPointerCapture(pointerId)) return;
    const right = clamp(offsetX / canvas.clientWidth, 0, 1);
    const [re, im] = constantAt(right, clamp(offsetY / canvas.clientHeight, 0, 1));
    explorer.change({ c: [+re.toFixed(5), +im.toFixed(5)] });
  };
  canvas.addEventListener("pointerdown", drag);
  canvas.addEventListener("pointermove", drag);
  return () => {
    const { state: { c: [re, im], palette }, palettes } = explorer;
    canvas.ariaValueNow = String(re);
    canvas.ariaValueText = `${re} ${im < 0 ? "-" : "+"} ${Math.abs(im)} i`;
    Object.assign(cross, { left: `${100 * (re - LEFT) / WIDE}%`, top: `${50 - 100 * im / HIGH}%` });
    if (painted === (painted = palette)) return;
    paint(frame, palettes.get(palette));
    pen(canvas).putImageData(frame.image, 0, 0);
  };
};
