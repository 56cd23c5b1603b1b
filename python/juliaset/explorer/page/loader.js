// The front end of the widget: anywidget wants one text, so this one makes modules of the others.

/** @type {Load} */
export const load = (name, sources, publish, addresses = {}) => {
  /** @type {(whole: string, other: string) => string} */
  const ofOther = (_, other) => ` from "${load(other, sources, publish, addresses)}"`;
  return addresses[name] ??= publish(sources[name].replace(/ from "\.\/([\w-]+\.js)"/g, ofOther));
};

const toAddress = (/** @type {string} */ text) =>
  URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
/** @type {Promise<{default: FrontEnd}> | undefined} */
let loaded;

export default {
  /** @type {FrontEnd["render"]} */
  async render(host) {
    loaded ??= import(load("explorer.js", Object(host.model.get("modules")), toAddress));
    return (await loaded).default.render(host);
  },
};
