/**
 * One request from its place in line to its end, as events: waits in line, waits out a loading server, tries once more
 * when the request failed before its first byte, and never after.
 */
import { FaultError, faultFrom } from '../domain/fault.ts';
import type { StreamEvent } from '../domain/stream-event.ts';
import { delay } from '../lib/timing.ts';
import type { Endpoint, Provider } from '../providers/contract.ts';
import { isRetryable } from '../providers/http.ts';

export type TurnStream = {
  readonly provider: Provider;
  readonly endpoint: Endpoint;
  /** Opens the stream; called again for a second attempt. */
  readonly open: (signal: AbortSignal) => AsyncIterable<StreamEvent>;
  readonly onRetry: () => void;
  readonly onLoading: () => void;
};

const retryDelayMs = 500;
const loadingPollMs = 1000;

export async function* streamTurn(
  turn: TurnStream,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  let retried = false;
  for (;;) {
    let answered = false;
    try {
      for await (const event of turn.open(signal)) {
        if (event.type !== 'feature-refused') answered = true;
        yield event;
      }
      return;
    } catch (error) {
      if (signal.aborted || answered) throw error;
      const fault = faultFrom(error);
      if (fault.kind === 'loading') {
        turn.onLoading();
        await waitUntilUp(turn, signal);
        continue;
      }
      if (retried || !isRetryable(fault)) throw error;
      retried = true;
      turn.onRetry();
      await delay(retryDelayMs, signal);
    }
  }
}

/** Polls gently until the server has its model. A server that goes away meanwhile ends the wait with its fault. */
async function waitUntilUp({ provider, endpoint }: TurnStream, signal: AbortSignal): Promise<void> {
  let misses = 0;
  for (;;) {
    await delay(loadingPollMs, signal);
    try {
      const { state } = await provider.check(endpoint, signal);
      if (state === 'up') return;
      misses = 0;
    } catch (error) {
      if (signal.aborted) throw error;
      const fault = faultFrom(error);
      if (fault.kind === 'loading') continue;
      misses += 1;
      if (misses >= 3) throw new FaultError(fault, { cause: error });
    }
  }
}
