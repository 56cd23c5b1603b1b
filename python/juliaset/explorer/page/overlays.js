// What lies over a picture, to show how it came about.

import { bytesOf } from "./colours.js";
import { pen } from "./dom.js";
import { pixelAt, pointAt, stepOf } from "./grid.js";
import { AREAS, orbitOf } from "./insight.js";
import { kernelOf } from "./state.js";

const [MOST_MARKS, LONGEST_ORBIT] = [400, 500];
const [RED, MILK] = ["#ff1838", "rgb(255 255 255 / 0.25)"];

/** @type {(explorer: Explorer) => Overlays} */
export const newOverlays = (explorer) => {
  const { grid, hello } = explorer;
  /** @type {Known} */
  let known = { numbers: new Int32Array(0) };
  let [asked, id] = ["", 0];
  /** @type {Overlays} */
  const overlays = {
    ask() {
      const { state: { show, c, limit, engines: [engine] }, panels: [{ frame }] } = explorer;
      if (!frame?.isWhole || show === "nothing" || show === "lanes") return;
      const threads = engine.threads ?? hello.cores;
      const what = show === "rows" ? { type: show, threads } : { type: "tiles" };
      const job = { ...what, view: frame.view, c, limit };
      if (asked === (asked = JSON.stringify(job))) return;
      known = { numbers: new Int32Array(0) };
      id = explorer.ask(job);
    },
    receive(message, buffers) {
      if (!("id" in message) || message.id !== id) return;
      known = { [message.type]: message, numbers: new Int32Array(bytesOf(buffers[0])) };
      explorer.panels.forEach(overlays.draw);
      explorer.tour.look();
    },
    draw({ frame, element, asked, layers: [, canvas] }) {
      const { state: { show }, ratio } = explorer;
      const context = pen(canvas);
      context.clearRect(0, 0, canvas.width, canvas.height);
      if (!frame || !asked) return;
      const { view, wrong } = frame;
      const { lanes = 1 } = kernelOf(asked.engine, hello);
      const area = frame.isWhole ? AREAS[show]?.(frame, known, lanes) : undefined;
      element.querySelectorAll(`[data-legend=${show}] b`).forEach((gap, k) => {
        gap.textContent = area?.gaps[k] ?? "";
      });
      if (area?.colour) {
        const image = new ImageData(view.width, view.height);
        const pixels = new Uint32Array(image.data.buffer);
        for (let p = 0; p < pixels.length; p++) pixels[p] = area.colour(p);
        context.putImageData(image, 0, 0);
      }
      [context.strokeStyle, context.fillStyle, context.lineWidth] = ["white", MILK, 2 * ratio];
      const [x, y] = pixelAt(grid, view, [0, 0]);
      context.beginPath();
      context.arc(x, y, (area?.radius ?? 0) / stepOf(grid, view.level), 0, 2 * Math.PI);
      if (area?.radius) [context.fill(), context.stroke()];
      context.strokeStyle = RED;
      for (const p of wrong.length <= MOST_MARKS ? wrong : []) {
        const [left, top] = [p % view.width - 6 * ratio, Math.floor(p / view.width) - 6 * ratio];
        context.strokeRect(left, top, 12 * ratio, 12 * ratio);
      }
    },
    drawOrbit({ element }) {
      const { state: { orbit, c, limit }, view, ratio, cursor } = explorer;
      const z = pointAt(grid, view, cursor);
      const points = orbit ? orbitOf(z, c, Math.min(limit, LONGEST_ORBIT)) : [];
      const pixels = points.map((point) => pixelAt(grid, view, point).map((side) => side / ratio));
      for (const line of element.querySelectorAll("polyline")) {
        line.setAttribute("points", pixels.join(" "));
      }
    },
  };
  return overlays;
};
