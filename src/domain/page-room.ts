/** How much memory a model in this browser may take. Pure. */
import { judgeFit } from './fit.ts';
import { type FitQuestion, fitNeed } from './fit-need.ts';

/** What WebAssembly may have at most, without what its own code and stacks take. */
const mostBytes = 4 * 1024 ** 3 - 256 * 1024 ** 2;

/** `deviceMemory`: of the browser, in GiB, where it tells. Half of what the device has is for the rest of it. */
export function pageRoomBytes(deviceMemory: number | undefined): number {
  return deviceMemory === undefined
    ? mostBytes
    : Math.min(mostBytes, (deviceMemory * 1024 ** 3) / 2);
}

export type PageFit = 'fits' | 'tight' | 'too-large' | 'unknown';

/** `unknown`: the browser does not tell what the device has, and the limit of WebAssembly alone would let it pass. */
export function pageFit(question: FitQuestion, deviceMemory: number | undefined): PageFit {
  const ramBytes = pageRoomBytes(deviceMemory);
  const place = { memory: { vramBytes: 0, ramBytes }, loaded: [], canEvict: false };
  const verdict = judgeFit(fitNeed(question), place);
  if (verdict.kind === 'too-large') return 'too-large';
  if (verdict.kind !== 'fits' || deviceMemory === undefined) return 'unknown';
  return verdict.isClose ? 'tight' : 'fits';
}
