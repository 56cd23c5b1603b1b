// What buttons and keys do. index.html names the action of each, and lists the keys.

import { part } from "./dom.js";
import { middle } from "./grid.js";
import { SHOWS } from "./insight.js";
import { toEngine } from "./state.js";

const [PAN, STRIDE] = [64, 0.005];

/** @type {<T>(all: T[], one: T) => T} */
const next = (all, one) => all[(all.indexOf(one) + 1) % all.length];

// On the map an arrow moves c, elsewhere the picture.
/** @type {(right: number, up: number) => (explorer: Explorer) => void} */
const arrow = (right, up) => (e) => {
  const [re, im] = e.state.c.map((part, k) => +(part + STRIDE * (k ? up : right)).toFixed(5));
  if (document.activeElement === part(e.root, "map", HTMLElement)) e.change({ c: [re, im] });
  else e.move([PAN * e.ratio * right, -PAN * e.ratio * up], [0, 0]);
};

/** @type {Record<string, (explorer: Explorer) => void>} */
const ACTIONS = {
  left: arrow(-1, 0),
  right: arrow(1, 0),
  up: arrow(0, 1),
  down: arrow(0, -1),
  zoomIn: (e) => e.zoom(2),
  zoomOut: (e) => e.zoom(-2),
  centre: (e) => e.move(e.cursor, middle(e.view)),
  home: (e) => e.change({ place: null }),
  map: (e) => part(e.root, "map", HTMLElement).focus(),
  less: (e) => e.change({ limit: e.state.limit / 2 }),
  more: (e) => e.change({ limit: e.state.limit * 2 }),
  engine({ hello, state: { engines: [first, ...others] }, change }) {
    const names = hello.kernels.filter((kernel) => !kernel.reason).map(({ name }) => name);
    change({ engines: [{ ...first, kernel: next(names, first.kernel) }, ...others] });
  },
  race({ state: { engines: [first, ...others] }, change }) {
    const rival = toEngine(first.kernel === "python.loops" ? "best" : "python.loops");
    change({ engines: others.length ? [first] : [first, rival] });
  },
  palette: (e) => e.change({ palette: next(e.hello.palettes, e.state.palette) }),
  smooth: (e) => e.change({ smooth: !e.state.smooth }),
  inside: (e) => e.change({ show: next(SHOWS, e.state.show) }),
  orbit: (e) => e.change({ orbit: !e.state.orbit }),
  tour: (e) => e.tour.toggle(),
  back: (e) => e.tour.go(-1),
  on: (e) => e.tour.go(1),
  undo: (e) => e.travel(-1),
  redo: (e) => e.travel(1),
  png: (e) => e.share.png(),
  link: (e) => e.share.copy("link"),
  command: (e) => e.share.copy("command"),
  theme: (e) => part(e.root, "theme", HTMLElement).click(),
  screen: ({ root }) => document.exitFullscreen().catch(() => root.requestFullscreen()),
  // Until another picture is wanted: other colours do not begin it again.
  stop: ({ panels }) => panels.forEach((panel) => panel.tick() && panel.stop("stop", true)),
  keys: (e) => part(e.root, "keys", HTMLDialogElement).showModal(),
};

/** @type {(explorer: Explorer, root: HTMLElement) => void} */
export const listenToActions = (explorer, root) => {
  root.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("button[data-do]");
    if (button) ACTIONS[button.getAttribute("data-do") ?? ""](explorer);
  });
  const reach = root.matches(".whole-page") ? document.body : root;
  reach.addEventListener("keydown", (event) => {
    const { target, key } = event;
    // Many keyboards write signs with Alt or AltGr; to the latter, some systems add Control.
    const isAlt = event.altKey && /\w/.test(key);
    const isControl = (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
    const fields = `select, dialog, ${key.startsWith("Arrow") ? "input" : "[type=number]"}`;
    const writes = target instanceof Element && target.closest(fields);
    const name = CSS.escape((isControl ? "Control-" : "") + key);
    const row = root.querySelector(`[data-keys~="${name}"]:not([data-grid=mosaic] .plane)`);
    const isOff = key.length === 1 && !isControl && !explorer.state.keys;
    if (!row || writes || isAlt || isOff || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab has keys of its own
    ACTIONS[row.getAttribute("data-do") ?? ""](explorer);
  });
};
