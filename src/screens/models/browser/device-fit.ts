/** Whether a model fits this device, as far as the browser tells what it has. */
import { type PageFit, pageFit } from '../../../domain/page-room.ts';
import { readPageDevice } from '../../../lib/page-device.ts';
import type { StatusTone } from '../../../ui/StatusDot.tsx';

/** Tokens of a conversation that a small model should have room for. */
const usualContext = 4096;

export function fitHere(
  weightsBytes: number,
  info: Readonly<Record<string, unknown>> = {},
): PageFit {
  return pageFit({ weightsBytes, info, contextLength: usualContext }, readPageDevice());
}

export const fitTones: Readonly<Record<PageFit, StatusTone>> = {
  fits: 'ok',
  tight: 'warn',
  'too-large': 'error',
  unknown: 'off',
};
