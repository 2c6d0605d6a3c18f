import { createRoot } from 'solid-js';
import { describe, expect, test } from 'vitest';
import { FaultError } from '../../../../src/domain/fault.ts';
import { type Attempts, createAttempts } from '../../../../src/screens/connect/attempts.ts';
import type { FoundServer } from '../../../../src/screens/connect/look-for.ts';

const page = { origin: 'http://localhost:4000', isSecure: true };

type Probe = (baseUrl: string, signal: AbortSignal) => Promise<FoundServer>;

function attemptsWith(probe: Probe): Attempts {
  return createRoot(() =>
    createAttempts({ page, probe, readPermission: async () => 'unknown' as const }),
  );
}

const serverAt = (baseUrl: string): FoundServer => ({
  kind: 'ollama',
  baseUrl,
  models: [],
  needsKey: false,
});

describe('attempts', () => {
  test('all addresses are asked at once and each gets its own outcome', async () => {
    let running = 0;
    let most = 0;
    const attempts = attemptsWith(async (baseUrl) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      if (baseUrl.endsWith('1')) return serverAt(baseUrl);
      throw new FaultError({ kind: 'not-listening', url: baseUrl });
    });
    await attempts.look(['http://a:1', 'http://a:2']);
    expect(most).toBe(2);
    expect(attempts.list().map(({ outcome }) => outcome.state)).toEqual(['found', 'failed']);
    expect(attempts.isBusy()).toBe(false);
  });

  test('the other name of this machine is taken where only that answers', async () => {
    const attempts = attemptsWith(async (url) => {
      if (url === 'http://127.0.0.1:1') return serverAt(url);
      throw new FaultError({ kind: 'not-listening', url, alternative: 'http://127.0.0.1:1' });
    });
    await attempts.look(['http://localhost:1']);
    expect(attempts.list()[0]?.outcome).toMatchObject({
      state: 'found',
      server: { baseUrl: 'http://127.0.0.1:1' },
    });
  });

  test('stop ends the requests and forgets what had not answered', async () => {
    let wasAborted = false;
    const attempts = attemptsWith(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            wasAborted = true;
            reject(signal.reason);
          });
        }),
    );
    const looking = attempts.look(['http://a:1']);
    await Promise.resolve();
    attempts.stop();
    await looking;
    await Promise.resolve();
    expect(wasAborted).toBe(true);
    expect(attempts.list()).toEqual([]);
    expect(attempts.isBusy()).toBe(false);
  });

  test('a new look wins over the answers of the one before', async () => {
    let release: (server: FoundServer) => void = () => undefined;
    const attempts = attemptsWith((baseUrl) =>
      baseUrl === 'http://slow'
        ? new Promise((resolve) => {
            release = resolve;
          })
        : Promise.resolve(serverAt(baseUrl)),
    );
    const first = attempts.look(['http://slow']);
    await Promise.resolve();
    await attempts.look(['http://fast']);
    release(serverAt('http://slow'));
    await first;
    expect(attempts.list().map(({ baseUrl }) => baseUrl)).toEqual(['http://fast']);
  });
});
