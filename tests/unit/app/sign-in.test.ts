// Back from a vendor: a code is good once, so whatever could lose its key comes before it is spent.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { finishSignIn } from '../../../src/app/sign-in.ts';
import type { AppState } from '../../../src/state/create-state.ts';
import { beginSignIn } from '../../../src/state/sign-in.ts';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
  vi.stubGlobal('location', { search: '?code=good-once', pathname: '/', hash: '' });
  vi.stubGlobal('history', { state: null, replaceState: vi.fn() });
  beginSignIn('openrouter', 'https://chat.example/');
});
afterEach(() => vi.unstubAllGlobals());

/** A page whose vault is locked; `unlocks` is what the person does when asked. */
function aLockedPage(unlocks: boolean) {
  const steps: string[] = [];
  const state = {
    settings: { value: { keysInMemory: false }, known: true, set: () => undefined },
    vault: {
      view: { state: 'locked', locks: [], isFallback: false },
      askUnlock: async () => {
        steps.push('asked to unlock');
        return unlocks;
      },
    },
    notices: { show: () => undefined, showFault: () => undefined },
    engine: {
      call: async (name: string) => {
        steps.push(name);
        throw new Error('far enough');
      },
    },
  } as unknown as AppState; // only what a sign-in touches
  const go = vi.fn();
  return { steps, finish: () => finishSignIn({ state, go, signal: new AbortController().signal }) };
}

test('a locked vault is opened before the code is spent', async () => {
  const { steps, finish } = aLockedPage(true);
  await finish();
  expect(steps).toEqual(['asked to unlock', 'connections.finish-sign-in']);
});

test('where it stays locked the code is not spent', async () => {
  const { steps, finish } = aLockedPage(false);
  await finish();
  expect(steps).toEqual(['asked to unlock']);
});
