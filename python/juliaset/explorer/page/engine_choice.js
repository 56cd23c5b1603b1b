// Which engine, and only those choices that it has.

import { make, part, write } from "./dom.js";
import { kernelOf, toEngine } from "./state.js";

// Fill a select; one without a choice is hidden. usual: what its empty choice is called.
/** @type {(to: HTMLSelectElement, choices: string[], chosen: string, usual?: string) => void} */
const offer = (select, choices, chosen, usual = "") => {
  select.replaceChildren(...choices.map((value) => make("option", value || usual, { value })));
  select.value = chosen;
  select.closest("label")?.toggleAttribute("hidden", choices.length < 2);
};

/** @type {(explorer: Explorer, panel: HTMLElement, index: number) => (engine: Engine) => void} */
export const newEngineChoice = (explorer, panel, index) => {
  const { hello } = explorer;
  const [kernel, ...others] = ["kernel", "flavour", "threads", "gil"]
    .map((name) => part(panel, name, HTMLSelectElement));
  for (const { name, exact, reason } of hello.kernels) {
    const words = (exact ? "" : " (not exact)") + (reason && `: ${reason}`);
    const text = name === "best" ? `best: ${hello.best}` : name + words;
    kernel.append(make("option", text, { value: name, ...(reason && { disabled: "" }) }));
  }
  part(panel, "engine", HTMLElement).addEventListener("change", () => {
    const engine = toEngine([kernel, ...others].map(({ value }) => value).join(","));
    explorer.change({ engines: explorer.state.engines.with(index, engine) });
  });
  let shown = "";
  return (engine) => {
    if (shown === (shown = JSON.stringify(engine))) return;
    const { summary, flavours, threads, most_threads: most, gil } = kernelOf(engine, hello);
    const length = threads ? Math.min(most, 2 * hello.cores) : 0;
    const numbers = Array.from({ length }, (_, k) => String(k + 1));
    kernel.value = engine.kernel;
    write(panel, "summary", summary);
    offer(others[0], flavours, engine.flavour ?? "O3");
    offer(others[1], ["", ...numbers], String(engine.threads ?? ""), `all ${hello.cores}`);
    offer(others[2], gil ? ["", "held"] : [], engine.gil ?? "", "released");
  };
};
