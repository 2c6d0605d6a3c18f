/** A verdict in words, and as the parts of a bar. */
import type { FitMemory, FitVerdict } from '../../../domain/fit.ts';
import type { FitNeed } from '../../../domain/fit-need.ts';
import type { LoadedModel } from '../../../domain/model-details.ts';
import { formatBytes, formatPercent } from '../../../i18n/format.ts';
import { words } from '../../../i18n/i18n.ts';

export type FitTone = 'ok' | 'close' | 'bad' | 'unknown';

export function verdictWords(verdict: FitVerdict): string {
  const t = words().fit;
  const { verdicts } = t;
  switch (verdict.kind) {
    case 'fits':
      return verdict.isClose ? verdicts.close(t[verdict.place]) : verdicts.fits(t[verdict.place]);
    case 'evicts':
      return verdict.names.length > 1
        ? verdicts.evictsMany(joined(verdict.names))
        : verdicts.evicts(joined(verdict.names));
    case 'spills':
      return verdicts.spills(formatPercent(verdict.part));
    case 'too-large':
      return verdicts.tooLarge(formatBytes(verdict.missingBytes));
    case 'more-than-seen':
      return verdicts.moreThanSeen(formatBytes(verdict.seenBytes));
    case 'unknown':
      return verdicts.unknown;
  }
}

export function verdictTone(verdict: FitVerdict): FitTone {
  switch (verdict.kind) {
    case 'fits':
      return verdict.isClose ? 'close' : 'ok';
    case 'evicts':
    case 'spills':
      return 'close';
    case 'too-large':
      return 'bad';
    default:
      return 'unknown';
  }
}

/** One figure where it is nearly one; the range where it is not. */
export function needWords({ totalBytes, lowBytes, highBytes }: FitNeed): string {
  const t = words().fit;
  return highBytes - lowBytes > totalBytes * 0.1
    ? t.needsBetween(formatBytes(lowBytes), formatBytes(highBytes))
    : t.needs(formatBytes(totalBytes));
}

/** Empty where nothing is in doubt. */
export function doubtWords({ doubts }: FitNeed): string {
  const t = words().fit;
  return doubts.length === 0 ? '' : t.doubts(joined(doubts.map((each) => t.doubt[each])));
}

export type FitBar = {
  readonly roomBytes: number;
  /** Parts of the room, from 0 to 1. */
  readonly held: number;
  readonly needed: number;
};

/** `undefined` where the room is not known. */
export function fitBar(
  need: FitNeed,
  memory: FitMemory | undefined,
  loaded: readonly LoadedModel[],
): FitBar | undefined {
  const isCard = (memory?.vramBytes ?? 0) > 0;
  const roomBytes = isCard ? memory?.vramBytes : memory?.ramBytes;
  if (!roomBytes) return undefined;
  const heldBytes = loaded.reduce((bytes, model) => {
    return bytes + ((isCard ? model.vramBytes : (model.sizeBytes ?? model.vramBytes)) ?? 0);
  }, 0);
  const held = Math.min(1, heldBytes / roomBytes);
  return { roomBytes, held, needed: Math.min(1, need.totalBytes / roomBytes) };
}

function joined(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : words().fit.and(names.slice(0, -1).join(', '), last);
}
