import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { type Connection, connection } from '../../../../src/domain/connection.ts';
import {
  type ConnectionDraftFields,
  draftFrom,
  noFacts,
  noLimits,
} from '../../../../src/screens/connect/connection-draft.ts';
import { isTouched, readDraft } from '../../../../src/screens/connect/read-draft.ts';

function aConnection(change: Partial<z.input<typeof connection>> = {}): Connection {
  const base = { id: 'c1', kind: 'openai' as const, name: 'Box', baseUrl: 'http://box:8000' };
  return z.parse(connection, { ...base, ...change });
}

function read(change: Partial<ConnectionDraftFields>, of = aConnection(), allowed?: string[]) {
  return readDraft({ ...draftFrom(of), ...change }, of, allowed);
}

/** The places of all problems. */
function wrong(change: Partial<ConnectionDraftFields>, of = aConnection(), allowed?: string[]) {
  const end = read(change, of, allowed);
  return end.ok ? [] : [...end.problems.keys()];
}

const header = { name: 'X-Team', value: 'blue', isSecret: false, isKept: false };

describe('what an editor sends', () => {
  test('nothing but the id where nothing was changed', () => {
    const of = aConnection({
      headers: [{ name: 'X-A', value: '1' }],
      secretHeaders: ['X-B'],
      hasBasicAuth: true,
      modelFilter: ['llama'],
      modelFacts: { m: { contextLength: 10, price: { input: 1, output: 2 } } },
      modelLimits: { m: { costPerDay: 1.5 } },
      limits: { requestsPerMinute: 5 },
      retry: { count: 3, baseMs: 500, factor: 2, capMs: 10_000, jitter: 0.5 },
      idleSeconds: 0,
      systemPrompt: 'Be brief.',
    });
    const end = readDraft(draftFrom(of), of, undefined);
    expect(end).toEqual({ ok: true, change: { id: 'c1' }, secrets: [] });
  });

  test('only what was changed', () => {
    const end = read({ name: ' Hall ', favourites: ['a'], features: { resume: 'off' } });
    expect(end).toEqual({
      ok: true,
      change: {
        id: 'c1',
        name: 'Hall',
        features: { resume: 'off' },
        options: { favouriteModels: ['a'] },
      },
      secrets: [],
    });
  });

  test('a cleared field takes its option back', () => {
    const end = read(
      { idleSeconds: '', zone: '' },
      aConnection({ idleSeconds: 30, zone: 'device' }),
    );
    expect(end.ok && end.change.options).toEqual({ idleSeconds: undefined, zone: undefined });
  });

  test('a retry policy is whole, with the usual values for what was not typed', () => {
    const { retry } = draftFrom(aConnection());
    const end = read({ retry: { ...retry, count: '4' } });
    expect(end.ok && end.change.options?.retry).toMatchObject({ count: 4, factor: 2 });
  });

  test('facts and limits of models without those that say nothing', () => {
    const end = read({
      facts: { a: { ...noFacts, contextLength: '8192' }, b: noFacts },
      modelLimits: { a: { ...noLimits, costPerMonth: '2,5' }, b: noLimits },
    });
    expect(end.ok && end.change.options).toEqual({
      modelFacts: { a: { contextLength: 8192 } },
      modelLimits: { a: { costPerMonth: 2.5 } },
    });
  });

  test('the value of a secret header goes apart from the connection', () => {
    const end = read({
      headers: [header, { ...header, name: 'X-Pass', value: 's3', isSecret: true }],
    });
    expect(end).toMatchObject({
      ok: true,
      change: {
        options: { headers: [{ name: 'X-Team', value: 'blue' }], secretHeaders: ['X-Pass'] },
      },
      secrets: [{ role: 'header:X-Pass', value: 's3' }],
    });
    expect(JSON.stringify(end.ok && end.change)).not.toContain('s3');
  });

  test('a secret header that is gone is forgotten', () => {
    const end = read({ headers: [] }, aConnection({ secretHeaders: ['X-Pass'] }));
    expect(end.ok && end.secrets).toEqual([{ role: 'header:X-Pass', value: '' }]);
  });

  test('name and password of a proxy are a secret of their own', () => {
    const end = read({ basic: { is: 'new', name: 'amy', password: 'a:b' } });
    expect(end).toMatchObject({
      ok: true,
      change: { options: { hasBasicAuth: true } },
      secrets: [{ role: 'basic', value: 'amy:a:b' }],
    });
    const gone = read({ basic: { is: 'removed' } }, aConnection({ hasBasicAuth: true }));
    expect(gone).toMatchObject({
      ok: true,
      change: { options: { hasBasicAuth: false } },
      secrets: [{ role: 'basic', value: '' }],
    });
  });
});

describe('what is refused, and where', () => {
  test.each<[string, Partial<ConnectionDraftFields>]>([
    ['name', { name: '  ' }],
    ['address', { address: 'ftp://box' }],
    ['headersSeconds', { headersSeconds: '9999' }],
    ['catalogueDays', { catalogueDays: 'soon' }],
    ['retry.count', { retry: { ...draftFrom(aConnection()).retry, count: '1.5' } }],
    ['limits.tokensPerDay', { limits: { ...noLimits, tokensPerDay: '0' } }],
    ['limits/m.costPerDay', { modelLimits: { m: { ...noLimits, costPerDay: '-1' } } }],
    ['facts/m.contextLength', { facts: { m: { ...noFacts, contextLength: '1.5' } } }],
    ['facts/m.output', { facts: { m: { ...noFacts, input: '3' } } }],
    ['modelFilter', { modelFilter: 'x'.repeat(201) }],
    ['basic', { basic: { is: 'new', name: 'a:b', password: '' } }],
    ['headers.0', { headers: [{ ...header, name: 'Cookie' }] }],
    ['headers.1', { headers: [header, { ...header, name: 'X-Pass', value: '', isSecret: true }] }],
    ['plain.path', { kind: 'plain', plain: { ...draftFrom(aConnection()).plain, body: '{}' } }],
  ])('%s', (place, change) => {
    expect(wrong(change)).toEqual([place]);
  });

  test('a header that the preset’s preflight does not let pass', () => {
    expect(wrong({ headers: [header] }, aConnection(), ['x-title'])).toEqual(['headers.0']);
  });

  test('a row of headers that is wholly empty is none', () => {
    const empty = { name: '', value: '', isSecret: false, isKept: false };
    expect(wrong({ headers: [empty] })).toEqual([]);
    const start = draftFrom(aConnection());
    expect(isTouched({ ...start, headers: [empty] }, start)).toBe(false);
  });
});
