// The front end of the page and of the widget: anywidget's format, `render({ model, el })`.

import { listenToActions } from "./actions.js";
import { palettesFrom } from "./colours.js";
import { part, write } from "./dom.js";
import { bitsLeft, clamp, fitted, middle, moved, pixelAt, pointAt, stepOf } from "./grid.js";
import { toGrid, zoomed } from "./grid.js";
import { newMap } from "./map.js";
import { newOverlays } from "./overlays.js";
import { newPanel } from "./panel.js";
import { newShare } from "./share.js";
import { newSidebar } from "./sidebar.js";
import { checked, toFragment, toState } from "./state.js";
import { newTour } from "./tour.js";

// The last one is how long the count waits: most kernels are done by then.
const [MOST_PIXELS, LONGEST_SIDE, ONE_GESTURE_MS, LATE_MS] = [4_194_304, 4096, 600, 40];
// Of all views: those of one widget have one host, which serves the newest number.
let lastId = 0;

/** @type {(model: Model, root: HTMLElement, told: Hello, shades: Bytes) => Explorer} */
const newExplorer = (model, root, hello, shades) => {
  const grid = toGrid(hello.grid);
  const times = [checked(toState(Object(model.get("start"))), hello)];
  let [time, beat, late, isLost] = [0, 0, 0, false];
  let gesture = { names: "", until: 0 };

  // Show the state: ask for what is missing.
  const update = () => {
    const { c, limit, engines, show, place } = explorer.state;
    if (explorer.panels.length !== engines.length) {
      // Both of a race begin at once, and its end ends the second engine.
      explorer.panels.forEach((panel, k) => panel.stop(k ? "close" : "stop", false));
      explorer.panels = both.slice(0, engines.length);
    }
    Object.assign(root.dataset, { show, engines: engines.length, grid: hello.grid.kind });
    const { clientWidth: wide, clientHeight: high } = both[0].stage;
    const most = LONGEST_SIDE / Math.max(wide, high);
    explorer.ratio = Math.min(devicePixelRatio, most, Math.sqrt(MOST_PIXELS / wide / high));
    const [width, height] = [wide, high].map((side) => Math.floor(side * explorer.ratio));
    if (!width || !height || isLost) return;
    const view = explorer.view = fitted(grid, place, { width, height });
    explorer.panels.forEach((panel, k) => panel.want({ view, c, limit, engine: engines[k] }));
    // At once: later, a person may be typing, and what has moved would be in the way.
    [showMap, showSidebar, share.show, overlays.ask].forEach((run) => run());
    late ||= setTimeout(() => explorer.pointTo(explorer.cursor), LATE_MS);
    root.dispatchEvent(new CustomEvent("juliaset:state", { detail: toFragment(explorer.state) }));
  };

  /** @type {Explorer} */
  const explorer = {
    .../** @type {Pick<Explorer, "overlays" | "share" | "tour">} */ ({}), // made below
    model,
    root,
    hello,
    grid,
    palettes: palettesFrom(shades, hello.palettes),
    panels: [],
    state: times[0],
    view: { level: 0, column: 0, row: 0, width: 1, height: 1 },
    ratio: 1,
    cursor: [NaN, NaN], // nowhere yet
    change(some) {
      const [names, now] = [Object.keys(some).join(), performance.now()];
      if (names !== gesture.names || now > gesture.until) time += 1;
      gesture = { names, until: now + ONE_GESTURE_MS };
      times.splice(time, Infinity, explorer.state = checked({ ...explorer.state, ...some }, hello));
      update();
    },
    travel(by) {
      explorer.state = times[time = clamp(time + by, 0, times.length - 1)];
      gesture.until = 0;
      update();
    },
    ask(content) {
      model.send({ ...content, id: lastId = Math.max(lastId + 1, Date.now()) });
      return lastId;
    },
    move: (from, to, ratio = 1, view = explorer.view) =>
      explorer.change({ place: moved(grid, view, from, to, ratio) }),
    zoom: (levels, at = middle(explorer.view)) =>
      explorer.change({ place: zoomed(grid, explorer.view, levels, at) }),
    pointTo(at) {
      clearTimeout(late);
      late = 0;
      const { panels: [{ frame }], view } = explorer;
      explorer.cursor = isNaN(at[0]) ? middle(view) : [Math.floor(at[0]), Math.floor(at[1])];
      const z = pointAt(grid, view, explorer.cursor);
      const step = stepOf(grid, view.level) * Math.min(grid.ratio ?? 1, 1);
      const digits = clamp(Math.ceil(-Math.log10(step)) + 1, 2, 17);
      const [p, q] = frame ? pixelAt(grid, frame.view, z).map(Math.round) : [NaN, NaN];
      // Before, a pixel may show the count of its block.
      const isInside = frame?.isWhole && p >= 0 && p < frame.view.width;
      const count = isInside ? frame.counts[q * frame.view.width + p] ?? -1 : -1;
      write(root, "point", z.map((part) => part.toFixed(digits)).join(", "));
      write(root, "count", count < 0 ? "–" : String(count));
      write(root, "bits", String(bitsLeft(view)));
      explorer.panels.forEach(overlays.drawOrbit);
    },
    measured({ asked, index, frame }) {
      explorer.pointTo(explorer.cursor);
      tour.look();
      const detail = { ...asked, panel: index, counts: frame?.counts };
      root.dispatchEvent(new CustomEvent("juliaset:frame", { detail, bubbles: true }));
    },
    receive(message, buffers) {
      isLost = message.type === "lost";
      if (isLost || message.type === "hello") both.forEach((panel) => panel.stop());
      if (message.type === "hello") {
        const isOther = JSON.stringify(message.grid) !== JSON.stringify(hello.grid);
        // Another mosaic has taken the place of the one that was shown.
        if (isOther && root.matches(".whole-page")) return location.reload();
        update();
      }
      if ("message" in message && !("panel" in message)) write(root, "notice", message.message);
      [...both, overlays].forEach((each) => each.receive(message, buffers));
    },
    soon: () => beat ||= requestAnimationFrame(tick),
    close() {
      cancelAnimationFrame(beat);
      clearTimeout(late);
      observer.disconnect();
      both.forEach((panel) => panel.stop("close"));
      explorer.receive = () => {}; // the model lives on, and tells other views
    },
  };
  const first = part(root, "panel", HTMLElement);
  const second = /** @type {HTMLElement} */ (first.cloneNode(true));
  first.after(Object.assign(second, { ariaLabel: "Rival engine and picture" }));
  const both = [first, second].map((element, index) => newPanel(explorer, element, index));
  const overlays = explorer.overlays = newOverlays(explorer);
  const share = explorer.share = newShare(explorer);
  const tour = explorer.tour = newTour(explorer);
  const [showMap, showSidebar] = [newMap(explorer), newSidebar(explorer)];
  listenToActions(explorer, root);
  const observer = new ResizeObserver(update);
  observer.observe(both[0].stage);
  const tick = () => {
    beat = 0;
    if (explorer.panels.filter((panel) => panel.tick()).length) explorer.soon();
  };
  return explorer;
};

export default {
  /** @type {(host: {model: Model, el: HTMLElement}) => () => void} */
  render({ model, el }) {
    /** @type {Explorer | undefined} */
    let explorer;
    const { "index.html": page } = Object(model.get("modules"));
    const parsed = page && new DOMParser().parseFromString(page, "text/html");
    const root = parsed ? part(parsed, "explorer", HTMLElement) : el;
    if (!root.classList.toggle("whole-page", root === el)) el.replaceChildren(root);
    model.on("msg:custom", (message, buffers) => {
      if (explorer) explorer.receive(message, buffers);
      else if (message.type === "hello") explorer = newExplorer(model, root, message, buffers[0]);
      else if (message.type === "refused") write(root, "notice", message.message);
    });
    model.send({ type: "hello" });
    return () => explorer?.close();
  },
};
