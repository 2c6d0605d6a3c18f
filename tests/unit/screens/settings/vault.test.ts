import { createRoot, createSignal } from 'solid-js';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { ConnectionView } from '../../../../src/domain/connection.ts';
import type { PassphraseEstimate } from '../../../../src/domain/passphrase.ts';
import type { KeyView } from '../../../../src/domain/vault.ts';
import { loadWords } from '../../../../src/i18n/i18n.ts';
import { createCountdown } from '../../../../src/screens/create-countdown.ts';
import { dayOf, endOfDay, isOld } from '../../../../src/screens/settings/vault-days.ts';
import { keyMarks, keyName } from '../../../../src/screens/settings/vault-key-words.ts';
import {
  createNewPassphrase,
  restMs,
} from '../../../../src/screens/settings/vault-new-passphrase.ts';
import type { AppState } from '../../../../src/state/create-state.ts';

const dayMs = 86_400_000;

beforeAll(async () => {
  await loadWords('vault');
});
beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function aForm(estimate: (text: string) => Promise<PassphraseEstimate>) {
  let opened = 0;
  let disposed = 0;
  const made = createRoot((dispose) => ({
    dispose,
    form: createNewPassphrase(async () => {
      opened += 1;
      return {
        estimate,
        suggest: async () => 'five words drawn by lot',
        dispose: () => {
          disposed += 1;
        },
      };
    }),
  }));
  return { ...made, opened: () => opened, disposed: () => disposed };
}

const good = async () => ({ score: 4, heldSeconds: 1e9 });

test('a passphrase comes out when it is judged good and typed twice alike', async () => {
  const { form } = aForm(good);
  form.type('heron gannet');
  form.typeAgain('heron gannet');
  expect(form.ready()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(restMs);
  expect(form.ready()).toBe('heron gannet');
  form.typeAgain('heron ganne');
  expect(form.ready()).toBeUndefined();
  expect(form.differs()).toBe(true);
});

test('a changed passphrase has to be judged anew', async () => {
  const { form } = aForm(good);
  form.type('heron gannet');
  await vi.advanceTimersByTimeAsync(restMs);
  form.type('heron ganneT');
  form.typeAgain('heron ganneT');
  expect(form.ready()).toBeUndefined();
});

test('an answer about what was typed before is not taken', async () => {
  const answers: ((estimate: PassphraseEstimate) => void)[] = [];
  const { form } = aForm(() => new Promise((resolve) => answers.push(resolve)));
  form.type('heron gannet');
  await vi.advanceTimersByTimeAsync(restMs);
  form.type('password');
  await vi.advanceTimersByTimeAsync(restMs);
  answers[0]?.({ score: 4, heldSeconds: 1e9 });
  await vi.advanceTimersByTimeAsync(0);
  expect(form.judgement()).toEqual({ status: 'checking' });
});

test('a weak one never comes out', async () => {
  const { form } = aForm(async () => ({ score: 2, heldSeconds: 60 }));
  form.type('Sommer2024');
  form.typeAgain('Sommer2024');
  await vi.advanceTimersByTimeAsync(restMs);
  expect(form.ready()).toBeUndefined();
});

test('a judge that does not load is asked again', async () => {
  let fails = true;
  const { form, opened } = aForm(async () => {
    if (fails) throw new Error('offline');
    return await good();
  });
  form.type('heron gannet');
  await vi.advanceTimersByTimeAsync(restMs);
  expect(form.judgement()).toEqual({ status: 'unavailable' });
  fails = false;
  form.judgeAgain();
  await vi.advanceTimersByTimeAsync(0);
  expect(form.judgement()).toMatchObject({ status: 'known' });
  expect(opened()).toBe(2);
});

test('a suggestion is judged like anything typed, and has to be typed once', async () => {
  const { form } = aForm(good);
  await form.suggest();
  await vi.advanceTimersByTimeAsync(restMs);
  expect(form.wasSuggested()).toBe(true);
  expect(form.ready()).toBeUndefined();
  form.typeAgain('five words drawn by lot');
  expect(form.ready()).toBe('five words drawn by lot');
});

test('a countdown goes by seconds, rests at its end, and starts anew with a new instant', async () => {
  const startedAt = Date.now();
  const [until, setUntil] = createSignal<number | undefined>(startedAt + 2500);
  const left = createRoot(() => createCountdown(until));
  expect(left()).toBe(2500);
  await vi.advanceTimersByTimeAsync(1000);
  expect(left()).toBe(1500);
  await vi.advanceTimersByTimeAsync(2000);
  expect(left()).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
  setUntil(Date.now() + 5000);
  expect(left()).toBe(5000);
});

test('the judge goes with its form', async () => {
  const { form, dispose, disposed } = aForm(good);
  form.type('heron gannet');
  await vi.advanceTimersByTimeAsync(restMs);
  dispose();
  await vi.advanceTimersByTimeAsync(0);
  expect(disposed()).toBe(1);
});

function aKey(change: Partial<KeyView> = {}): KeyView {
  return {
    id: 'k1',
    connectionId: 'c1',
    role: 'key',
    label: '',
    origin: 'https://api.example.org',
    addedAt: 0,
    kept: 'sealed',
    ...change,
  };
}

const named = { name: 'Groq' } as ConnectionView; // a key asks for no more
const state = {
  connections: { byId: (id: string) => (id === 'c1' ? named : undefined) },
} as Pick<AppState, 'connections'>;

test('a key without a label is named by what it is and whose', () => {
  expect(keyName(aKey(), state)).toBe('API key for Groq');
  expect(keyName(aKey({ role: 'header:X-Team', connectionId: 'gone' }), state)).toBe(
    'Header X-Team for a connection that is gone',
  );
  expect(keyName(aKey({ label: 'Work' }), state)).toBe('Work');
});

test('the age of a key is pointed out after the chosen days, and never for 0', () => {
  expect(isOld(0, 90, 90 * dayMs)).toBe(false);
  expect(isOld(0, 90, 90 * dayMs + 1)).toBe(true);
  expect(isOld(0, 0, 9000 * dayMs)).toBe(false);
});

test('a refusal weighs less once the key was taken again', () => {
  const refused = aKey({ lastRefusedAt: 5, lastUsedAt: 4 });
  expect(keyMarks(refused, 0, 10).map(({ tone }) => tone)).toEqual(['error']);
  expect(keyMarks({ ...refused, lastUsedAt: 6 }, 0, 10).map(({ tone }) => tone)).toEqual([
    'warning',
  ]);
});

test('a key holds to the end of the day it expires on', () => {
  const end = endOfDay('2026-01-31');
  expect(end).toBeDefined();
  expect(dayOf(end ?? 0)).toBe('2026-01-31');
  expect(dayOf((end ?? 0) + 1)).toBe('2026-02-01');
  expect(endOfDay('')).toBeUndefined();
  const key = aKey({ expiresAt: end ?? 0 });
  expect(keyMarks(key, 0, (end ?? 0) - 1).map(({ tone }) => tone)).toEqual(['warning']);
  expect(keyMarks(key, 0, end ?? 0).map(({ tone }) => tone)).toEqual(['error']);
});
