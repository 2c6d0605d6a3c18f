import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { streamTurn } from '../../../src/chat/stream-turn.ts';
import type { RetryPolicy } from '../../../src/domain/connection.ts';
import { type Fault, FaultError, faultFrom } from '../../../src/domain/fault.ts';
import type { StreamEvent } from '../../../src/domain/stream-event.ts';
import type { ServerState } from '../../../src/providers/contract.ts';
import { anEndpoint, aSpeaker, finish, start, text, thought } from './makers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const unreachable: Fault = { kind: 'unreachable', url: 'http://127.0.0.1:9' };

/** One attempt: what it says, and the fault it ends in. */
type Attempt = { says?: StreamEvent[]; fault?: Fault };

type Change = { retry?: RetryPolicy; hasOther?: boolean };

function aTurn(
  attempts: Attempt[],
  checks: (ServerState | Fault)[] = [],
  { retry, hasOther = false }: Change = {},
) {
  const waits: (number | undefined)[] = [];
  const stop = new AbortController();
  const told = { opened: 0, retries: 0, loadings: 0, checks: 0 };
  const { provider } = aSpeaker({
    check: async (_at, signal) => {
      signal.throwIfAborted();
      const answer = checks[told.checks] ?? { state: 'up' };
      told.checks += 1;
      if ('kind' in answer) throw new FaultError(answer);
      return answer;
    },
  });
  async function* open(): AsyncGenerator<StreamEvent, void> {
    const attempt = attempts[told.opened] ?? { says: [start, text('late'), finish] };
    told.opened += 1;
    yield* attempt.says ?? [];
    if (attempt.fault) throw new FaultError(attempt.fault);
  }
  const events: StreamEvent[] = [];
  const outcome = (async (): Promise<Fault | 'ended' | unknown> => {
    try {
      const turn = {
        provider,
        endpoint: anEndpoint(retry === undefined ? {} : { retry }),
        hasOther,
        open,
        onRetry: () => {
          told.retries += 1;
        },
        onLoading: () => {
          told.loadings += 1;
        },
        onWait: (until: number | undefined) => waits.push(until),
      };
      for await (const event of streamTurn(turn, stop.signal)) events.push(event);
      return 'ended';
    } catch (error) {
      return error instanceof FaultError ? faultFrom(error) : error;
    }
  })();
  return { stop, told, events, outcome, waits };
}

const whole: Attempt = { says: [start, text('Hi'), finish] };

describe('a request', () => {
  it('that failed before its first byte goes out once more', async () => {
    const { outcome, told, events } = aTurn([{ fault: unreachable }, whole]);
    await vi.advanceTimersByTimeAsync(500);
    expect(await outcome).toBe('ended');
    expect(told).toMatchObject({ opened: 2, retries: 1 });
    expect(events).toEqual([start, text('Hi'), finish]);
  });

  it('does not go out a third time', async () => {
    const { outcome, told } = aTurn([{ fault: unreachable }, { fault: unreachable }, whole]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await outcome).toEqual(unreachable);
    expect(told.opened).toBe(2);
  });

  it('whose stream dies before anything was shown goes out once more', async () => {
    const cut: Attempt = { says: [start], fault: { kind: 'truncated' } };
    const { outcome, told } = aTurn([cut, whole]);
    await vi.advanceTimersByTimeAsync(500);
    expect(await outcome).toBe('ended');
    expect(told).toMatchObject({ opened: 2, retries: 1 });
  });

  it.each([text('H'), thought('Hm'), { type: 'opaque', block: { signature: 'x' } } as const])(
    'never goes out again after %o',
    async (shown) => {
      const cut: Attempt = { says: [start, shown], fault: unreachable };
      const { outcome, told } = aTurn([cut, whole]);
      await vi.advanceTimersByTimeAsync(5000);
      expect(await outcome).toEqual(unreachable);
      expect(told).toMatchObject({ opened: 1, retries: 0 });
    },
  );

  it('is not repeated where the server has refused it', async () => {
    const refused: Fault = { kind: 'refused', status: 400, message: 'no' };
    const { outcome, told } = aTurn([{ fault: refused }, whole]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await outcome).toEqual(refused);
    expect(told.opened).toBe(1);
  });

  it('stopped while it waits for its second attempt does not go out', async () => {
    const { outcome, told, stop } = aTurn([{ fault: unreachable }, whole]);
    await vi.advanceTimersByTimeAsync(100);
    stop.abort('stopped');
    expect(await outcome).toBe('stopped');
    expect(told.opened).toBe(1);
  });
});

