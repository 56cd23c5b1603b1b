// The parts of the page, and what they share.

interface State {
  /** What was looked at, and how large the picture was then; null: the whole set. */
  place: View | null;
  c: Complex;
  limit: number;
  /** One engine, or the two of a race. */
  engines: Engine[];
  palette: string;
  smooth: boolean;
  show: string;
  orbit: boolean;
  /** Whether keys of one character do something. */
  keys: boolean;
}

/** What a host has told of a picture, besides its counts. */
interface Known {
  tiles?: Tiles;
  rows?: Rows;
  /** The fates of the tiles, or the threads of the rows. */
  numbers: Int32Array;
}

/** What is laid over a picture. */
interface Area {
  colour?: (pixel: number) => number;
  /** Of the trap's disc. */
  radius?: number;
  /** Of the text of its legend. */
  gaps: string[];
}

/** What anywidget hands to a front end, as far as this one uses it. */
interface Model {
  send(content: object): void;
  get(name: string): unknown;
  on(event: string, run: (content: Message, buffers: Bytes[]) => void): void;
}

/** One picture while it is painted. */
interface Frame {
  readonly view: View;
  /** What lies beyond them stays without a count. */
  readonly edges: Edges;
  readonly limit: number;
  readonly image: ImageData;
  readonly counts: Counts;
  /** Where each pixel lies on the palette; null if all counts are known, and lie at their tone. */
  places: Uint16Array | null;
  /** The size of the block whose count a pixel shows. */
  readonly grain: Uint8Array;
  /** The places of the counts. */
  tone: Uint16Array | null;
  /** The pixels whose count differs from the right one. */
  wrong: number[];
  isWhole: boolean;
}

/** What a panel asks for: one picture of one engine. */
interface Job {
  view: View;
  c: Complex;
  limit: number;
  engine: Engine;
}

/** One engine and its picture. */
interface Panel {
  readonly index: number;
  readonly element: HTMLElement;
  readonly stage: HTMLElement;
  /** The picture, and what lies over it. */
  readonly layers: HTMLCanvasElement[];
  readonly orbit: HTMLCanvasElement;
  frame: Frame | null;
  /** What is asked for, and its number. */
  asked: (Job & { id: number; at: number; isAnswered: boolean }) | null;
  want(job: Job): void;
  /** Nothing more of what was asked will come; `isWanted`: but it isn't to be asked for anew. */
  stop(type?: "stop" | "close", isWanted?: boolean): void;
  /** For a picture of the screen: show what changed, and return whether more is to come. */
  tick(): boolean;
  receive(message: Message, buffers: Bytes[]): void;
  /** Share the palette out anew, in bands; smooth colours come a moment later. */
  recolour(): void;
}

interface Overlays {
  ask(): void;
  receive(message: Message, buffers: Bytes[]): void;
  draw(panel: Panel): void;
  drawOrbit(panel: Panel): void;
}

interface Share {
  show(): void;
  copy(what: "link" | "command"): void;
  png(): void;
}

interface Tour {
  toggle(): void;
  /** To the step that is `by` steps on. */
  go(by: number): void;
  /** Announce what was measured, once there is a guess. */
  look(): void;
}

/** All of it: the state, what is seen of it, and the parts. */
interface Explorer {
  readonly model: Model;
  readonly root: HTMLElement;
  readonly hello: Hello;
  readonly grid: Grid;
  readonly palettes: Map<string, Uint32Array>;
  panels: Panel[];
  state: State;
  overlays: Overlays;
  share: Share;
  tour: Tour;
  view: View;
  /** The pixels of the picture in one of CSS. */
  ratio: number;
  cursor: Point;
  change(some: Partial<State>): void;
  /** Undo the newest change, -1, or redo it, 1. */
  travel(by: number): void;
  /** Send what needs a number, and return the number. */
  ask(content: object): number;
  /** What was at the pixel `from` comes to `to`, and looks `ratio` times as large. */
  move(from: Point, to: Point, ratio?: number, view?: View): void;
  zoom(levels: number, at?: Point): void;
  pointTo(at: Point): void;
  /** A panel has new figures. */
  measured(panel: Panel): void;
  receive(message: Message, buffers: Bytes[]): void;
  /** Let the panels tick with the next picture of the screen. */
  soon(): void;
  close(): void;
}
