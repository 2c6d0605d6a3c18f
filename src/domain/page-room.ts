/** How much memory a model in this browser may take. Pure. */
import type { PageDevice } from '../lib/page-device.ts';
import { judgeFit } from './fit.ts';
import { type FitQuestion, fitNeed } from './fit-need.ts';

const gib = 1024 ** 3;
/** What its own code and stacks take. */
const ownBytes = gib / 4;
/** What WebAssembly may have at most. With 32-bit memory only the lower half: the build for it takes addresses in the upper one for negative. */
const mostBytes = { wide: 4 * gib - ownBytes, narrow: 2 * gib - ownBytes };
/** Where the browser does not tell: iPhones and iPads end pages that take more than 1 to 1.5 GiB; what a model needs is reckoned on the safe side. */
const touchBytes = gib;

/** Half of what the device has is for the rest of it. */
export function pageRoomBytes({ deviceMemory, isNarrow, hasTouch }: PageDevice): number {
  const most = isNarrow ? mostBytes.narrow : mostBytes.wide;
  if (deviceMemory !== undefined) return Math.min(most, (deviceMemory * gib) / 2);
  return isNarrow && hasTouch ? touchBytes : most;
}

export type PageFit = 'fits' | 'tight' | 'too-large' | 'unknown';

/** `unknown`: the browser does not tell what the device has, and the limit of WebAssembly alone would let it pass. */
export function pageFit(question: FitQuestion, device: PageDevice): PageFit {
  const ramBytes = pageRoomBytes(device);
  const place = { memory: { vramBytes: 0, ramBytes }, loaded: [], canEvict: false };
  const verdict = judgeFit(fitNeed(question), place);
  if (verdict.kind === 'too-large') return 'too-large';
  if (verdict.kind !== 'fits' || device.deviceMemory === undefined) return 'unknown';
  return verdict.isClose ? 'tight' : 'fits';
}
