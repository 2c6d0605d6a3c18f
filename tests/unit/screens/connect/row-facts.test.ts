import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { type ConnectionView, connection } from '../../../../src/domain/connection.ts';
import type { CatalogueView } from '../../../../src/domain/model.ts';
import type { KeyView } from '../../../../src/domain/vault.ts';
import { loadWords } from '../../../../src/i18n/i18n.ts';
import {
  catalogueWords,
  isDefault,
  keyNote,
  placeWords,
} from '../../../../src/screens/connect/row-facts.ts';

beforeAll(() => loadWords('connect'));

const now = 1_800_000_000_000;
const dayMs = 86_400_000;

function aView(change: Partial<ConnectionView> = {}): ConnectionView {
  const base = { id: 'c1', kind: 'openai', name: 'Box', baseUrl: 'http://box:8000' };
  return {
    ...z.parse(connection, base),
    health: { status: 'up', checkedAt: 0 },
    hasKey: false,
    keyState: 'none',
    liesIn: 'network',
    ...change,
  };
}
const aKey = (change: Partial<KeyView> = {}): KeyView => ({
  id: 'k',
  connectionId: 'c1',
  role: 'key',
  label: '',
  origin: 'http://box:8000',
  addedAt: now - dayMs,
  kept: 'sealed',
  ...change,
});
const aCatalogue = (change: Partial<CatalogueView> = {}): CatalogueView => ({
  id: 'c1',
  connectionId: 'c1',
  fetchedAt: now - 3 * dayMs,
  models: [{ name: 'a', isHidden: false, isFavourite: false }],
  refreshing: false,
  stale: false,
  ...change,
});

describe('what a row says', () => {
  test('kind, place and zone, and the vendor where it is known by name', () => {
    expect(placeWords(aView())).toBe('OpenAI-compatible · box:8000 · on your network');
    expect(placeWords(aView({ preset: 'vllm' }))).toMatch(/^vLLM · /);
  });

  test('what runs in the browser is at no address', () => {
    const view = aView({ kind: 'built-in', baseUrl: 'browser://built-in', liesIn: 'device' });
    expect(placeWords(view)).toBe('Chrome’s built-in model · on this device');
  });

  test('nothing of a key where none is needed, and a warning where one is missing', () => {
    expect(keyNote(aView(), [], 90, now)).toBeUndefined();
    expect(keyNote(aView({ needsKey: true }), [], 90, now)).toEqual({
      text: 'key missing',
      isWarning: true,
    });
  });

  test('how a key is kept, and that it is old', () => {
    const view = aView({ keyState: 'sealed', hasKey: true });
    expect(keyNote(view, [aKey()], 90, now)).toEqual({ text: 'key sealed', isWarning: false });
    const old = aKey({ addedAt: now - 100 * dayMs });
    expect(keyNote(view, [old], 90, now)).toEqual({ text: 'key sealed, old', isWarning: true });
    const others = aKey({ connectionId: 'c2', addedAt: 0 });
    expect(keyNote(view, [others], 90, now)?.isWarning).toBe(false);
  });

  test('how many models, and how old the list is', () => {
    expect(catalogueWords(aCatalogue(), now)).toBe('1 model, listed 3 days ago');
    expect(catalogueWords(aCatalogue({ stale: true }), now)).toContain('out of date');
    expect(catalogueWords(aCatalogue({ refreshing: true }), now)).toBe('fetching models…');
    expect(catalogueWords(aCatalogue({ fetchedAt: 0 }), now)).toBe('models not fetched yet');
    expect(catalogueWords(undefined, now)).toBeUndefined();
  });

  test('new sessions begin with it only where it is named itself', () => {
    expect(isDefault({ connectionId: 'c1', name: 'a' }, 'c1')).toBe(true);
    expect(isDefault({ connectionId: '*', name: 'a' }, 'c1')).toBe(false);
    expect(isDefault(null, 'c1')).toBe(false);
  });
});
