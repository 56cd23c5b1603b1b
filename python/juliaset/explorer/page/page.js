// The page that `juliaset explore` opens: its state is in the address, next to the token.

import { part } from "./dom.js";
import explorer from "./explorer.js";
import { newSocketModel } from "./socket_model.js";
import { fromFragment } from "./state.js";

const { token, ...start } = fromFragment(location.hash.slice(1));
const root = part(document, "explorer", HTMLElement);
const [lost, stranger] = ["lost", "stranger"].map((name) => part(root, name, HTMLElement));
stranger.hidden = Boolean(token);

if (token) {
  const traits = { start, link: location.origin + location.pathname };
  const model = newSocketModel(`ws://${location.host}/socket`, token, traits, () => {
    lost.hidden = false;
  });
  part(lost, "reconnect", HTMLElement).addEventListener("click", () => {
    lost.hidden = true;
    model.connect();
    model.send({ type: "hello" });
  });
  root.addEventListener("juliaset:state", (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    history.replaceState(null, "", `#token=${token}&${detail}`);
  });
  addEventListener("hashchange", () => location.reload());
  explorer.render({ model, el: root });
}
