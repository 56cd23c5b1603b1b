// Notes, in the page, when each picture was asked for, came, and was drawn. All times are in ms.
// What is drawn is noted in the first task after the frame of the screen that it belongs to.

globalThis.probe = {
  input: 0, // when the hand moved last
  frames: [], // the newest ones
  asked: 0,
  answered: 0,
  drawn: 0,
  waits: 0, // bytes that the socket has not sent
  // Move a mouse that is held along a circle, once for each frame of the screen, as browsers tell of
  // moves. Return, for each, its time and whether the newest request has yet to be answered.
  drag(x, y, radius, seconds) {
    const stage = document.querySelector('[data-part="stage"]');
    const notes = [];
    const began = performance.now();
    return new Promise((resolve) => {
      const move = () => {
        const now = performance.now() - began;
        if (now > 1000 * seconds) return resolve(notes);
        notes.push([now, probe.newest().first ? 0 : 1]);
        const [clientX, clientY] = [Math.cos, Math.sin].map((part, k) =>
          [x, y][k] + radius * part(now / 1000)
        );
        const more = { clientX, clientY, buttons: 1, pointerId: 1, bubbles: true };
        stage.dispatchEvent(new PointerEvent("pointermove", more));
        requestAnimationFrame(move);
      };
      requestAnimationFrame(move);
    });
  },
  newest: () => probe.frames[probe.frames.length - 1] ?? { id: 0 },
  // Wait for the next picture that is asked for, until all of these are noted of it. A program that would
  // look again and again instead would take the time that is measured.
  expect(names) {
    const before = probe.newest().id;
    probe.expected = new Promise((resolve) => {
      probe.noted = (frame) => {
        const isIt = frame.id > before && frame === probe.newest();
        if (isIt && names.every((name) => name in frame)) resolve(frame);
      };
    });
  },
  expected: null, // its notes
  noted: () => {},
};
{
  const KEPT = 5000;
  const { probe } = globalThis;
  const isPicture = ({ canvas }) =>
    canvas === document.querySelector('[data-part="picture"]'); // that of the first panel
  const note = (frame, name, number = performance.now()) => {
    if (!frame) return;
    frame[name] ??= number;
    probe.noted(frame);
  };

  for (const name of ["wheel", "pointermove"]) {
    addEventListener(name, ({ timeStamp }) => probe.input = timeStamp, { capture: true });
  }

  const hear = ({ data }) => {
    const length = new DataView(data).getUint32(0, true);
    const { type, id, share, ms } = JSON.parse(
      new TextDecoder().decode(new Uint8Array(data, 4, length)),
    );
    const frame = probe.frames.findLast((each) => each.id === id);
    if (type === "pass") {
      if (frame && !frame.first) probe.answered++;
      note(frame, "first");
      if (share === 1) note(frame, "last");
    } else if (type === "done") note(frame, "ms", ms);
  };

  // What is drawn between two frames belongs to the next one.
  let isInFrame = false;
  const { requestAnimationFrame: nextFrame } = globalThis;
  globalThis.requestAnimationFrame = (run) =>
    nextFrame((time) => {
      isInFrame = true;
      try {
        run(time);
      } finally {
        isInFrame = false;
      }
    });
  const afterFrame = (run) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      run();
    };
    const post = () => port2.postMessage(null);
    if (isInFrame) post();
    else nextFrame(post);
  };

  globalThis.WebSocket = class extends WebSocket {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", hear); // before the page does
    }
  };
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (text) {
    const { type, id, panel } = JSON.parse(text);
    if (type === "paint" && panel === 0) {
      probe.asked++;
      probe.frames.push({ id, input: probe.input, sent: performance.now() });
      if (probe.frames.length > KEPT) probe.frames.shift();
    }
    send.call(this, text);
    probe.waits = Math.max(probe.waits, this.bufferedAmount);
  };

  const { putImageData } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = function (...image) {
    putImageData.apply(this, image);
    const frame = probe.frames.findLast(({ first }) => first);
    if (!isPicture(this) || !frame) return;
    const { last } = frame;
    afterFrame(() => {
      if (!frame.firstDrawn) probe.drawn++;
      note(frame, "firstDrawn");
      if (last) note(frame, "lastDrawn");
    });
  };
}
