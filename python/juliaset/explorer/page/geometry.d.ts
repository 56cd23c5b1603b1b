// Numbers, points, views and grids.

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
