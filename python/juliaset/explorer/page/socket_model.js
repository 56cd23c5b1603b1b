// The host of a page: a socket that looks like anywidget's model.

// A frame is the length of the JSON, the JSON, and the buffers, each at a multiple of 8.
/** @type {(frame: ArrayBuffer) => {content: Message, buffers: ArrayBuffer[]}} */
export const unpack = (frame) => {
  const length = new DataView(frame).getUint32(0, true);
  const { sizes, ...content } = JSON.parse(new TextDecoder().decode(frame.slice(4, 4 + length)));
  let end = 4 + length;
  const buffers = sizes.map((/** @type {number} */ size) => {
    const begin = Math.ceil(end / 8) * 8;
    return frame.slice(begin, end = begin + size);
  });
  return { content, buffers };
};

/** @type {NewSocketModel} */
export const newSocketModel = (address, token, traits, lost) => {
  let receive = /** @type {Parameters<Model["on"]>[1]} */ (() => {});
  /** @type {() => Promise<WebSocket>} */
  const connect = () =>
    new Promise((resolve) => {
      const socket = new WebSocket(address, ["juliaset", `token.${token}`]);
      socket.binaryType = "arraybuffer";
      socket.onopen = () => resolve(socket);
      socket.onclose = lost;
      socket.onmessage = ({ data }) => {
        const { content, buffers } = unpack(data);
        receive(content, buffers);
      };
    });
  let opened = connect();
  return {
    connect: () => opened = connect(),
    get: (name) => traits[name],
    on: (_event, run) => receive = run,
    send: (content) =>
      opened.then((socket) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(content));
      }),
  };
};
