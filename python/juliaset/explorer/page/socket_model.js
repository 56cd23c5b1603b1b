// The host of a page: a socket that looks like anywidget's model.

// A frame is the length of the JSON, the JSON, and the buffers, each at a multiple of 8.
/** @type {(frame: ArrayBuffer) => [content: Message, buffers: DataView<ArrayBuffer>[]]} */
export const unpack = (frame) => {
  const length = new DataView(frame).getUint32(0, true);
  const { sizes, ...content } = JSON.parse(new TextDecoder().decode(frame.slice(4, 4 + length)));
  let end = 4 + length;
  const buffers = sizes.map((/** @type {number} */ size) => {
    const begin = Math.ceil(end / 8) * 8;
    end = begin + size;
    return new DataView(frame, begin, size);
  });
  return [content, buffers];
};

/** @type {NewSocketModel} */
export const newSocketModel = (address, token, traits, lost) => {
  let receive = /** @type {Parameters<Model["on"]>[1]} */ (() => {});
  const connect = () => {
    const opened = new WebSocket(address, ["juliaset", `token.${token}`]);
    opened.binaryType = "arraybuffer";
    opened.onclose = () => [lost(), receive({ type: "lost" }, [])];
    opened.onmessage = ({ data }) => receive(...unpack(data));
    return opened;
  };
  let socket = connect();
  return {
    connect: () => socket = connect(),
    get: (name) => traits[name],
    on: (_event, run) => receive = run,
    send(content) {
      const [text, to] = [JSON.stringify(content), socket];
      if (to.readyState === WebSocket.OPEN) to.send(text);
      if (to.readyState === WebSocket.CONNECTING) to.addEventListener("open", () => to.send(text));
    },
  };
};
