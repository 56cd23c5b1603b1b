// What lies over a picture, to show how it came about.

import { bytesOf } from "./colours.js";
import { pen, write } from "./dom.js";
import { pixelAt, pointAt, stepOf } from "./grid.js";
import { AREAS, orbitOf } from "./insight.js";

/** @import {Explorer, Overlays, Point} from "./types.d.ts" */

const [MOST_RINGS, LONGEST_ORBIT, USUAL_LANES] = [400, 500, 8];
const RED = "rgb(255 24 56)";

/** @type {(context: CanvasRenderingContext2D, at: Point, radius: number) => void} */
const ring = (context, [x, y], radius) => {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
};

/** @type {(explorer: Explorer) => Overlays} */
export const newOverlays = (explorer) => {
  let [asked, id] = ["", 0];
  const { grid } = explorer;
  /** @type {Overlays} */
  const overlays = {
    known: { numbers: new Int32Array(0), lanes: USUAL_LANES },
    ask() {
      const { state: { show, c, limit }, panels: [{ frame, done }] } = explorer;
      if (!frame?.isWhole || show === "nothing" || show === "lanes") return;
      const what = show === "rows" ? { type: show, threads: done?.threads } : { type: "tiles" };
      const job = { ...what, view: frame.view, c, limit };
      if (asked === (asked = JSON.stringify(job))) return;
      overlays.known = { numbers: new Int32Array(0), lanes: USUAL_LANES };
      id = explorer.ask(job);
    },
    receive(message, buffers) {
      if (!("id" in message) || message.id !== id) return;
      const numbers = new Int32Array(bytesOf(buffers[0]));
      overlays.known = { [message.type]: message, numbers, lanes: USUAL_LANES };
      explorer.panels.forEach((panel) => panel.repaint());
      explorer.tour.look();
    },
    lanes: ({ asked }) => asked && explorer.kernelOf(asked.engine).lanes || USUAL_LANES,
    draw(panel) {
      const { frame, element, layers: [, overlay] } = panel;
      const context = pen(overlay);
      context.clearRect(0, 0, overlay.width, overlay.height);
      const known = { ...overlays.known, lanes: overlays.lanes(panel) };
      const area = frame?.isWhole && AREAS[explorer.state.show]?.(frame.counts, frame.view, known);
      write(element, "legend", area ? area.words : "");
      if (!frame) return;
      const { view: { width, height, level }, wrong } = frame;
      if (area && area.colour) {
        const image = new ImageData(width, height);
        const pixels = new Uint32Array(image.data.buffer);
        for (let p = 0; p < pixels.length; p++) pixels[p] = area.colour(p);
        context.putImageData(image, 0, 0);
      }
      context.lineWidth = 2 * explorer.ratio;
      if (area && area.radius) {
        ring(context, pixelAt(grid, frame.view, [0, 0]), area.radius / stepOf(grid, level));
        [context.strokeStyle, context.fillStyle] = ["white", "rgb(255 255 255 / 0.25)"];
        context.fill();
        context.stroke();
      }
      context.strokeStyle = RED;
      for (const p of wrong.length <= MOST_RINGS ? wrong : []) {
        ring(context, [p % width, Math.floor(p / width)], 7 * explorer.ratio);
        context.stroke();
      }
    },
    drawOrbit({ frame, layers: [, , canvas] }) {
      const { state: { orbit, c, limit }, view, ratio, cursor } = explorer;
      const context = pen(canvas);
      context.clearRect(0, 0, canvas.width, canvas.height);
      if (!frame || !orbit) return;
      const z = pointAt(grid, view, [Math.floor(cursor[0]), Math.floor(cursor[1])]);
      const points = orbitOf(z, c, Math.min(limit, LONGEST_ORBIT));
      const pixels = points.map((point) => pixelAt(grid, view, point));
      context.lineJoin = "round";
      for (const [ink, width] of /** @type {const} */ ([["black", 4], ["white", 1.5]])) {
        [context.strokeStyle, context.lineWidth] = [ink, width * ratio];
        context.beginPath();
        for (const [x, y] of pixels) context.lineTo(x, y);
        context.stroke();
      }
      pixels.forEach((pixel, k) => {
        context.fillStyle = k ? "rgb(255 200 60)" : RED;
        ring(context, pixel, (k ? 3 : 6) * ratio);
        context.fill();
      });
    },
  };
  return overlays;
};
