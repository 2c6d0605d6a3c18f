/// <reference types="vite/client" />
/** llama.cpp as WebAssembly, a part of its own: some hundred kilobytes that only a model in this browser needs. */
import { Wllama, type WllamaConfig } from '@wllama/wllama/esm/index.js';
import wasmUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';

const wasm = new URL(wasmUrl, import.meta.url).href;

/** What has to be kept for use without a network. */
export const engineFiles: readonly string[] = [wasm, import.meta.url];

export function createWllama(logger: NonNullable<WllamaConfig['logger']>): Wllama {
  const made = new Wllama(
    { default: wasm },
    {
      logger,
      // Ours is the store; its own would look for a folder of the origin that may not be there.
      cacheManager: {} as never,
      modelManager: {} as never,
    },
  );
  // Never the build of a foreign host that stands in for the missing parts of older browsers.
  made.setCompat(null);
  return made;
}
