// Wheel, mouse and fingers on a picture.

import { middle } from "./grid.js";

// Levels a pixel, and pixels a line. A touchpad's pinch arrives as a wheel with the control key.
const [WHEEL, PINCH, LINE] = [1 / 60, 1 / 10, 40];

/** @type {(explorer: Explorer, stage: HTMLElement) => void} */
export const listen = (explorer, stage) => {
  const fingers = /** @type {Map<number, Point>} */ (new Map());
  /** @type {{view: View, centre: Point, spread: number} | undefined} */
  let held;
  let wheel = 0;

  /** @type {(event: MouseEvent) => Point} */
  const at = ({ clientX, clientY }) => {
    const { left, top } = stage.getBoundingClientRect();
    return [(clientX - left) * explorer.ratio, (clientY - top) * explorer.ratio];
  };
  const grip = () => {
    const [[x1, y1], [x2, y2]] = [[...fingers.values()][0], [...fingers.values()].slice(-1)[0]];
    const centre = /** @type {Point} */ ([(x1 + x2) / 2, (y1 + y2) / 2]);
    return { centre, spread: Math.hypot(x1 - x2, y1 - y2) };
  };
  const isOnButton = (/** @type {Event} */ { target }) =>
    target instanceof Element && target.closest("button");
  const hold = () => held = fingers.size ? { view: explorer.view, ...grip() } : undefined;

  stage.addEventListener("pointerdown", (event) => {
    if (event.button || isOnButton(event)) return;
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, at(event));
    hold();
  });
  stage.addEventListener("pointermove", (event) => {
    const place = at(event);
    if (!held || !fingers.has(event.pointerId)) return explorer.pointTo(place);
    explorer.cursor = place; // what moves is shown with all numbers
    fingers.set(event.pointerId, place);
    const { centre, spread } = grip();
    explorer.move(held.centre, centre, spread && held.spread ? spread / held.spread : 1, held.view);
  });
  stage.addEventListener("lostpointercapture", ({ pointerId: id }) => fingers.delete(id) && hold());
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode ? LINE : 1);
    wheel -= pixels * (event.ctrlKey ? PINCH : WHEEL) * (explorer.grid.sizes ? 0.25 : 1);
    const levels = Math.trunc(wheel);
    if (levels) [wheel -= levels, explorer.zoom(levels, at(event))];
  }, { passive: false });
  stage.addEventListener("dblclick", (event) => {
    if (!isOnButton(event)) explorer.move(at(event), middle(explorer.view));
  });
};
