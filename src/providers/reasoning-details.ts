/**
 * OpenRouter's `reasoning_details` from their pieces: what must go back unmodified and in order. Pieces of one item have
 * its index and type; their texts are joined, and what comes last of the rest holds.
 */
type Detail = Record<string, unknown>;

const joined = ['text', 'summary', 'data'] as const;

export function createReasoningDetails() {
  const byKey = new Map<string, Detail>();

  function push(piece: Detail): void {
    const key = `${String(piece['index'] ?? piece['id'] ?? '')} ${String(piece['type'])}`;
    const known = byKey.get(key);
    const merged: Detail = { ...known, ...withoutNulls(piece) };
    for (const field of joined) {
      const [before, now] = [known?.[field], piece[field]];
      if (typeof before === 'string' && typeof now === 'string') merged[field] = before + now;
    }
    byKey.set(key, merged);
  }

  return { push, all: (): readonly Detail[] => [...byKey.values()] };
}

/** The words of pieces, for servers that send no plain text beside them. */
export function wordsOf(pieces: readonly Detail[]): string {
  return pieces
    .map((piece) => piece['text'] ?? piece['summary'])
    .filter((each) => typeof each === 'string')
    .join('');
}

/** A later piece has null where it adds nothing. */
function withoutNulls(piece: Detail): Detail {
  return Object.fromEntries(Object.entries(piece).filter(([, value]) => value !== null));
}
