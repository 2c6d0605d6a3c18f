/** The codes of faults by words of their code, cause or next step. Pure. */
import { type Fault, type FaultKind, faultCode } from '../../domain/fault.ts';

export type CodeRow = { readonly code: string; readonly cause: string; readonly next: string };

/** Every word must occur somewhere in a row; `RATE_LIMITED`, `rate limited` and `rate-limited` are the same. */
export function findCodes(
  rows: Readonly<Record<FaultKind, readonly [string, string]>>,
  query: string,
): readonly CodeRow[] {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  return Object.entries(rows)
    .map(([kind, [cause, next]]) => ({ code: faultCode({ kind } as Fault), cause, next })) // the code is made of the kind alone
    .filter((row) => {
      const text = plain(`${row.code} ${row.cause} ${row.next}`);
      return wanted.every((word) => text.includes(word));
    })
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

function plain(text: string): string {
  return text.toLocaleLowerCase().replace(/[_-]/g, ' ');
}
