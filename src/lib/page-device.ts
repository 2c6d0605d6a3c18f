/** What this device has for models in a page, as far as the browser tells. In pages only: workers know of no touch. */
import { wasmWidth } from './wasm.ts';

export type PageDevice = {
  /** In GiB; Chromium only. */
  readonly deviceMemory: number | undefined;
  /** Its WebAssembly has 32-bit memory only. */
  readonly isNarrow: boolean;
  /** A phone or a tablet, most likely. */
  readonly hasTouch: boolean;
};

export function readPageDevice(): PageDevice {
  const { deviceMemory, maxTouchPoints = 0 } = navigator as {
    deviceMemory?: number;
    maxTouchPoints?: number;
  };
  return { deviceMemory, isNarrow: wasmWidth() === 32, hasTouch: maxTouchPoints > 0 };
}
