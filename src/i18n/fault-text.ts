/**
 * Faults in words: what happened, and what to do next. Total over `Fault['kind']`: a new kind without words does not
 * compile. The words come right after the first paint; a fault shown before says its code until then.
 */
import { createSignal } from 'solid-js';
import { type Fault, type FaultKind, faultCode } from '../domain/fault.ts';
import { nowAt } from '../lib/timing.ts';
import type { FaultFormats, FaultWords } from './en/faults.ts';
import { formatMoment } from './format.ts';
import { loadWords, words } from './i18n.ts';

export type FaultText = {
  readonly title: string;
  readonly next?: string;
};

const [isLoaded, setLoaded] = createSignal(false);

export async function loadFaultWords(): Promise<void> {
  await loadWords('faults');
  setLoaded(true);
}

export function faultText(fault: Fault): FaultText {
  if (!isLoaded()) return { title: faultCode(fault) };
  // The table is typed kind by kind; what the compiler cannot follow is that both sides use the same one.
  const text = words().faults[fault.kind] as FaultWords[FaultKind] as (
    fault: Fault,
    formats: FaultFormats,
  ) => FaultText;
  return text(fault, formats);
}

const formats: FaultFormats = { moment: (at) => formatMoment(at, nowAt()) };
