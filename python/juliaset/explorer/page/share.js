// What a person takes along: a link, a command, a picture.

import { make, part, pen, write } from "./dom.js";
import { renderCommand, toFragment } from "./state.js";

/** @import {Explorer, Share} from "./types.d.ts" */

/** @type {(explorer: Explorer) => Share} */
export const newShare = (explorer) => {
  const { root, model, grid } = explorer;
  const sizes = part(root, "sizes", HTMLSelectElement);
  const link = model.get("link");
  const texts = { link: "", command: "" };
  part(root, "link", HTMLElement).hidden = !link;
  const show = () => {
    const { view, state } = explorer;
    const [width, height] = sizes.value.split("x").map(Number);
    texts.command = renderCommand(grid, view, state, height ? { width, height } : view);
    texts.link = `${link}#${toFragment({ ...state, place: view })}`;
    write(root, "command", texts.command);
  };
  sizes.addEventListener("change", show);
  return {
    show,
    copy: (what) =>
      navigator.clipboard.writeText(texts[what]).then(
        () => explorer.say(`The ${what} is in the clipboard.`),
        () => explorer.say("The browser refuses the clipboard."),
      ),
    png() {
      const { panels, view: { width, height } } = explorer;
      const canvas = Object.assign(make("canvas"), { width: width * panels.length, height });
      panels.forEach(({ layers }, k) =>
        layers.forEach((layer) => pen(canvas).drawImage(layer, k * width, 0))
      );
      canvas.toBlob((blob) => {
        const href = URL.createObjectURL(blob ?? new Blob());
        make("a", "", { href, download: "julia.png" }).click();
        setTimeout(() => URL.revokeObjectURL(href), 1000);
      });
    },
  };
};
