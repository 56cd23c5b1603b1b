// What buttons and keys do. index.html names the action of each, and lists the keys.

import { part } from "./dom.js";
import { SHOWS } from "./insight.js";

/** @import {Explorer} from "./types.d.ts" */

const PAN = 64;

/** @type {<T>(all: T[], one: T, by?: number) => T} */
const next = (all, one, by = 1) => all[(all.indexOf(one) + by + all.length) % all.length];

/** @type {(explorer: Explorer, by: number) => void} */
const stepEngine = ({ hello, state: { engines: [first, ...others] }, change }, by) => {
  const names = ["best", ...hello.kernels.filter((k) => !k.reason).map((k) => k.name)];
  change({ engines: [{ ...first, kernel: next(names, first.kernel, by) }, ...others] });
};

/** @type {Record<string, (explorer: Explorer) => void>} */
const ACTIONS = {
  left: (e) => e.pan(-PAN, 0),
  right: (e) => e.pan(PAN, 0),
  up: (e) => e.pan(0, -PAN),
  down: (e) => e.pan(0, PAN),
  zoomIn: (e) => e.zoom(2),
  zoomOut: (e) => e.zoom(-2),
  centre: (e) => e.centre(e.cursor),
  home: (e) => e.change({ place: null }),
  map: (e) => part(e.root, "map", HTMLElement).focus(),
  less: (e) => e.setLimit(e.state.limit / 2),
  more: (e) => e.setLimit(e.state.limit * 2),
  nextEngine: (e) => stepEngine(e, 1),
  lastEngine: (e) => stepEngine(e, -1),
  race({ state: { engines: [first, ...others] }, change }) {
    const kernel = first.kernel === "python.loops" ? "best" : "python.loops";
    const rival = { kernel, flavour: null, threads: null, gil: null };
    change({ engines: others.length ? [first] : [first, rival] });
  },
  palette: (e) => e.change({ palette: next(e.hello.palettes, e.state.palette) }),
  smooth: (e) => e.change({ smooth: !e.state.smooth }),
  inside: (e) => e.change({ show: next(SHOWS, e.state.show) }),
  orbit: (e) => e.change({ orbit: !e.state.orbit }),
  tour: (e) => e.tour.toggle(),
  back: (e) => e.tour.go(-1),
  on: (e) => e.tour.go(1),
  undo: (e) => e.undo(),
  redo: (e) => e.redo(),
  png: (e) => e.share.png(),
  link: (e) => e.share.copy("link"),
  command: (e) => e.share.copy("command"),
  theme({ root }) {
    const { colorScheme: scheme } = getComputedStyle(root);
    const isDark = scheme === "light dark" ? matchMedia("(prefers-color-scheme: dark)").matches : scheme === "dark";
    root.dataset.theme = isDark ? "light" : "dark";
  },
  screen: (e) =>
    document.fullscreenElement ? document.exitFullscreen() : e.root.requestFullscreen(),
  stop({ panels, model }) {
    for (const panel of panels) {
      model.send({ type: "stop", panel: panel.index });
      panel.forget();
    }
  },
  keys: (e) => part(e.root, "keys", HTMLDialogElement).showModal(),
};

/** @type {(explorer: Explorer, root: HTMLElement) => void} */
export const listenToActions = (explorer, root) => {
  /** @type {Record<string, string>} */
  const names = { "Control z": "undo", "Control Z": "redo", "Control y": "redo" };
  for (const row of root.querySelectorAll("[data-keys]")) {
    const keys = row.getAttribute("data-keys")?.split(" ") ?? [];
    for (const key of keys) names[key] = row.getAttribute("data-do") ?? "";
  }
  root.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("button[data-do]");
    if (button instanceof HTMLElement) ACTIONS[button.dataset.do ?? ""](explorer);
  });
  root.addEventListener("keydown", (event) => {
    const { target, key, altKey, ctrlKey, metaKey } = event;
    const writes = target instanceof Element && target.closest("input, select, dialog");
    const name = names[(ctrlKey || metaKey ? "Control " : "") + key];
    if (!name || writes || altKey || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab has keys of its own
    ACTIONS[name](explorer);
  });
};
