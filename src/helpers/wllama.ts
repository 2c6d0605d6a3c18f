/// <reference types="vite/client" />
/**
 * llama.cpp as WebAssembly, a part of its own: some hundred kilobytes that only a model in this browser needs. Of its two
 * builds a browser takes one: by what it can do (`lib/wasm.ts`), not by its name.
 */
import { Wllama, type WllamaConfig } from '@wllama/wllama/esm/index.js';
import wideWasmUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import narrowCodeUrl from '@wllama/wllama-compat/wasm/wllama.js?url';
import narrowWasmUrl from '@wllama/wllama-compat/wasm/wllama.wasm?url';

type Logger = NonNullable<WllamaConfig['logger']>;

/** What has to be kept for use without a network. */
export type EngineFiles = { readonly self: string; readonly wasm: string };
const self = import.meta.url;
const absolute = (url: string) => new URL(url, self).href;

export const wideFiles: EngineFiles = { self, wasm: absolute(wideWasmUrl) };
export const narrowFiles: EngineFiles & { readonly code: string } = {
  self,
  wasm: absolute(narrowWasmUrl),
  code: absolute(narrowCodeUrl),
};

/** For 64-bit memory. */
export function createWide(logger: Logger): Wllama {
  const made = create(wideFiles.wasm, logger);
  // Neither the other build nor that of a foreign host, which is its default.
  made.setCompat(null);
  return made;
}

/** For 32-bit memory; `wasm` is an address, `code` the script itself. */
export function createNarrow(wasm: string, code: string, logger: Logger): Wllama {
  const made = create(wasm, logger);
  // Firefox too: by itself it would be left out, by its name. That this build is needed is then felt for as we did.
  made.setCompat({ worker: { code }, wasm }, 'firefox_safari');
  return made;
}

function create(wasm: string, logger: Logger): Wllama {
  return new Wllama(
    { default: wasm },
    {
      logger,
      // Ours is the store; its own would look for a folder of the origin that may not be there.
      cacheManager: {} as never,
      modelManager: {} as never,
    },
  );
}
