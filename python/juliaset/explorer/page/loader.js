// The front end of the widget: anywidget wants one text, so this one makes modules of the others.

/** @import {Model} from "./types.d.ts" */
/** @typedef {{model: Model, el: HTMLElement}} Host */

/** Give each source an address, after the sources that it imports, and return that of the first.
 * @type {(first: string, sources: Record<string, string>, publish: (text: string) => string)
 *   => string} */
export const load = (first, sources, publish) => {
  /** @type {Record<string, string>} */
  const addresses = {};
  /** @type {(name: string) => string} */
  const addressOf = (name) =>
    addresses[name] ??= publish(
      sources[name].replace(
        / from "\.\/([\w-]+\.js)"/g,
        (_, other) => ` from "${addressOf(other)}"`,
      ),
    );
  return addressOf(first);
};

/** @type {Promise<{default: {render: (host: Host) => unknown}}> | undefined} */
let explorer;

/** @type {(host: Host) => Promise<unknown>} */
const render = async (host) => {
  const sources = /** @type {Record<string, string>} */ (host.model.get("modules"));
  const publish = (/** @type {string} */ text) =>
    URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  explorer ??= import(load("explorer.js", sources, publish));
  return (await explorer).default.render(host);
};

export default { render };
