// One engine and its picture: asks for frames, the newest first, and shows what comes.

import { bytesOf } from "./colours.js";
import { part, pen, write } from "./dom.js";
import { newEngineChoice } from "./engine_choice.js";
import { newFigures } from "./figures.js";
import { addPass, bitsOf, borrow, newFrame, paint, retone } from "./frame.js";
import { listen } from "./gestures.js";
import { stepOf } from "./grid.js";

/** @import {Explorer, Job, Panel, View} from "./types.d.ts" */

const WAIT_MS = 80; // for the first pass, before the next request
const REST_MS = 120; // without a request, before smooth colours are asked for

/** @type {(explorer: Explorer, element: HTMLElement, index: number) => Panel} */
export const newPanel = (explorer, element, index) => {
  const figures = newFigures(element);
  const showEngine = newEngineChoice(explorer, element, index);
  /** @type {Job | null} */
  let wanted = null;
  let [wanting, set, isDirty, timer] = ["", "", false, 0];

  const ask = (/** @type {Job} */ job) => {
    clearTimeout(timer);
    const { engine, ...rest } = job;
    const id = explorer.ask({ type: "paint", panel: index, ...rest, ...engine });
    panel.asked = { ...job, id, at: performance.now(), isAnswered: false };
    panel.done = panel.compared = wanted = null;
    figures.begin();
    write(element, "notice", "");
  };

  // From what is known of the same set, or else from how the old one looks.
  const begin = (/** @type {Job} */ { view, c, limit, engine }) => {
    const old = panel.frame;
    const frame = panel.frame = newFrame(view);
    const isSame = set === (set = JSON.stringify([c, limit, engine.kernel, engine.flavour]));
    if (old && isSame && JSON.stringify(old.view) !== JSON.stringify(view)) {
      borrow(frame, old, stepOf(explorer.grid, old.view.level) / stepOf(explorer.grid, view.level));
      frame.tone = old.tone;
    } else if (old?.places.length === frame.places.length) frame.places.set(old.places);
  };

  const recolour = () => {
    const { frame, asked } = panel;
    if (!frame?.isWhole || !asked) return;
    clearTimeout(timer);
    retone(frame, asked.limit, explorer.state.smooth);
    const smooth = { type: "smooth", panel: index, id: asked.id };
    if (explorer.state.smooth) timer = setTimeout(() => explorer.model.send(smooth), REST_MS);
  };

  // Shift and scale the picture that is there to where it lies in another view.
  const preview = (/** @type {View} */ view) => {
    if (!panel.frame) return;
    const { frame: { view: old } } = panel;
    const scale = stepOf(explorer.grid, old.level) / stepOf(explorer.grid, view.level);
    const x = (old.column * scale - view.column) / explorer.ratio;
    const y = (view.row - old.row * scale) / explorer.ratio;
    for (const { style } of panel.layers.slice(0, 2)) {
      style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    }
  };

  /** @type {Panel} */
  const panel = {
    index,
    element,
    stage: part(element, "stage", HTMLElement),
    layers: ["picture", "overlay", "orbit"].map((name) => part(element, name, HTMLCanvasElement)),
    frame: null,
    asked: null,
    done: null,
    compared: null,
    want(job) {
      showEngine(job.engine);
      if (wanting === (wanting = JSON.stringify(job))) return;
      wanted = job;
      preview(job.view);
    },
    forget() {
      panel.asked = wanted = null;
      wanting = "";
      figures.progress(1);
    },
    repaint(tone = false) {
      if (tone) recolour();
      isDirty = true;
    },
    tick() {
      const { asked, frame, layers } = panel;
      const waits = asked && !asked.isAnswered && performance.now() - asked.at < WAIT_MS;
      if (wanted && !waits) ask(wanted);
      figures.tick();
      if (!isDirty || !frame) return;
      isDirty = false;
      const { width, height } = frame.view;
      for (const canvas of layers) {
        if (canvas.width !== width) canvas.width = width;
        if (canvas.height !== height) canvas.height = height;
        canvas.style.width = `${width / explorer.ratio}px`;
      }
      paint(frame, explorer.palettes.get(explorer.state.palette));
      pen(layers[0]).putImageData(frame.image, 0, 0);
      preview((wanted ?? asked ?? frame).view);
      explorer.overlays.draw(panel);
      explorer.overlays.drawOrbit(panel);
    },
    receive(message, buffers) {
      const { asked } = panel;
      if (!asked || "id" in message && message.id !== asked.id) return;
      if (message.type === "pass") {
        if (!asked.isAnswered) begin(asked);
        const bytes = bytesOf(buffers[0]);
        const counts = message.dtype === "int16" ? new Int16Array(bytes) : new Int32Array(bytes);
        if (panel.frame) addPass(panel.frame, message, counts, asked.limit);
        figures.progress(message.share);
      } else if (message.type === "refused" || message.type === "ended") {
        write(element, "notice", message.message);
        figures.progress(1);
      } else if (message.type === "done" && panel.frame) {
        panel.frame.isWhole = true;
        figures.finish(panel.done = message);
        recolour();
      } else if (message.type === "compared" && panel.frame) {
        panel.frame.wrong = buffers.length ? bitsOf(new Uint8Array(bytesOf(buffers[0]))) : [];
        figures.compare(panel.compared = message);
      } else if (message.type === "depths") {
        panel.frame?.places.set(new Uint16Array(bytesOf(buffers[0])));
      }
      asked.isAnswered = isDirty = true;
      if (message.type === "done" || message.type === "compared") explorer.measured(panel);
    },
  };
  listen(explorer, panel.stage);
  return panel;
};
