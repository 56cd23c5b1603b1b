// Which engine, and only those choices that it has.

import { make, part, write } from "./dom.js";

/** @import {Engine, Explorer} from "./types.d.ts" */

/** Fill a select; one without a choice is hidden.
 * @type {(select: HTMLSelectElement, choices: string[][], chosen: string) => void} */
const offer = (select, choices, chosen) => {
  if (select.dataset.choices !== String(choices)) {
    select.replaceChildren(...choices.map(([value, text]) => make("option", text, { value })));
    select.dataset.choices = String(choices);
  }
  select.value = chosen;
  select.closest("label")?.toggleAttribute("hidden", choices.length < 2);
};

/** Return a function that shows an engine.
 * @type {(explorer: Explorer, panel: HTMLElement, index: number) => (engine: Engine) => void} */
export const newEngineChoice = (explorer, panel, index) => {
  const { kernels, best, cores } = explorer.hello;
  const [kernel, flavour, threads, gil] = ["kernel", "flavour", "threads", "gil"]
    .map((name) => part(panel, name, HTMLSelectElement));
  /** @type {Record<string, HTMLOptGroupElement>} */
  const groups = {};
  for (const { name, exact, reason } of kernels) {
    const text = name + (exact ? "" : " (not exact)") + (reason && `: ${reason}`);
    const option = make("option", text, { value: name, ...(reason && { disabled: "" }) });
    const label = name.split(".")[0];
    (groups[label] ??= make("optgroup", "", { label })).append(option);
  }
  kernel.append(make("option", `best: ${best}`, { value: "best" }), ...Object.values(groups));
  part(panel, "engine", HTMLElement).addEventListener("change", () => {
    const chosen = {
      kernel: kernel.value,
      flavour: flavour.value || null,
      threads: Number(threads.value) || null,
      gil: gil.value === "held" ? /** @type {const} */ ("held") : null,
    };
    explorer.change({ engines: explorer.state.engines.map((e, k) => k === index ? chosen : e) });
  });
  return (engine) => {
    const { summary, flavours, threads: many, gil: hasGil, most_threads } = explorer.kernelOf(
      engine,
    );
    kernel.value = engine.kernel;
    write(panel, "summary", summary);
    offer(flavour, flavours.map((name) => [name, name]), engine.flavour ?? "O3");
    const most = many ? Math.min(most_threads, 2 * cores) : 0;
    const numbers = Array.from({ length: most }, (_, k) => [`${k + 1}`, `${k + 1}`]);
    offer(threads, most ? [["", `all ${cores}`], ...numbers] : [], String(engine.threads ?? ""));
    const gils = hasGil ? [["released", "released"], ["held", "held"]] : [];
    offer(gil, gils, engine.gil ?? "released");
  };
};
