/**
 * Writes what arrives to the journal, joined to at most one row per 250 ms. A write that fails stops nothing: its text is
 * kept and written with the next, or by itself a second later.
 */
import { type Fault, faultFrom } from '../domain/fault.ts';
import type { Journal } from '../storage/journal.ts';
import type { Piece } from './live-reply.ts';

const everyMs = 250;
const againMs = 1000;

export type Journaling = {
  readonly add: (piece: Piece) => void;
  /** Waits for the write under way; what is not written yet is folded into the message anyway. */
  readonly close: () => Promise<void>;
};

export function createJournaling(
  journal: Journal,
  messageId: string,
  /** Told of a write that failed, and with `undefined` of the first that went through after it. */
  onFault: (fault: Fault | undefined) => void,
): Journaling {
  let waiting: Piece = { reasoning: '', text: '' };
  let seq = 0;
  let failing = false;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    const piece = waiting;
    if (piece.reasoning === '' && piece.text === '') return;
    waiting = { reasoning: '', text: '' };
    const mine = seq;
    seq += 1;
    try {
      await journal.append(messageId, mine, piece);
      if (failing) onFault(undefined);
      failing = false;
    } catch (error) {
      // Nothing is lost: the piece goes out again, and the text stays in memory and on screen.
      waiting = { reasoning: piece.reasoning + waiting.reasoning, text: piece.text + waiting.text };
      seq = mine;
      failing = true;
      onFault(faultFrom(error));
      arm(againMs);
    }
  }
  function arm(ms: number): void {
    if (closed) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      writing = writing.then(write);
    }, ms);
  }
  return {
    add: (piece) => {
      waiting = { reasoning: waiting.reasoning + piece.reasoning, text: waiting.text + piece.text };
      arm(everyMs);
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await writing;
    },
  };
}
