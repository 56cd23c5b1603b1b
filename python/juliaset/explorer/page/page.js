// The page that `juliaset explore` opens: its state is in the address, next to the token.

import { part } from "./dom.js";
import explorer from "./explorer.js";
import { newSocketModel } from "./socket_model.js";
import { fromFragment } from "./state.js";

const REST_MS = 200; // without a change

const { token, ...start } = fromFragment(location.hash.slice(1));
const root = part(document, "explorer", HTMLElement);
const lost = part(root, "lost", HTMLElement);
part(root, "stranger", HTMLElement).hidden = Boolean(token);

if (token) {
  const traits = { start, link: location.origin + location.pathname };
  const say = () => lost.hidden = false;
  const model = newSocketModel(`ws://${location.host}/socket`, token, traits, say);
  part(lost, "reconnect", HTMLElement).addEventListener("click", () => {
    lost.hidden = true;
    model.connect();
    model.send({ type: "hello" });
  });
  const before = `#token=${token}&`;
  let timer = 0;
  root.addEventListener("juliaset:state", (/** @type {CustomEventInit} */ { detail }) => {
    clearTimeout(timer); // browsers refuse to hear of each step of a gesture
    timer = setTimeout(() => history.replaceState(null, "", before + detail), REST_MS);
  });
  addEventListener("hashchange", () => {
    const [, text] = location.hash.split("#"); // a copied link has no token
    if (!fromFragment(text).token) history.replaceState(null, "", before + text);
    location.reload();
  });
  explorer.render({ model, el: root });
}
