/** Faults in words: what happened, and what to do next. Total over `Fault['kind']`: a new kind without words does not compile. */
import type { Fault, FaultKind } from '../domain/fault.ts';
import type { FaultWords } from './en/faults.ts';
import { words } from './i18n.ts';

export type FaultText = {
  readonly title: string;
  readonly next?: string;
};

export function faultText(fault: Fault): FaultText {
  // The table is typed kind by kind; what the compiler cannot follow is that both sides use the same one.
  const text = words().faults[fault.kind] as FaultWords[FaultKind] as (fault: Fault) => FaultText;
  return text(fault);
}
