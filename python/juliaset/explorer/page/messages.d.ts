// What travels between the page and its host.

interface Engine {
  kernel: string;
  flavour: string | null;
  threads: number | null;
  gil: "held" | "released" | null;
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
