// Which engine, and only those choices that it has.

import { make, part, write } from "./dom.js";
import { kernelOf, toEngine } from "./state.js";

// Fill a select; one without a choice is hidden.
/** @type {(select: HTMLSelectElement, choices: string[][], chosen: string) => void} */
const offer = (select, choices, chosen) => {
  select.replaceChildren(...choices.map(([value, text]) => make("option", text, { value })));
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
    const engines = [...explorer.state.engines];
    engines[index] = toEngine([kernel, ...others].map(({ value }) => value).join(","));
    explorer.change({ engines });
  });
  return (engine) => {
    const { summary, flavours, threads, most_threads: most, gil } = kernelOf(engine, hello);
    const length = threads ? Math.min(most, 2 * hello.cores) : 0;
    const numbers = Array.from({ length }, (_, k) => [`${k + 1}`, `${k + 1}`]);
    kernel.value = engine.kernel;
    write(panel, "summary", summary);
    offer(others[0], flavours.map((name) => [name, name]), engine.flavour ?? "O3");
    offer(others[1], [["", `all ${hello.cores}`], ...numbers], String(engine.threads ?? ""));
    offer(others[2], gil ? [["", "released"], ["held", "held"]] : [], engine.gil ?? "");
  };
};
