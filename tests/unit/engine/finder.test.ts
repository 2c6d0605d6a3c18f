// The finder over a store in memory and a scripted hub.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { defaultSettings } from '../../../src/domain/default-settings.ts';
import type { Fault } from '../../../src/domain/fault.ts';
import type { Library } from '../../../src/domain/library.ts';
import { createFinder } from '../../../src/engine/finder.ts';
import type { FinderQueryName } from '../../../src/engine/lazy-finder.ts';
import type { Params, Value } from '../../../src/engine/protocol.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import { type ScriptedHub, startHub } from '../../servers/hub.ts';

let hub: ScriptedHub;
const ended = new AbortController();
beforeEach(async () => {
  hub = await startHub({ pageSize: 2 });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await hub.close();
});

const someday: Library = {
  asOf: '2026-09-01',
  rows: [{ name: 'harbour/kelp', description: 'Salty', abilities: [], tags: [] }],
};

function setUp({ hubAllowed = true, library }: { hubAllowed?: boolean; library?: Library } = {}) {
  const store = openMemory();
  const listeners = new Set<() => void>();
  let deployed = library;
  const noted: (Fault | undefined)[] = [];
  const finder = createFinder({
    store,
    servers: {
      open: () => Promise.reject(new Error('no server here')),
      note: (_id, fault) => void noted.push(fault),
    },
    settings: async () => ({ ...defaultSettings, hubUrl: `${hub.url}/`, hubAllowed }),
    library: () => deployed,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    signal: ended.signal,
  });
  function watch<N extends FinderQueryName>(name: N, params: Params<N>) {
    const seen: { values: Value<N>[]; fault: Fault | undefined; stop: () => void } = {
      values: [],
      fault: undefined,
      stop: () => undefined,
    };
    seen.stop = finder.queries[name](
      params,
      (value) => seen.values.push(value),
      (fault) => {
        seen.fault = fault;
      },
    );
    return {
      ...seen,
      last: () => seen.values.at(-1),
      fault: () => seen.fault,
    };
  }
  const deploy = (next: Library | undefined) => {
    deployed = next;
    for (const listener of listeners) listener();
  };
  return { store, finder, watch, deploy };
}

const search = (change: Partial<Params<'hub.search'>> = {}): Params<'hub.search'> => ({
  text: '',
  sort: 'trending',
  pages: 1,
  since: Date.now() - 1000,
  ...change,
});
const repo = 'harbour/Kelp-4B-Instruct-GGUF';

describe('a search', () => {
  test('tells that it asks, then what it found', async () => {
    const { watch } = setUp();
    const seen = watch('hub.search', search());
    await expect.poll(() => seen.last()?.isAsking).toBe(false);
    expect(seen.values[0]).toEqual({
      isAsking: true,
      models: [],
      hasMore: false,
      isFull: false,
    });
    expect(seen.last()).toMatchObject({ hasMore: true, models: [{ id: repo }, {}] });
    expect(seen.last()?.fetchedAt).toBeGreaterThan(0);
  });

  test('with more pages asks only for those that are not known yet', async () => {
    const { watch } = setUp();
    const asked = search();
    const one = watch('hub.search', asked);
    await expect.poll(() => one.last()?.isAsking).toBe(false);
    one.stop();
    const all = watch('hub.search', { ...asked, pages: 3 });
    await expect.poll(() => all.last()?.models.length).toBe(5);
    await expect.poll(() => all.last()).toMatchObject({ isAsking: false, hasMore: false });
    expect(hub.requests).toHaveLength(3);
  });

  test('that nobody wants just now asks nobody, and tells what is kept', async () => {
    const { watch } = setUp();
    const unknown = watch('hub.search', search({ since: null }));
    await expect.poll(() => unknown.last()?.isAsking).toBe(false);
    expect(unknown.last()?.fetchedAt).toBeUndefined();
    const asked = watch('hub.search', search());
    await expect.poll(() => asked.last()?.isAsking).toBe(false);
    const kept = watch('hub.search', search({ since: null }));
    await expect.poll(() => kept.last()?.models.length).toBe(2);
    expect(hub.requests).toHaveLength(1);
  });

  test('of an old answer tells it at once, and the new one when it comes', async () => {
    const { watch } = setUp();
    const first = watch('hub.search', search());
    await expect.poll(() => first.last()?.isAsking).toBe(false);
    const again = watch('hub.search', search({ since: Date.now() + 1 }));
    await expect.poll(() => again.values.length).toBeGreaterThan(1);
    expect(again.values[0]).toMatchObject({ isAsking: true, models: [{}, {}] });
    await expect.poll(() => again.last()?.isAsking).toBe(false);
    expect(hub.requests).toHaveLength(2);
  });

  test('of a hub that is gone tells why, and what it said before', async () => {
    const { watch } = setUp();
    const first = watch('hub.search', search());
    await expect.poll(() => first.last()?.isAsking).toBe(false);
    await hub.close();
    const later = watch('hub.search', search({ since: Date.now() + 1 }));
    await expect.poll(() => later.last()?.fault?.kind).toBe('unreachable');
    expect(later.last()).toMatchObject({ isAsking: false, models: [{}, {}] });
  });

  test('that is left is stopped on its way', async () => {
    const { watch } = setUp();
    hub.set({ kind: 'silent' });
    const seen = watch('hub.search', search());
    await expect.poll(() => hub.requests.length).toBe(1);
    seen.stop();
    await expect.poll(() => hub.requests[0]?.aborted).toBe(true);
    expect(seen.values).toHaveLength(1);
    expect(seen.fault()).toBeUndefined();
  });

  test('is not sent where the house forbids it', async () => {
    const { watch, finder } = setUp({ hubAllowed: false });
    const seen = watch('hub.search', search());
    await expect.poll(() => seen.last()?.fault?.kind).toBe('unsupported');
    await expect(finder.commands['hub.card']({ repo })).rejects.toMatchObject({
      fault: { kind: 'unsupported' },
    });
    expect(hub.requests).toHaveLength(0);
  });

  test('waits out the pause that the hub wants', async () => {
    const { watch } = setUp();
    hub.set({ kind: 'limited', headers: true });
    const first = watch('hub.search', search());
    await expect.poll(() => first.last()?.fault?.kind).toBe('rate-limited');
    hub.set(undefined);
    const second = watch('hub.search', search({ text: 'kelp' }));
    await expect.poll(() => second.last()?.fault).toMatchObject({ kind: 'rate-limited' });
    expect(hub.requests).toHaveLength(1);
    const past = Date.now() + 138_000;
    vi.spyOn(Date, 'now').mockReturnValue(past);
    const third = watch('hub.search', search({ text: 'kelp', since: past - 1000 }));
    await expect.poll(() => third.last()?.models.length).toBe(1);
  });
});

