/**
 * One request to one server from its first attempt to its end, as events: waits out a loading server, tries again by the
 * connection's policy when the request failed before anything was shown, and never after.
 */
import type { RetryPolicy } from '../domain/connection.ts';
import { type Fault, FaultError, faultFrom } from '../domain/fault.ts';
import { retryWaitMs, usualRetry } from '../domain/retry.ts';
import type { StreamEvent } from '../domain/stream-event.ts';
import { chance } from '../lib/ids.ts';
import { delay, nowAt } from '../lib/timing.ts';
import type { Endpoint, Provider } from '../providers/contract.ts';
import { isRetryable } from '../providers/http.ts';

export type TurnStream = {
  readonly provider: Provider;
  readonly endpoint: Endpoint;
  /** Opens the stream; called again for each further attempt. */
  readonly open: (signal: AbortSignal) => AsyncIterable<StreamEvent>;
  /** Another server can be asked instead: then this one is neither asked twice nor waited for. */
  readonly hasOther: boolean;
  readonly onRetry: () => void;
  readonly onLoading: () => void;
  /** Until when the next attempt waits, where that is long enough to be told. */
  readonly onWait: (until: number | undefined) => void;
};

const loadingPollMs = 1000;
/** Shorter waits pass unseen. */
const toldWaitMs = 1000;

export async function* streamTurn(
  turn: TurnStream,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  for (let retries = 0; ; ) {
    let isShown = false;
    try {
      for await (const event of turn.open(signal)) {
        isShown ||= shows(event);
        yield event;
      }
      return;
    } catch (error) {
      if (signal.aborted || isShown || turn.hasOther) throw error;
      const fault = faultFrom(error);
      if (fault.kind === 'loading') {
        turn.onLoading();
        await waitUntilUp(turn, signal);
        continue;
      }
      retries += 1;
      const waitMs = waitBefore(fault, retries, turn.endpoint.connection.retry);
      if (waitMs === undefined) throw error;
      turn.onRetry();
      await wait(turn, waitMs, signal);
    }
  }
}

/** Whether a person has seen something of the reply, or it holds what a second attempt would double. */
export function shows(event: StreamEvent): boolean {
  switch (event.type) {
    case 'text-delta':
    case 'reasoning-delta':
      return event.text !== '';
    case 'tool-call-start':
    case 'tool-call-delta':
    case 'opaque':
    case 'finish':
      return true;
    case 'start':
    case 'progress':
    case 'usage':
    case 'timings':
    case 'feature-refused':
      return false;
  }
}

/** In ms; undefined where the request does not go out again. */
function waitBefore(
  fault: Fault,
  retries: number,
  own: RetryPolicy | undefined,
): number | undefined {
  const policy = own ?? usualRetry;
  if (retries > policy.count) return undefined;
  if (fault.kind === 'rate-limited' && fault.retryAfterMs !== undefined)
    return fault.retryAfterMs <= policy.capMs ? fault.retryAfterMs : undefined;
  // A server that only says "too many" is pressed again where the person wants it so.
  const isPressing = fault.kind === 'rate-limited' && own !== undefined;
  if (!isPressing && !isRetryable(fault) && fault.kind !== 'truncated') return undefined;
  return retryWaitMs(policy, retries, chance());
}

async function wait(turn: TurnStream, waitMs: number, signal: AbortSignal): Promise<void> {
  const isTold = waitMs >= toldWaitMs;
  if (isTold) turn.onWait(nowAt() + waitMs);
  await delay(waitMs, signal);
  if (isTold) turn.onWait(undefined);
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
