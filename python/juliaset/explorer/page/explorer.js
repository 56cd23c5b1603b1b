// The front end of the page and of the widget: anywidget's format, `render({ model, el })`.

import { listenToActions } from "./actions.js";
import { palettesFrom } from "./colours.js";
import { part, write } from "./dom.js";
import { inWords } from "./figures.js";
import { bitsLeft, clamp, fitted, middle, moved, pointAt, stepOf, toGrid, zoomed } from "./grid.js";
import { SHOWS } from "./insight.js";
import { newMap } from "./map.js";
import { newOverlays } from "./overlays.js";
import { newPanel } from "./panel.js";
import { newShare } from "./share.js";
import { newSidebar } from "./sidebar.js";
import { offered, toFragment, toState } from "./state.js";
import { newTour } from "./tour.js";

/** @import {Bytes, Explorer, Hello, Model, State} from "./types.d.ts" */

const [MOST_PIXELS, LONGEST_SIDE, MOST_STEPS] = [4_194_304, 4096, 1_000_000];
const ONE_GESTURE_MS = 600; // between changes that are undone together
const QUIET_MS = 1500; // before figures are read aloud

/** @type {(model: Model, root: HTMLElement, hello: Hello, shades: Bytes) => Explorer} */
const newExplorer = (model, root, hello, shades) => {
  const grid = toGrid(hello.grid);
  const palettes = palettesFrom(shades, hello.palettes);
  const offer = (/** @type {State} */ { engines, palette, show, ...rest }) => ({
    ...rest,
    engines: engines.map((engine) => offered(engine, hello)),
    palette: palettes.has(palette) ? palette : hello.palettes[0],
    show: SHOWS.includes(show) ? show : SHOWS[0],
  });
  const pristine = part(root, "panel", HTMLElement).cloneNode(true);
  /** @type {State[][]} */
  const [past, future] = [[], []];
  let state = offer(toState(Object(model.get("start"))));
  let gesture = { names: "", until: 0 };
  let [lastId, quiet, beat] = [0, 0, 0];

  // Show the state: ask for what is missing.
  const update = () => {
    const { panels, overlays } = explorer;
    if (panels.length < state.engines.length) {
      const element = /** @type {HTMLElement} */ (pristine.cloneNode(true));
      part(root, "panels", HTMLElement).append(element);
      panels[0].forget(); // both begin at once
      panels.push(newPanel(explorer, element, 1));
    } else if (panels.length > state.engines.length) {
      panels.pop()?.element.remove();
      model.send({ type: "close", panel: 1 });
    }
    const { clientWidth: wide, clientHeight: high } = panels[0].stage;
    if (!wide || !high) return;
    const most = Math.min(
      LONGEST_SIDE / Math.max(wide, high),
      Math.sqrt(MOST_PIXELS / wide / high),
    );
    explorer.ratio = Math.min(devicePixelRatio, most);
    const [width, height] = [wide, high].map((side) => Math.ceil(side * explorer.ratio));
    explorer.view = fitted(grid, state.place, { width, height });
    panels.forEach((panel, k) => {
      panel.want({ view: explorer.view, c: state.c, limit: state.limit, engine: state.engines[k] });
      panel.repaint();
    });
    [showMap, showSidebar, explorer.share.show, overlays.ask].forEach((show) => show());
    explorer.pointTo(explorer.cursor);
    root.dispatchEvent(new CustomEvent("juliaset:state", { detail: toFragment(state) }));
  };
  /** @type {(from: State[], to: State[]) => void} */
  const step = (from, to) => {
    to.push(state);
    state = from.pop() ?? state;
    gesture.until = 0;
    update();
  };

  /** @type {Explorer} */
  const explorer = {
    .../** @type {Pick<Explorer, "overlays" | "share" | "tour">} */ ({}), // made below
    model,
    root,
    hello,
    grid,
    palettes,
    levels: grid.sizes ? 0.25 : 1,
    panels: [],
    view: { level: 0, column: 0, row: 0, width: 1, height: 1 },
    ratio: 1,
    cursor: [0, 0],
    get state() {
      return state;
    },
    change(some) {
      const [names, now] = [Object.keys(some).join(), performance.now()];
      if (names !== gesture.names || now > gesture.until) past.push(state);
      gesture = { names, until: now + ONE_GESTURE_MS };
      future.length = 0;
      state = offer({ ...state, ...some });
      update();
    },
    undo: () => past.length && step(past, future),
    redo: () => future.length && step(future, past),
    ask(content) {
      model.send({ ...content, id: ++lastId });
      return lastId;
    },
    go(place) {
      if (JSON.stringify(place) !== JSON.stringify(explorer.view)) explorer.change({ place });
    },
    zoom(levels, at = middle(explorer.view)) {
      explorer.go(zoomed(grid, explorer.view, levels, at));
    },
    centre: (at) => explorer.go(moved(grid, explorer.view, at, middle(explorer.view), 1)),
    pan(...by) {
      const [right, down] = by.map((pixels) => Math.round(pixels * explorer.ratio));
      explorer.go(moved(grid, explorer.view, [right, down], [0, 0], 1));
    },
    pointTo(at) {
      const { panels: [{ frame }], view, overlays } = explorer;
      explorer.cursor = at;
      const [p, q] = at.map(Math.floor);
      const [x, y] = pointAt(grid, view, [p, q]);
      const digits = clamp(Math.ceil(-Math.log10(stepOf(grid, view.level))) + 1, 2, 17);
      const count = frame?.counts[q * frame.view.width + p] ?? -1;
      const z = `${x.toFixed(digits)} ${y < 0 ? "−" : "+"} ${Math.abs(y).toFixed(digits)}i`;
      const steps = count < 0 ? "…" : `${count} steps`;
      write(root, "readout", `${z} · ${steps} · ${bitsLeft(view)} bits left`);
      explorer.panels.forEach(overlays.drawOrbit);
    },
    setLimit: (limit) => explorer.change({ limit: clamp(Math.round(limit) || 1, 1, MOST_STEPS) }),
    kernelOf({ kernel }) {
      const name = kernel === "best" ? hello.best : kernel;
      return hello.kernels.find((each) => each.name === name) ?? hello.kernels[0];
    },
    measured(panel) {
      explorer.overlays.ask();
      explorer.tour.look();
      clearTimeout(quiet);
      quiet = setTimeout(() => write(root, "live", inWords(panel)), QUIET_MS);
      const { frame, asked, index } = panel;
      const detail = { panel: index, id: asked?.id, view: frame?.view, counts: frame?.counts };
      root.dispatchEvent(new CustomEvent("juliaset:frame", { detail, bubbles: true }));
    },
    say(text) {
      write(root, "said", text);
      setTimeout(() => write(root, "said", ""), 3000);
    },
    receive(message, buffers) {
      const { panels, overlays } = explorer;
      if (message.type === "hello") {
        panels.forEach((panel) => panel.forget());
        update();
      } else if ("panel" in message) panels[message.panel ?? 0]?.receive(message, buffers);
      else overlays.receive(message, buffers);
    },
    close() {
      cancelAnimationFrame(beat);
      observer.disconnect();
    },
  };
  explorer.panels.push(newPanel(explorer, part(root, "panel", HTMLElement), 0));
  explorer.overlays = newOverlays(explorer);
  explorer.share = newShare(explorer);
  explorer.tour = newTour(explorer);
  const [showMap, showSidebar] = [newMap(explorer), newSidebar(explorer)];
  root.classList.toggle("mosaic", Boolean(grid.sizes));
  listenToActions(explorer, root);
  const observer = new ResizeObserver(update);
  observer.observe(explorer.panels[0].stage);
  const tick = () => {
    explorer.panels.forEach((panel) => panel.tick());
    beat = requestAnimationFrame(tick);
  };
  tick();
  return explorer;
};

/** @type {(host: {model: Model, el: HTMLElement}) => () => void} */
const render = ({ model, el }) => {
  /** @type {Explorer | undefined} */
  let explorer;
  let root = el;
  if (!el.matches(".juliaset-explorer")) {
    const { "index.html": page } = Object(model.get("modules"));
    root = part(new DOMParser().parseFromString(page, "text/html"), "explorer", HTMLElement);
    root.classList.remove("whole-page");
    el.replaceChildren(root);
  }
  model.on("msg:custom", (message, buffers) => {
    if (explorer) explorer.receive(message, buffers);
    else if (message.type === "hello") explorer = newExplorer(model, root, message, buffers[0]);
  });
  model.send({ type: "hello" });
  return () => explorer?.close();
};

export default { render };
