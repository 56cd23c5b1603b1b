/// <reference lib="deno.ns" />
// Frames of the socket, and the widget's modules.

import { numbersOf, palettesFrom } from "../../python/juliaset/explorer/page/colours.js";
import { load } from "../../python/juliaset/explorer/page/loader.js";
import { unpack } from "../../python/juliaset/explorer/page/socket_model.js";
import { assert, equal } from "./assert.js";

Deno.test("a frame comes apart into its JSON and its buffers", () => {
  const text = new TextEncoder().encode('{"type":"depths","é":1,"sizes":[3,0,2]}');
  const begin = Math.ceil((4 + text.length) / 8) * 8;
  const frame = new Uint8Array(begin + 8 + 8);
  new DataView(frame.buffer).setUint32(0, text.length, true);
  frame.set(text, 4);
  frame.set([1, 2, 3], begin);
  frame.set([4, 5], begin + 8);
  const [content, buffers] = unpack(frame.buffer);
  equal(content, { type: "depths", "é": 1 });
  equal(buffers.map((buffer) => [...numbersOf(buffer, Uint8Array)]), [[1, 2, 3], [], [4, 5]]);
});

Deno.test("buffers of both hosts are bytes that numbers fit on", () => {
  const bytes = Uint8Array.from([9, 9, 9, 1, 0, 2, 0, 9]);
  equal([...numbersOf(new DataView(bytes.buffer, 3, 4), Int16Array)], [1, 2]);
  equal([...numbersOf(new DataView(Uint8Array.from([1, 0, 2, 0]).buffer), Int16Array)], [1, 2]);
  const colours = new Uint32Array(2 * 2049).fill(7, 2049);
  const palettes = palettesFrom(new DataView(colours.buffer), ["one", "other"]);
  equal([palettes.get("one")?.[2048], palettes.get("other")?.[0]], [0, 7]);
});

Deno.test("each module of the widget is published once, after what it imports", async () => {
  const folder = new URL("../../python/juliaset/explorer/page/", import.meta.url);
  /** @type {Record<string, string>} */
  const sources = {};
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".js")) sources[name] = await Deno.readTextFile(new URL(name, folder));
  }
  /** @type {string[]} */
  const published = [];
  const address = load("explorer.js", sources, (text) => {
    assert(!/ from "\.\//.test(text), "an import was left as it is");
    for (const [, number] of text.matchAll(/ from "blob:(\d+)"/g)) {
      assert(Number(number) < published.length, "an import is not published yet");
    }
    return `blob:${published.push(text) - 1}`;
  });
  equal(address, `blob:${published.length - 1}`);
  equal(new Set(published).size, published.length);
  equal(published.length, Object.keys(sources).length - 3); // loader.js, page.js, socket_model.js
});
