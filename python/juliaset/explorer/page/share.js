// What a person takes along: a link, a command, a picture.

import { make, part, pen, write } from "./dom.js";
import { renderCommand, toFragment } from "./state.js";

/** @type {(explorer: Explorer) => Share} */
export const newShare = (explorer) => {
  const { root, model, grid } = explorer;
  const sizes = part(root, "sizes", HTMLSelectElement);
  const said = part(root, "said", HTMLElement);
  const say = (/** @type {string} */ text) => () => said.replaceChildren(make("span", text));
  const words = () => renderCommand(grid, explorer.view, explorer.state, Number(sizes.value));
  const show = () => write(root, "command", words());
  part(root, "link", HTMLElement).hidden = !model.get("link");
  sizes.addEventListener("change", show);
  return {
    show,
    copy(what) {
      const at = toFragment({ ...explorer.state, place: explorer.view });
      const text = what === "link" ? `${model.get("link")}#${at}` : words();
      const copied = Promise.resolve(text).then((it) => navigator.clipboard.writeText(it));
      copied.then(say(`The ${what} is copied.`), say("The browser refuses to copy."));
    },
    png() {
      const { panels, view: { width, height } } = explorer;
      const canvas = Object.assign(make("canvas"), { width: width * panels.length, height });
      panels.forEach(({ layers, orbit }, k) =>
        [...layers, orbit].forEach((layer) => pen(canvas).drawImage(layer, k * width, 0))
      );
      canvas.toBlob((blob) => {
        const href = URL.createObjectURL(blob ?? new Blob());
        make("a", "", { href, download: "julia.png" }).click();
        setTimeout(() => URL.revokeObjectURL(href), 3000);
      });
    },
  };
};
