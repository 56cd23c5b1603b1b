// The host of a page: a socket that looks like anywidget's model.

/** @import {Message, Model} from "./types.d.ts" */

/** Take a frame apart: the length of the JSON, the JSON, the buffers, each at a multiple of 8.
 * @type {(frame: ArrayBuffer) => {content: Message, buffers: ArrayBuffer[]}} */
export const unpack = (frame) => {
  const length = new DataView(frame).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(frame, 4, length));
  const { sizes, ...content } = JSON.parse(text);
  let end = 4 + length;
  const buffers = sizes.map((/** @type {number} */ size) => {
    const begin = Math.ceil(end / 8) * 8;
    return frame.slice(begin, end = begin + size);
  });
  return { content, buffers };
};

/** Connect, also once more; `lost` is called when the host is gone.
 * @type {(address: string, token: string, traits: Record<string, unknown>, lost: () => void)
 *   => Model & {connect: () => void}} */
export const newSocketModel = (address, token, traits, lost) => {
  /** @type {Parameters<Model["on"]>[1]} */
  let receive = () => {};
  /** @type {string[]} */
  let waiting = [];
  const connect = () => {
    const socket = new WebSocket(address, ["juliaset", `token.${token}`]);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => waiting.splice(0).forEach((text) => socket.send(text));
    socket.onclose = lost;
    socket.onmessage = ({ data }) => {
      const { content, buffers } = unpack(data);
      receive(content, buffers);
    };
    waiting = [];
    return socket;
  };
  let socket = connect();
  return {
    connect: () => socket = connect(),
    get: (name) => traits[name],
    on: (_event, run) => receive = run,
    send(content) {
      const text = JSON.stringify(content);
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
      else if (socket.readyState === WebSocket.CONNECTING) waiting.push(text);
    },
  };
};
