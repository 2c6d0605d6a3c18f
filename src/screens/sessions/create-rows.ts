/** The rows of the shown branch as the transcript needs them: the end, and a window around what is seen. */
import { type Accessor, createMemo, createSignal } from 'solid-js';
import type { MessageView } from '../../domain/message.ts';
import { textOf } from '../../domain/message-text.ts';
import type { AppState } from '../../state/create-state.ts';
import { type RowRange, rowAt, tailRows, tailStart, windowFor } from './row-window.ts';

export type Rows = {
  readonly total: Accessor<number>;
  /** From here on messages are drawn in plain flow. */
  readonly tailFrom: Accessor<number>;
  /** Reactive; `undefined` until its page has come. */
  readonly at: (position: number) => MessageView | undefined;
  /** Tells which positions are in view, so that the pages around them are there. */
  readonly see: (first: number, last: number) => void;
  /** False until the engine has told how many there are. */
  readonly isKnown: Accessor<boolean>;
  /** The newest rows that are here, oldest first. */
  readonly newest: Accessor<readonly MessageView[]>;
  /** Letters in the whole transcript, reckoned from the newest rows. */
  readonly characters: Accessor<number>;
  /** Tokens of the last prompt and its reply, where the server counted them. */
  readonly countedTokens: Accessor<number | undefined>;
};

export function createRows(state: AppState, sessionId: string): Rows {
  const tail = state.turns.watchMessages(() => ({ sessionId, from: -tailRows, count: tailRows }));
  const [range, setRange] = createSignal<RowRange>();
  const window = state.turns.watchMessages(() => {
    const asked = range();
    return asked && { sessionId, ...asked };
  });
  const total = createMemo(() => tail.value?.total ?? 0);
  const tailFrom = createMemo<number | undefined>((before) =>
    total() === 0 ? undefined : tailStart(before, total()),
  );
  const newest = createMemo(() => tail.value?.rows ?? []);
  return {
    isKnown: () => tail.value !== undefined,
    newest,
    characters: createMemo(() => {
      const here = newest().reduce((sum, row) => sum + textOf(row).length, 0);
      return newest().length === 0 ? 0 : Math.round((here * total()) / newest().length);
    }),
    countedTokens: createMemo(() => {
      const counted = newest().findLast((row) => row.usage?.promptTokens !== undefined)?.usage;
      return counted && (counted.promptTokens ?? 0) + (counted.completionTokens ?? 0);
    }),
    total,
    tailFrom: () => tailFrom() ?? 0,
    at: (position) =>
      position < total() ? rowAt([tail.value, window.value], position) : undefined,
    see: (first, last) => {
      setRange((before) => windowFor(before, { first, last, total: total() }));
    },
  };
}
