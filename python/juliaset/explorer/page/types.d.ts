/** What travels between the page and its host, and what the page's modules share. */

export type Complex = [number, number];
export type Point = [number, number];
export type Bytes = DataView | ArrayBuffer;
export type Counts = Int16Array | Int32Array;

export interface Size {
  width: number;
  height: number;
}

/** Pixel (p, q) is the point ((column + p) * step(level), (row - q) * step(level)). */
export interface View extends Size {
  level: number;
  column: number;
  row: number;
}

/** A plane, or the pyramid of a mosaic, which has sizes and an end. */
export interface Grid {
  x: number;
  y: number;
  /** The level of the first step. */
  first: number;
  steps: number[];
  sizes?: [number, number][];
}

export interface Engine {
  kernel: string;
  flavour: string | null;
  threads: number | null;
  gil: "held" | "released" | null;
}

export interface State {
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
}

export interface Kernel {
  name: string;
  summary: string;
  exact: boolean;
  threads: boolean;
  most_threads: number;
  flavours: string[];
  gil: boolean;
  reason: string;
  lanes?: number;
}

export interface Hello {
  type: "hello";
  version: string;
  python: string;
  cores: number;
  best: string;
  kernels: Kernel[];
  palettes: string[];
  shades: number;
  sets: { name: string; c: Complex; text: string }[];
  grid: { kind: "plane" } | Omit<Grid, "first"> & { kind: "mosaic" };
}

export interface Pass {
  type: "pass";
  panel: number;
  id: number;
  x: number;
  y: number;
  dx: number;
  dy: number;
  width: number;
  height: number;
  block: [number, number];
  dtype: "int16" | "int32";
  share: number;
}

export interface Done {
  type: "done";
  panel: number;
  id: number;
  kernel: string;
  ms: number;
  iterations: number;
  pixels: number;
  passes: number;
  silence_ms: number | null;
  threads: number | null;
}

export interface Compared {
  type: "compared";
  panel: number;
  id: number;
  differ: number | null;
  times_loops: number | null;
  roof: number | null;
  notes: string[];
}

export interface Tiles {
  type: "tiles";
  id: number;
  tile: number;
  columns: number;
  rows: number;
  radius: number;
  limit: number;
  sieve_rounds: number[];
}

export interface Rows {
  type: "rows";
  id: number;
  threads: number;
}

export type Message =
  | Hello
  | Pass
  | Done
  | Compared
  | Tiles
  | { type: "depths"; panel: number; id: number }
  | Rows
  | { type: "refused"; panel?: number; id?: number; message: string }
  | { type: "ended"; panel: number; message: string };

/** What a host has told of a picture, besides its counts. */
export interface Known {
  tiles?: Tiles;
  rows?: Rows;
  /** The fates of the tiles, or the threads of the rows. */
  numbers: Int32Array;
  /** The pixels in a vector of the engine. */
  lanes: number;
}

/** What is laid over a picture. */
export interface Area {
  colour?: (pixel: number) => number;
  /** Of the trap's disc. */
  radius?: number;
  words: string;
}

/** What anywidget hands to a front end, as far as this one uses it. */
export interface Model {
  send(content: object): void;
  get(name: string): unknown;
  on(event: string, run: (content: Message, buffers: Bytes[]) => void): void;
}

/** One picture while it is painted. */
export interface Frame {
  readonly view: View;
  readonly image: ImageData;
  readonly counts: Int32Array;
  /** Where each pixel lies on the palette. */
  readonly places: Uint16Array;
  /** The size of the block whose count a pixel shows. */
  readonly grain: Uint8Array;
  /** The places of the counts. */
  tone: Uint16Array | null;
  /** The pixels whose count differs from the right one. */
  wrong: number[];
  isWhole: boolean;
}

/** What a panel asks for: one picture of one engine. */
export interface Job {
  view: View;
  c: Complex;
  limit: number;
  engine: Engine;
}

/** One engine and its picture. */
export interface Panel {
  readonly index: number;
  readonly element: HTMLElement;
  readonly stage: HTMLElement;
  /** The picture, what lies over it, and the orbit. */
  readonly layers: HTMLCanvasElement[];
  frame: Frame | null;
  /** What is asked for, and its number. */
  asked: (Job & { id: number; at: number; isAnswered: boolean }) | null;
  done: Done | null;
  compared: Compared | null;
  want(job: Job): void;
  /** Nothing of what was asked will come. */
  forget(): void;
  /** Once for each picture of the screen. */
  tick(): void;
  receive(message: Message, buffers: Bytes[]): void;
  /** Colours or overlays have changed. */
  repaint(retone?: boolean): void;
}

/** The scoreboard under a picture. */
export interface Figures {
  begin(): void;
  progress(share: number): void;
  tick(): void;
  finish(done: Done): void;
  compare(compared: Compared): void;
}

export interface Overlays {
  known: Known;
  /** The pixels in a vector of the engine; if it has none, of a usual one. */
  lanes(panel: Panel): number;
  ask(): void;
  receive(message: Message, buffers: Bytes[]): void;
  draw(panel: Panel): void;
  drawOrbit(panel: Panel): void;
}

export interface Shown {
  show(): void;
}

export interface Share extends Shown {
  copy(what: "link" | "command"): void;
  png(): void;
}

export interface Tour {
  toggle(): void;
  /** To the step that is so many steps on. */
  go(by: number): void;
  /** Tell what was measured, once there is a guess. */
  look(): void;
}

/** All of it: the state, what is seen of it, and the parts. */
export interface Explorer {
  readonly model: Model;
  readonly root: HTMLElement;
  readonly hello: Hello;
  readonly grid: Grid;
  readonly palettes: Map<string, Uint32Array>;
  readonly panels: Panel[];
  readonly state: State;
  overlays: Overlays;
  share: Share;
  tour: Tour;
  /** The levels of one step of the wheel. */
  readonly levels: number;
  view: View;
  /** The pixels of the picture in one of CSS. */
  ratio: number;
  cursor: Point;
  change(some: Partial<State>): void;
  undo(): void;
  redo(): void;
  /** Send what needs a number, and return the number. */
  ask(content: object): number;
  go(place: View): void;
  zoom(levels: number, at?: Point): void;
  centre(at: Point): void;
  pan(right: number, down: number): void;
  pointTo(at: Point): void;
  setLimit(limit: number): void;
  kernelOf(engine: Engine): Kernel;
  /** A panel has new figures. */
  measured(panel: Panel): void;
  say(text: string): void;
  receive(message: Message, buffers: Bytes[]): void;
  close(): void;
}
