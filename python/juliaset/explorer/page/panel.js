// One engine and its picture: asks for frames, the newest first, and shows what comes.

import { bytesOf } from "./colours.js";
import { part, pen, write } from "./dom.js";
import { newEngineChoice } from "./engine_choice.js";
import { ofCompared, ofDone, short, showFigures } from "./figures.js";
import { addPass, bitsOf, borrow, newFrame, paint, retone } from "./frame.js";
import { listen } from "./gestures.js";
import { edges, stepOf } from "./grid.js";

const WAIT_MS = 80; // for the first pass, before the next request
const REST_MS = 120; // without a request, before smooth colours are asked for
const SLOW_MS = 150; // shorter times can't be read while they run
const ROUGH = 0.02; // a share of the pixels that is too small to tell the colours

/** @type {(explorer: Explorer, element: HTMLElement, index: number) => Panel} */
export const newPanel = (explorer, element, index) => {
  const { grid, model } = explorer;
  const showEngine = newEngineChoice(explorer, element, index);
  /** @type {Job | null} */
  let wanted = null;
  let [wanting, set, isDirty, isSmooth, timer] = ["", "", false, true, 0];

  const progress = (/** @type {number} */ share) =>
    element.style.setProperty("--share", `${share}`);
  const ask = (/** @type {Job} */ job) => {
    clearTimeout(timer);
    const { engine, ...rest } = job;
    const id = explorer.ask({ type: "paint", panel: index, ...rest, ...engine });
    panel.asked = { ...job, id, at: performance.now(), isAnswered: false };
    wanted = null;
    element.querySelectorAll("dd").forEach((cell) => cell.classList.add("old"));
    progress(0);
    write(element, "notice", "");
  };
  // From what is known of the same set, or else from how the old one looks.
  const begin = (/** @type {Job} */ { view, c, limit, engine }) => {
    const old = panel.frame;
    const frame = panel.frame = newFrame(view, limit, edges(grid, view));
    const scale = stepOf(grid, (old ?? frame).view.level) / stepOf(grid, view.level);
    const isSame = set === (set = JSON.stringify([c, limit, engine.kernel, engine.flavour]));
    if (old && (isSame || grid.sizes)) borrow(frame, old, scale);
    else if (old?.places.length === frame.places.length) frame.places.set(old.places);
    return frame;
  };
  // Shift and scale the picture that is there to where it lies in another view.
  const preview = (/** @type {View} */ view) => {
    const old = panel.frame?.view ?? view;
    const scale = stepOf(grid, old.level) / stepOf(grid, view.level);
    const x = (old.column * scale - view.column) / explorer.ratio;
    const y = (view.row - old.row * scale) / explorer.ratio;
    const transform = `translate(${x}px, ${y}px) scale(${scale})`;
    panel.layers.forEach(({ style }) => style.transform = transform);
  };

  /** @type {Panel} */
  const panel = {
    index,
    element,
    stage: part(element, "stage", HTMLElement),
    layers: ["picture", "overlay"].map((name) => part(element, name, HTMLCanvasElement)),
    orbit: part(element, "orbit", HTMLCanvasElement),
    frame: null,
    asked: null,
    want(job) {
      showEngine(job.engine);
      isDirty = true;
      if (isSmooth !== (isSmooth = explorer.state.smooth)) panel.recolour();
      if (wanting === (wanting = JSON.stringify(job))) return;
      wanted = job;
      preview(job.view);
    },
    stop() {
      clearTimeout(timer);
      model.send({ type: "stop", panel: index });
      panel.asked = wanted = null;
      wanting = set = "";
      progress(1);
    },
    recolour() {
      const { frame, asked } = panel;
      if (!frame?.isWhole || !asked) return;
      clearTimeout(timer);
      retone(frame, explorer.state.smooth);
      const smooth = { type: "smooth", panel: index, id: asked.id };
      if (explorer.state.smooth) timer = setTimeout(() => model.send(smooth), REST_MS);
    },
    tick() {
      const { asked, frame, layers } = panel;
      const ms = asked ? performance.now() - asked.at : 0;
      if (wanted && (!asked || asked.isAnswered || ms > WAIT_MS)) ask(wanted);
      const isRunning = ms > SLOW_MS && element.querySelector("dd.old[data-part=ms]");
      if (isRunning) write(element, "ms", short(ms));
      if (!isDirty || !frame) return;
      isDirty = false;
      const { width, height } = frame.view;
      for (const canvas of layers) {
        if (canvas.width !== width || canvas.height !== height) {
          Object.assign(canvas, { width, height });
        }
        canvas.style.width = `${width / explorer.ratio}px`;
      }
      paint(frame, explorer.palettes.get(explorer.state.palette));
      pen(layers[0]).putImageData(frame.image, 0, 0);
      preview((wanted ?? asked ?? frame).view);
      explorer.overlays.draw(panel);
    },
    receive(message, buffers) {
      const { asked } = panel;
      const isOurs = !("panel" in message) || message.panel === index;
      if (!asked || !isOurs || "id" in message && message.id !== asked.id) return;
      const bytes = buffers.length ? bytesOf(buffers[0]) : new ArrayBuffer(0);
      const frame = message.type === "pass" && !asked.isAnswered ? begin(asked) : panel.frame;
      asked.isAnswered = isDirty = true;
      if (message.type === "refused" || message.type === "ended") {
        panel.stop();
        write(element, "notice", message.message);
      } else if (message.type === "pass" && frame) {
        addPass(frame, message, new (message.dtype === "int16" ? Int16Array : Int32Array)(bytes));
        if (message.share < ROUGH) retone(frame, false);
        progress(message.share);
      } else if (message.type === "depths") frame?.places.set(new Uint16Array(bytes));
      else if (message.type === "done" && frame) {
        frame.isWhole = true;
        showFigures(element, ofDone(message));
        progress(1);
        panel.recolour();
        explorer.measured(panel);
      } else if (message.type === "compared" && frame) {
        const { times, differ } = showFigures(element, ofCompared(message));
        frame.wrong = bitsOf(new Uint8Array(bytes));
        const what = `${times} as fast as python.loops, ${differ} pixels differ.`;
        write(element, "live", [`${asked.engine.kernel}: ${what}`, ...message.notes].join(" "));
        element.classList.toggle("wrong", Boolean(message.differ));
        element.style.setProperty("--roof", String(Math.min(message.roof ?? 0, 1)));
        part(element, "figures", HTMLElement).title = message.notes.join("\n");
        explorer.measured(panel);
      }
    },
  };
  listen(explorer, panel.stage);
  return panel;
};
