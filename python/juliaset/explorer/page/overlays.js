// What lies over a picture, to show how it came about.

import { numbersOf } from "./colours.js";
import { pen } from "./dom.js";
import { pixelAt, pointAt, stepOf } from "./grid.js";
import { AREAS, orbitOf } from "./insight.js";
import { kernelOf } from "./state.js";

const [MOST_MARKS, LONGEST_ORBIT] = [400, 500];
const [RED, AMBER, MILK] = ["#ff1838", "#ffc83c", "rgb(255 255 255 / 0.25)"];

/** @type {(explorer: Explorer) => Overlays} */
export const newOverlays = (explorer) => {
  const { grid, hello } = explorer;
  /** @type {Known} */
  let known = { numbers: new Int32Array(0) };
  let [asked, id] = ["", 0];
  /** @type {(canvas: HTMLCanvasElement, path: string, width: number, colour: string) => void} */
  const strokeWithEdge = (canvas, path, width, colour) => {
    for (const [strokeStyle, edge] of /** @type {const} */ ([["black", 2], [colour, 0]])) {
      const lineWidth = explorer.ratio * (width + edge);
      const round = { lineCap: "round", lineJoin: "round" };
      Object.assign(pen(canvas), round, { strokeStyle, lineWidth });
      pen(canvas).stroke(new Path2D(path));
    }
  };
  /** @type {Overlays} */
  const overlays = {
    ask() {
      const { state: { show }, panels: [{ frame, asked: shown }] } = explorer;
      if (!frame?.isWhole || !shown?.isAnswered || show === "nothing" || show === "lanes") return;
      const { c, limit, engine } = shown; // the state may be newer than the picture
      const threads = engine.threads ?? hello.cores;
      const what = show === "rows" ? { type: show, threads } : { type: "tiles" };
      const job = { ...what, view: frame.view, c, limit };
      if (asked === (asked = JSON.stringify(job))) return;
      known = { numbers: new Int32Array(0) };
      id = explorer.ask(job);
    },
    receive(message, buffers) {
      if (/^(lost|hello|refused|ended)$/.test(message.type) && !("panel" in message)) asked = "";
      if (message.type !== "tiles" && message.type !== "rows" && message.type !== "stopped") return;
      // Another view has got its own, or is gone: either may have ended ours.
      const isEnded = message.type === "stopped" || message.id > id;
      if (isEnded && asked && !known.numbers.length) [asked = "", overlays.ask()];
      if (message.type === "stopped" || message.id !== id) return;
      known = { [message.type]: message, numbers: numbersOf(buffers[0], Int32Array) };
      explorer.panels.forEach(overlays.draw);
      explorer.tour.look();
    },
    draw({ frame, element, asked, layers: [, canvas] }) {
      const { state: { show }, ratio } = explorer;
      const context = pen(canvas);
      if (!canvas.hidden) context.clearRect(0, 0, canvas.width, canvas.height);
      if (!frame || !asked) return;
      const { view, wrong } = frame;
      const { lanes = 1 } = kernelOf(asked.engine, hello);
      const area = frame.isWhole ? AREAS[show]?.(frame, known, lanes) : undefined;
      const gaps = element.querySelectorAll(`[data-legend=${show}] b`);
      gaps.forEach((gap, k) => gap.textContent = area?.gaps[k] ?? "");
      const marked = wrong.length <= MOST_MARKS ? wrong : [];
      canvas.hidden = !area && !marked.length; // a layer takes time even if it is empty
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
      for (const p of marked) {
        const [left, top] = [p % view.width - 6 * ratio, Math.floor(p / view.width) - 6 * ratio];
        context.strokeRect(left, top, 12 * ratio, 12 * ratio);
      }
    },
    drawOrbit({ orbit: canvas }) {
      const { state: { orbit, c, limit }, view, cursor } = explorer;
      const { width, height } = orbit ? view : { width: 1, height: 1 };
      Object.assign(canvas, { width, height, hidden: !orbit }); // which clears it
      if (!orbit) return;
      const points = orbitOf(pointAt(grid, view, cursor), c, Math.min(limit, LONGEST_ORBIT));
      const places = points.map((point) => pixelAt(grid, view, point));
      const dots = places.map((place) => `M${place}h.01`); // a line so short is a dot
      strokeWithEdge(canvas, `M${places.join("L")}`, 1.5, "white");
      strokeWithEdge(canvas, dots.join(""), 6, AMBER);
      strokeWithEdge(canvas, dots[0], 10, RED);
    },
  };
  return overlays;
};
