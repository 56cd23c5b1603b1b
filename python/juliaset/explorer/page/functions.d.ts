// What the modules of the page export.

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
  /** Paint each pixel in the colour of its number. */
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
  /** The command that renders a view, with `times` the pixels on each side. */
  renderCommand(grid: Grid, view: View, state: State, times: number): string;
}

interface InsightFunctions {
  /** The points of an orbit while abs(z) < 2, for at most `most` steps. */
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
