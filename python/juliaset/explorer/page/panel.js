// One engine and its picture: asks for frames, the newest first, and shows what comes.

import { numbersOf } from "./colours.js";
import { part, pen, write } from "./dom.js";
import { newEngineChoice } from "./engine_choice.js";
import { ofCompared, ofDone, short, showFigures } from "./figures.js";
import { addPass, bitsOf, borrow, newFrame, paint, placesOf, retone } from "./frame.js";
import { listen } from "./gestures.js";
import { edges, stepOf } from "./grid.js";

const WAIT_MS = 80; // for the first pass, before the next request
const REST_MS = 120; // without a request, before colours settle
const SLOW_MS = 150; // shorter times can't be read while they run
const ROUGH = 0.02; // a share of the pixels that is too small to tell the colours

/** @type {(explorer: Explorer, element: HTMLElement, index: number) => Panel} */
export const newPanel = (explorer, element, index) => {
  const { grid, model } = explorer;
  const showEngine = newEngineChoice(explorer, element, index);
  /** @type {Job | null} */
  let wanted = null;
  let [wanting, set, looks, isDirty, isSmooth] = ["", "", "", false, true];
  // The last one is of the picture whose smooth colours are asked for.
  let [timer, isUnsettled, smoothId, newest] = [0, false, 0, 0];

  const progress = (/** @type {number} */ done) => element.style.setProperty("--share", `${done}`);
  const ask = (/** @type {Job} */ job) => {
    clearTimeout(timer);
    const { engine, ...rest } = job;
    newest = explorer.ask({ type: "paint", panel: index, ...rest, ...engine });
    panel.asked = { ...job, id: newest, at: performance.now(), isAnswered: false };
    wanted = null;
    element.querySelectorAll("dd").forEach((cell) => cell.classList.add("old"));
    write(element, "notice", "");
    part(element, "figures", HTMLElement).title = "";
    timer = setTimeout(explorer.soon, SLOW_MS);
  };
  const isPending = () => panel.asked !== null && !(panel.asked.isAnswered && panel.frame?.isWhole);
  const forget = (isWanted = false, next = /** @type {Job | null} */ (null)) => {
    clearTimeout(timer);
    [panel.asked, wanted] = [null, next];
    if (!isWanted) wanting = set = "";
    progress(1);
  };
  const askWhenDue = () => {
    const { asked } = panel;
    const isDue = !asked || asked.isAnswered || performance.now() - asked.at > WAIT_MS;
    if (wanted && isDue) ask(wanted);
  };
  // From what is known of the same set, or else from how the old one looks. All counts at once need
  // neither, but where the old picture has only moved, pixels stay smooth.
  /** @type {(job: Job, all: Counts | null) => Frame} */
  const begin = ({ view, c, limit, engine }, all) => {
    const old = panel.frame;
    const scale = stepOf(grid, (old?.view ?? view).level) / stepOf(grid, view.level);
    const isSame = set === (set = JSON.stringify([c, limit, engine.kernel, engine.flavour]));
    const isKnown = all?.length === view.width * view.height && !(isSame && scale === 1);
    const [image, counts] = [old?.image, isKnown ? all : undefined];
    const frame = panel.frame = newFrame(view, limit, { edges: edges(grid, view), image, counts });
    if (isKnown) retone(frame, false);
    else if (old && (isSame || grid.sizes)) borrow(frame, old, scale);
    else if (old?.counts.length === frame.counts.length) placesOf(frame).set(placesOf(old));
    return frame;
  };
  /** @type {(pass: Pass, bytes: Bytes, isFirst: boolean, job: Job) => void} */
  const addNumbers = (pass, bytes, isFirst, job) => {
    const isShort = pass.dtype === "int16";
    const numbers = isShort ? numbersOf(bytes, Int16Array) : numbersOf(bytes, Int32Array);
    const isLast = pass.share === 1;
    const frame = isFirst ? begin(job, isLast ? numbers : null) : panel.frame;
    if (!frame) return;
    if (frame.counts !== numbers) {
      const isToned = frame.tone !== null;
      addPass(frame, pass, numbers);
      if (isToned && isLast && isFirst) isUnsettled = true;
      else if (isToned && isLast) retone(frame, explorer.state.smooth);
      else if (isToned && pass.share < ROUGH) retone(frame, false);
    }
    progress(pass.share);
    if (isFirst || isLast) draw(frame); // the next frame of the screen may be far
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

  const draw = (/** @type {Frame} */ frame) => {
    isDirty = false;
    const { width, height } = frame.view;
    for (const canvas of panel.layers) {
      const fits = canvas.width === width && canvas.height === height;
      if (!fits) Object.assign(canvas, { width, height }); // which clears it
      canvas.style.width = `${width / explorer.ratio}px`;
    }
    paint(frame, explorer.palettes.get(explorer.state.palette));
    pen(panel.layers[0]).putImageData(frame.image, 0, 0);
    preview(explorer.view);
    explorer.overlays.draw(panel);
  };
  // Colours follow the counts of a picture that rests: while it is dragged they would flicker.
  const settle = () => {
    const { frame, asked } = panel;
    if (isUnsettled && frame) draw(retone(frame, explorer.state.smooth));
    [isUnsettled, smoothId] = [false, asked?.id ?? 0];
    if (explorer.state.smooth) model.send({ type: "smooth", panel: index, id: smoothId });
  };
  const settleLater = () => {
    clearTimeout(timer);
    timer = setTimeout(settle, REST_MS);
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
      if (wanting !== (wanting = JSON.stringify(job))) {
        wanted = job;
        askWhenDue();
        preview(job.view);
      }
      showEngine(job.engine);
      const { smooth, palette, show } = explorer.state;
      if (isSmooth !== (isSmooth = smooth)) panel.recolour();
      isDirty ||= looks !== (looks = `${smooth} ${palette} ${show}`);
      if (wanted || isDirty) explorer.soon();
    },
    // A picture that was stopped before stays stopped.
    stop(type = "stop", isWanted = !panel.asked && !wanted) {
      if (newest) model.send({ type, panel: index, id: newest });
      forget(isWanted);
    },
    recolour() {
      if (!panel.frame?.isWhole) return;
      retone(panel.frame, explorer.state.smooth);
      if (panel.asked?.isAnswered) settleLater();
    },
    tick() {
      askWhenDue();
      const { asked, frame } = panel;
      const ms = asked && isPending() ? performance.now() - asked.at : 0;
      if (ms > SLOW_MS && !asked?.isAnswered) progress(0);
      if (ms > SLOW_MS) write(element, "ms", short(ms));
      if (isDirty && frame) draw(frame);
      return isPending() || wanted !== null;
    },
    receive(message, [bytes]) {
      const { asked } = panel;
      if (!asked || !("panel" in message) || message.panel !== index) return;
      if ("id" in message && message.id !== asked.id) {
        // Another view has its picture, or all that it wants: now it is our turn.
        const isOver = message.type !== "pass" && message.type !== "depths";
        const lacks = isPending() || message.type !== "done" && element.querySelector("dd.old");
        if (isOver && lacks && Number(message.id) > asked.id) wanted ??= JSON.parse(wanting);
        return explorer.soon();
      }
      // Another view of the widget has asked since: bands do.
      if (message.type === "refused" && message.id === smoothId) return;
      isDirty ||= message.type !== "done";
      if (message.type === "pass") addNumbers(message, bytes, !asked.isAnswered, asked);
      const { frame } = panel;
      asked.isAnswered = true;
      if (isDirty || wanted) explorer.soon();
      if (message.type === "refused" || message.type === "ended") {
        forget(wanted !== null, wanted);
        write(element, "notice", message.message);
      } else if (message.type === "depths" && frame && explorer.state.smooth) {
        placesOf(frame).set(numbersOf(bytes, Uint16Array));
      } else if (message.type === "done" && frame) {
        frame.isWhole = true;
        showFigures(element, ofDone(message));
        settleLater();
        explorer.overlays.ask(); // what is known of the old picture does not lie over this one
        explorer.overlays.draw(panel);
        explorer.measured(panel);
      } else if (message.type === "compared" && frame) {
        const { times, differ } = showFigures(element, ofCompared(message));
        frame.wrong = bitsOf(bytes ? numbersOf(bytes, Uint8Array) : new Uint8Array());
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
