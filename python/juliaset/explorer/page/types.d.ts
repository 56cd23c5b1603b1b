// What travels between the page and its host, and what the modules of the page share.

type Complex = [number, number];
type Point = [number, number];
type Bytes = DataView<ArrayBuffer>;
type Counts = Int16Array | Int32Array;

/** A class of arrays, as Int32Array is. */
interface NumbersType<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, from?: number, length?: number): T;
}

/** The first column and row, and those after the last. */
type Edges = [left: number, top: number, right: number, bottom: number];

interface Size {
  width: number;
  height: number;
}

/** Pixel (p, q) is the point ((column + p) * step(level), (row - q) * step(level)). */
interface View extends Size {
  level: number;
  column: number;
  row: number;
}

/** A plane, or the pyramid of a mosaic, which has sizes and an end. */
interface Grid {
  x: number;
  y: number;
  /** The level of the first step. */
  first: number;
  steps: number[];
  /** How many steps high a pixel is; 1 in the plane. */
  ratio?: number;
  sizes?: [number, number][];
  /** Where level 0 ends: the last pixels of a coarser level may reach beyond. */
  right?: number;
  bottom?: number;
  /** The beginning of a command that paints a part of it. */
  command?: string;
}

/** The pyramid of a mosaic, and what it shows. */
interface MosaicGrid extends Omit<Grid, "first"> {
  kind: "mosaic";
  c: Complex;
  limit: number;
}

interface Engine {
  kernel: string;
  flavour: string | null;
  threads: number | null;
  gil: "held" | "released" | null;
}

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

