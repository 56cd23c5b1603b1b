// Wheel, mouse and fingers on a picture.

import { moved } from "./grid.js";

/** @import {Explorer, Point, View} from "./types.d.ts" */

const WHEEL = 1 / 60; // levels a pixel: a notch of a mouse is 100 or 120
const PINCH = 1 / 10; // a touchpad's pinch arrives as a wheel with the control key
const LINE = 40; // pixels

/** @type {(explorer: Explorer, stage: HTMLElement) => void} */
export const listen = (explorer, stage) => {
  /** @type {Map<number, Point>} */
  const fingers = new Map();
  /** @type {{view: View, middle: Point, spread: number} | undefined} */
  let held;
  let wheel = 0;

  /** @type {(event: MouseEvent) => Point} */
  const at = ({ clientX, clientY }) => {
    const { left, top } = stage.getBoundingClientRect();
    return [(clientX - left) * explorer.ratio, (clientY - top) * explorer.ratio];
  };
  const grip = () => {
    const [[x1, y1], [x2, y2]] = [[...fingers.values()][0], [...fingers.values()].slice(-1)[0]];
    const middle = /** @type {Point} */ ([(x1 + x2) / 2, (y1 + y2) / 2]);
    return { middle, spread: Math.hypot(x1 - x2, y1 - y2) };
  };
  const hold = () => held = fingers.size ? { view: explorer.view, ...grip() } : undefined;

  stage.addEventListener("pointerdown", (event) => {
    if (event.button || event.target instanceof Element && event.target.closest("button")) return;
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, at(event));
    hold();
  });
  stage.addEventListener("pointermove", (event) => {
    explorer.pointTo(at(event));
    if (!held || !fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, at(event));
    const { middle, spread } = grip();
    const ratio = spread && held.spread ? spread / held.spread : 1;
    explorer.go(moved(explorer.grid, held.view, held.middle, middle, ratio));
  });
  stage.addEventListener("lostpointercapture", (event) => {
    if (fingers.delete(event.pointerId)) hold();
  });
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode ? LINE : 1);
    wheel -= pixels * (event.ctrlKey ? PINCH : WHEEL) * explorer.levels;
    const levels = Math.trunc(wheel);
    wheel -= levels;
    if (levels) explorer.zoom(levels, at(event));
  }, { passive: false });
  stage.addEventListener("dblclick", (event) => explorer.centre(at(event)));
};