describe('the retry policy of a connection', () => {
  const retry = { count: 3, baseMs: 1000, factor: 2, capMs: 3000, jitter: 0 };
  const failed: Attempt = { fault: unreachable };

  it('says how often and after what growing wait, up to its cap', async () => {
    const { outcome, told } = aTurn([failed, failed, failed, whole], [], { retry });
    const opened: number[] = [];
    for (let second = 1; second <= 6; second += 1) {
      await vi.advanceTimersByTimeAsync(1000);
      opened.push(told.opened);
    }
    expect(opened).toEqual([2, 2, 3, 3, 3, 4]);
    expect(await outcome).toBe('ended');
  });

  it('of no retries lets the first failure be the last', async () => {
    const { outcome, told } = aTurn([failed, whole], [], { retry: { ...retry, count: 0 } });
    expect(await outcome).toEqual(unreachable);
    expect(told.opened).toBe(1);
  });

  it('lengthens or shortens a wait by no more than its jitter', async () => {
    const { outcome, told } = aTurn([failed, whole], [], { retry: { ...retry, jitter: 0.5 } });
    await vi.advanceTimersByTimeAsync(499);
    expect(told.opened).toBe(1);
    await vi.advanceTimersByTimeAsync(1001);
    expect(told.opened).toBe(2);
    expect(await outcome).toBe('ended');
  });

  it('tells a wait that is long enough to be noticed, and its end', async () => {
    const { outcome, waits } = aTurn([failed, whole], [], { retry });
    await vi.advanceTimersByTimeAsync(1000);
    expect(await outcome).toBe('ended');
    expect(waits).toEqual([expect.any(Number), undefined]);
  });

  it('is left aside where another server can be asked', async () => {
    const { outcome, told } = aTurn([failed, whole], [], { retry, hasOther: true });
    expect(await outcome).toEqual(unreachable);
    expect(told.opened).toBe(1);
  });
});

describe('a server that asks for a pause', () => {
  const limited = (retryAfterMs?: number): Attempt => ({
    fault: { kind: 'rate-limited', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  });

  it('gets it, and the wait is told', async () => {
    const { outcome, told, waits } = aTurn([limited(7000), whole]);
    await vi.advanceTimersByTimeAsync(6999);
    expect(told.opened).toBe(1);
    expect(waits).toEqual([Date.now() + 1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await outcome).toBe('ended');
    expect(waits).toHaveLength(2);
  });

  it('longer than the cap is not waited for', async () => {
    const { outcome, told } = aTurn([limited(10_001), whole]);
    expect(await outcome).toEqual({ kind: 'rate-limited', retryAfterMs: 10_001 });
    expect(told.opened).toBe(1);
  });

  it('as often as the policy allows, and no more', async () => {
    const { outcome, told } = aTurn([limited(1000), limited(1000), whole]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await outcome).toMatchObject({ kind: 'rate-limited' });
    expect(told.opened).toBe(2);
  });

  it('and does not say how long is pressed again only by a policy of the person', async () => {
    const plain = aTurn([limited(), whole]);
    expect(await plain.outcome).toEqual({ kind: 'rate-limited' });
    const retry = { count: 1, baseMs: 100, factor: 1, capMs: 100, jitter: 0 };
    const own = aTurn([limited(), whole], [], { retry });
    await vi.advanceTimersByTimeAsync(100);
    expect(await own.outcome).toBe('ended');
  });
});

describe('a server that loads its model', () => {
  const loading: Attempt = { fault: { kind: 'loading' } };

  it('is waited for, and then the request goes on', async () => {
    const { outcome, told, events } = aTurn(
      [loading, whole],
      [{ state: 'loading' }, { kind: 'loading' }, { state: 'up' }],
    );
    await vi.advanceTimersByTimeAsync(3000);
    expect(await outcome).toBe('ended');
    expect(told).toEqual({ opened: 2, retries: 0, loadings: 1, checks: 3 });
    expect(events).toEqual([start, text('Hi'), finish]);
  });

  it('is waited for as long as it takes', async () => {
    const checks = Array.from({ length: 600 }, (): ServerState => ({ state: 'loading' }));
    const { outcome, told } = aTurn([loading, whole], checks);
    await vi.advanceTimersByTimeAsync(601_000);
    expect(await outcome).toBe('ended');
    expect(told.checks).toBe(601);
  });

  it('does not use up the one retry', async () => {
    const { outcome, told } = aTurn([loading, { fault: unreachable }, whole]);
    await vi.advanceTimersByTimeAsync(3000);
    expect(await outcome).toBe('ended');
    expect(told.retries).toBe(1);
  });

  it('that goes away meanwhile ends the wait with its fault, after three misses', async () => {
    const { outcome, told } = aTurn([loading, whole], [unreachable, unreachable, unreachable]);
    await vi.advanceTimersByTimeAsync(3000);
    expect(await outcome).toEqual(unreachable);
    expect(told).toMatchObject({ opened: 1, checks: 3 });
  });

  it('is not waited for any longer after Stop', async () => {
    const { outcome, told, stop } = aTurn([loading, whole], [{ state: 'loading' }]);
    await vi.advanceTimersByTimeAsync(1500);
    stop.abort('stopped');
    expect(await outcome).toBe('stopped');
    await vi.advanceTimersByTimeAsync(5000);
    expect(told).toMatchObject({ opened: 1, checks: 1 });
  });
});
