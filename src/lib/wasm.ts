/**
 * Which WebAssembly this browser has, found by trying: 64-bit memory, 32-bit memory only, or not what llama.cpp takes.
 */

/** Of an address in its memory. */
export type WasmWidth = 64 | 32;

type Wasm = Pick<typeof WebAssembly, 'validate'> & {
  readonly Memory: new (descriptor: WebAssembly.MemoryDescriptor) => unknown;
};

export function wasmWidthOf(wasm: Wasm | undefined): WasmWidth | undefined {
  // Lockdown modes take it away whole.
  if (typeof wasm !== 'object') return undefined;
  const has = (memory: object) => {
    try {
      new wasm.Memory(memory as WebAssembly.MemoryDescriptor);
      return true;
    } catch {
      return false;
    }
  };
  const canRun =
    [withVectors, withExceptions].every((module) => wasm.validate(new Uint8Array(module))) &&
    // Both builds are made for threads, and have such a memory even where they get none.
    has({ initial: 1, maximum: 1, shared: true });
  if (!canRun) return undefined;
  return has({ address: 'i64', initial: 1n, maximum: 1n }) ? 64 : 32;
}

let known: WasmWidth | undefined;

export function wasmWidth(): WasmWidth | undefined {
  known ??= wasmWidthOf(globalThis.WebAssembly);
  return known;
}

/** Pauses in WebAssembly for what answers later (JSPI). */
export function hasWasmPauses(): boolean {
  return typeof WebAssembly === 'object' && 'Suspending' in WebAssembly;
}

const head = [0, 97, 115, 109, 1, 0, 0, 0];
/** A function that fills a vector with a number. */
const withVectors = [
  ...head,
  ...[1, 5, 1, 96, 0, 1, 123],
  ...[3, 2, 1, 0],
  ...[10, 8, 1, 6, 0, 65, 0, 253, 15, 11],
];
/** A tag, by which exceptions are told apart. */
const withExceptions = [...head, ...[1, 4, 1, 96, 0, 0], ...[13, 3, 1, 0, 0]];