interface Kernel {
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

interface Hello {
  type: "hello";
  version: string;
  python: string;
  cores: number;
  best: string;
  kernels: Kernel[];
  palettes: string[];
  shades: number;
  sets: { name: string; c: Complex; text: string }[];
  grid: { kind: "plane"; sizes?: undefined; c?: undefined; limit?: undefined } | MosaicGrid;
}

interface Pass {
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

interface Done {
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

interface Compared {
  type: "compared";
  panel: number;
  id: number;
  differ: number | null;
  times_loops: number | null;
  roof: number | null;
  notes: string[];
}

interface Tiles {
  type: "tiles";
  id: number;
  tile: number;
  columns: number;
  rows: number;
  radius: number;
  limit: number;
  sieve_rounds: number[];
}

interface Rows {
  type: "rows";
  id: number;
  threads: number;
}

type Message =
  | Hello
  | Pass
  | Done
  | Compared
  | Tiles
  | { type: "depths"; panel: number; id: number }
  | Rows
  | { type: "refused"; panel?: number; id?: number; message: string }
  | { type: "ended"; panel: number; id?: number; message: string }
  | { type: "stopped"; panel: number; id: number }
  | { type: "lost" };

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
  /** To the step that is so many steps on. */
  go(by: number): void;
  /** Tell what was measured, once there is a guess. */
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

interface DomFunctions {
  /** The part with a name: index.html has each that a module asks for. */
  part<T extends Element>(root: ParentNode, name: string, type: new () => T): T;
  /** Write a text into a part, and return the part. */
  write(root: ParentNode, name: string, text: string): HTMLElement;
  make<K extends keyof HTMLElementTagNameMap>(
    tag: K,
    text?: string,
    attributes?: Record<string, string>,
  ): HTMLElementTagNameMap[K];
  pen(canvas: HTMLCanvasElement): CanvasRenderingContext2D;
}

interface GridFunctions {
  clamp(number: number, least: number, most: number): number;
  toGrid(grid: Hello["grid"]): Grid;
  /** The distance of two neighbouring pixels. */
  stepOf(grid: Grid, level: number): number;
  /** The level whose step is nearest. */
  nearestLevel(grid: Grid, step: number): number;
  /** The point under a pixel. */
  pointAt(grid: Grid, view: View, pixel: Point): Point;
  /** The pixel over a point, perhaps between pixels or outside the picture. */
  pixelAt(grid: Grid, view: View, point: Point): Point;
  /** The pixels of a view in which there is something: all, unless the grid has an end. */
  edges(grid: Grid, view: View): Edges;
  /** How many bits of a double are left to tell neighbouring pixels apart. */
  bitsLeft(view: View): number;
  /** The view in which what was at the pixel `from` is at `to`, `ratio` times as large. */
  moved(grid: Grid, view: View, from: Point, to: Point, ratio: number, size?: Size): View;
  /** Zoom in by some levels, or out; the point under a pixel stays there. */
  zoomed(grid: Grid, view: View, levels: number, at: Point): View;
  middle(size: Size): Point;
  /** The view that shows, at another size, what a place shows at its own; null is everything. */
  fitted(grid: Grid, place: View | null, size: Size): View;
  /** Whether hosts compute it, and doubles tell its pixels apart. */
  isAllowed(grid: Grid, view: View): boolean;
  /** Whether the plane is as wide and as high as a view, which may have to be moved. */
  fits(grid: Grid, view: Size & { level: number }): boolean;
  /** The view, moved back to where there is something. */
  kept(grid: Grid, view: View): View;
}

interface ColourFunctions {
  /** Share the palette out among the counts: the place of each. */
  toneOf(counts: Counts, limit: number): Uint16Array;
  /** The numbers in a buffer, which need not be aligned; copied only if they must be. */
  numbersOf<T>(buffer: Bytes, type: NumbersType<T>): T;
  /** Each palette as pixels: its shades, its interior, and a clear one. */
  palettesFrom(buffer: Bytes, names: string[]): Map<string, Uint32Array>;
  /** Give each pixel the colour of its number. */
  paintBy(image: ImageData, numbers: Counts | Uint16Array, colours: Uint32Array): void;
}

/** Figures by the names of their cells. */
type Texts = Record<string, string>;

interface FigureFunctions {
  /** Three digits that count, and thousands apart. */
  short(number: number): string;
  percent(share: number): string;
  ofDone(done: Done): Texts;
  ofCompared(compared: Compared): Texts;
  showFigures(panel: HTMLElement, texts: Texts): Texts;
}

type Given = Partial<Pick<Frame, "edges" | "image" | "counts">>;

interface FrameFunctions {
  /** Nothing is known of it, unless it is given; image: what an older picture no longer needs. */
  newFrame(view: View, limit: number, known?: Given): Frame;
  /** Begin with what an older picture of the same set shows; scale: its pixels in the new ones. */
  borrow(frame: Frame, old: Frame, scale: number): void;
  addPass(frame: Frame, pass: Pass, numbers: Counts): void;
  /** The place of each pixel, which may then be changed. */
  placesOf(frame: Frame): Uint16Array;
  /** Share the palette out anew; smooth: a pixel stays where it is in its band. */
  retone(frame: Frame, isSmooth: boolean): Frame;
  paint(frame: Frame, palette?: Uint32Array): void;
  /** The pixels whose bit is set, the highest of a byte first. */
  bitsOf(bytes: Uint8Array): number[];
}

interface StateFunctions {
  /** The state as the fragment of a link. */
  toFragment(state: State): string;
  fromFragment(text: string): Record<string, string>;
  /** Read what a link says; what is missing or wrong is as at the beginning. */
  toState(start: Record<string, unknown>): State;
  toConstant(numbers: number[]): Complex | null;
  toPlace(numbers: number[]): View | null;
  toEngine(text: string): Engine;
  /** The kernel of an engine; of one that cannot run here, the first. */
  kernelOf(engine: { kernel: string }, hello: Pick<Hello, "kernels">): Kernel;
  /** The engine with only those choices that its kernel has here. */
  offered(engine: Engine, hello: Pick<Hello, "kernels">): Engine;
  /** The state with nothing in it that a host does not offer. */
  checked(state: State, hello: Hello): State;
  /** The command that renders a view, with so many times the pixels on each side. */
  renderCommand(grid: Grid, view: View, state: State, times: number): string;
}

interface InsightFunctions {
  /** The points of an orbit while abs(z) < 2, for at most so many steps. */
  orbitOf(z: Point, c: Complex, most: number): Point[];
  /**
   * A vector goes on until its slowest lane has escaped: how long each lane is idle, 0 to 1, and
   * the share of the steps that are useful.
   */
  lanesAtWork(
    counts: Counts,
    width: number,
    lanes: number,
  ): { idle: Float32Array; useful: number };
  /** The share of the numbers for which something holds. */
  shareOf(numbers: Counts, holds: (number: number) => boolean): number;
}

/** What anywidget calls; the answer ends the view. */
interface FrontEnd {
  render(host: { model: Model; el: HTMLElement }): unknown;
}

/** Publish a source after those that it imports, and return its address. */
type Load = (
  name: string,
  sources: Record<string, string>,
  publish: (text: string) => string,
  addresses?: Record<string, string>,
) => string;

/** Connect to a host, and again when asked; `lost` is called when the host is gone. */
type NewSocketModel = (
  address: string,
  token: string,
  traits: Record<string, unknown>,
  lost: () => void,
) => Model & { connect(): void };
