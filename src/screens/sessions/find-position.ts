/** Where a message stands in the shown branch, by reading the branch in windows from its end. */
import type { AppState } from '../../state/create-state.ts';

const perWindow = 200;

/** Switches to the branch that holds the message where the shown one does not. `undefined`: it is gone. */
export async function findPosition(
  state: AppState,
  sessionId: string,
  messageId: string,
): Promise<number | undefined> {
  const shown = await scan(state, sessionId, messageId);
  if (shown !== undefined) return shown;
  await state.turns.choose(messageId);
  return scan(state, sessionId, messageId);
}

async function scan(
  state: AppState,
  sessionId: string,
  messageId: string,
): Promise<number | undefined> {
  let from = -perWindow;
  for (;;) {
    const value = await readWindow(state, sessionId, from);
    const found = value?.rows.find((row) => row.id === messageId);
    if (found) return found.position;
    if (!value || value.from === 0 || value.rows.length === 0) return undefined;
    from = Math.max(0, value.from - perWindow);
  }
}

type Window = {
  readonly from: number;
  readonly rows: readonly { readonly id: string; readonly position: number }[];
};

/** The first value of a live query, after which it is let go. */
function readWindow(state: AppState, sessionId: string, from: number): Promise<Window | undefined> {
  return new Promise((resolve) => {
    const params = { sessionId, from, count: perWindow };
    const end = (value: Window | undefined) => {
      resolve(value);
      // The stop is not there yet where the answer comes at once.
      queueMicrotask(() => stop());
    };
    const stop = state.engine.watch('messages.window', params, end, () => end(undefined));
  });
}