describe('one model', () => {
  test('comes with its choices, and again without a question', async () => {
    const { watch } = setUp();
    const seen = watch('hub.model', { repo, since: Date.now() - 1000 });
    await expect.poll(() => seen.last()?.files?.quants.length).toBe(3);
    expect(seen.last()?.files?.quants[0]).toMatchObject({ label: 'Q4_K_M', tag: 'Q4_K_M' });
    const asked = hub.requests.length;
    const kept = watch('hub.model', { repo, since: null });
    await expect.poll(() => kept.last()?.model?.id).toBe(repo);
    expect(hub.requests).toHaveLength(asked);
  });

  test('that is not there says so', async () => {
    const { watch } = setUp();
    const seen = watch('hub.model', { repo: 'nobody/nothing', since: 0 });
    await expect.poll(() => seen.last()?.fault?.kind).toBe('not-found');
  });

  test('has a card of plain text, read once', async () => {
    const { finder } = setUp();
    const card = await finder.commands['hub.card']({ repo });
    expect(card.text).toBe('Kelp 4B\n\nA small model that knows the sea.');
    await hub.close();
    expect(await finder.commands['hub.card']({ repo })).toEqual(card);
  });
});

test('what was looked up is listed, each search once', async () => {
  const { watch } = setUp();
  const pages = watch('hub.search', search({ text: 'GGUF', pages: 2 }));
  const model = watch('hub.model', { repo, since: 0 });
  await expect.poll(() => pages.last()?.isAsking).toBe(false);
  await expect.poll(() => model.last()?.isAsking).toBe(false);
  const recent = watch('hub.recent', null);
  await expect.poll(() => recent.last()?.models.length).toBe(1);
  expect(recent.last()).toMatchObject({
    searches: [{ text: 'GGUF', sort: 'trending' }],
    models: [{ id: repo }],
  });
});

describe('the catalogue', () => {
  const fileOf = (value: unknown) => new Blob([JSON.stringify(value)]);

  test('is ours, then the deployer’s, then the person’s file, and back', async () => {
    const { watch, deploy, finder } = setUp();
    const seen = watch('library.get', null);
    await expect.poll(() => seen.last()?.from).toBe('app');
    expect(seen.last()?.rows.length).toBeGreaterThan(60);
    deploy(someday);
    expect(seen.last()).toMatchObject({ from: 'deployer', asOf: '2026-09-01' });
    const mine = { ...someday, asOf: '2026-09-02' };
    expect(await finder.commands['library.put']({ file: fileOf(mine), name: 'mine.json' })).toEqual(
      {
        rows: 1,
      },
    );
    await expect
      .poll(() => seen.last())
      .toMatchObject({ from: 'file', fileName: 'mine.json', asOf: '2026-09-02' });
    await finder.commands['library.drop'](null);
    await expect.poll(() => seen.last()?.from).toBe('deployer');
    deploy(undefined);
    expect(seen.last()?.from).toBe('app');
  });

  test('is told again only when it is another one', async () => {
    const { watch, deploy } = setUp({ library: someday });
    const seen = watch('library.get', null);
    await expect.poll(() => seen.last()?.from).toBe('deployer');
    deploy(someday);
    expect(seen.values).toHaveLength(1);
  });

  test('keeps what it has when a file cannot be used', async () => {
    const { watch, finder } = setUp();
    const put = finder.commands['library.put'];
    await expect(put({ file: new Blob(['{']), name: 'x' })).rejects.toMatchObject({
      fault: { kind: 'file-invalid', reason: 'it is no JSON' },
    });
    await expect(
      put({ file: fileOf({ asOf: '2026-09-01', rows: [{ name: 'a b' }] }), name: 'x' }),
    ).rejects.toMatchObject({
      fault: { kind: 'file-invalid', reason: 'rows.0.name: no name of a model' },
    });
    await expect(put({ file: new Blob(['x'.repeat(4_000_001)]), name: 'x' })).rejects.toMatchObject(
      { fault: { kind: 'file-too-large' } },
    );
    const seen = watch('library.get', null);
    await expect.poll(() => seen.last()?.from).toBe('app');
  });
});
