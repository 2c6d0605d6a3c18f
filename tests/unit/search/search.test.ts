import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSearch, type Search } from '../../../src/search/search.ts';
import { applyImport } from '../../../src/storage/import-backup.ts';
import type { Store } from '../../../src/storage/store.ts';
import { aBegunTurn, aMessage, aSession, storeKinds, until } from '../storage/makers.ts';

const never = new AbortController().signal;

describe.each(storeKinds)('search in %s', (_kind, open) => {
  let store: Store;
  let index: Search;
  beforeEach(async () => {
    store = await open();
    index = createSearch(store, { worthNotes: 1, joinedSegments: 3, segmentMessages: 40 });
    await store.sessions.create(aSession({ id: 's', title: 'Travel' }));
  });
  afterEach(() => {
    index.stop();
    store.close();
  });

  const says = async (text: string, createdAt: number) => {
    const message = aMessage({ sessionId: 's', text, createdAt });
    await store.messages.put(message);
    return message;
  };
  const texts = async (query: string, limit = 10) =>
    (await index.search(query, { limit, signal: never })).map((hit) => hit.snippet);

  it.each([
    ['before the index is built', false],
    ['after the index is built', true],
  ])('finds all words in any order, newest first, %s', async (_when, built) => {
    await says('The Danube is blue', 1);
    await says('Blue whales', 2);
    await says('A blue boat on the Danube.', 3);
    if (built) expect(await index.build(never)).toBe(true);
    expect(await store.searchRows.pendingCount()).toBe(built ? 0 : 3);
    expect(await texts('danube BLUE')).toEqual([
      'A blue boat on the Danube.',
      'The Danube is blue',
    ]);
    expect(await texts('red')).toEqual([]);
    expect(await texts(' ?! ')).toEqual([]);
  });

  it('takes the last word as a beginning until a space follows it', async () => {
    await says('whales', 1);
    await says('whale', 2);
    await index.build(never);
    expect(await texts('whal')).toEqual(['whale', 'whales']);
    expect(await texts('w')).toEqual(['whale', 'whales']);
    expect(await texts('whale ')).toEqual(['whale']);
  });

  it('does not mind case, accents, or scripts without spaces', async () => {
    await says('Élan façade ÜBER', 1);
    await says('東京へ行きます', 2);
    await says('Привет, МИР', 3);
    await index.build(never);
    expect(await texts('elan uber facade')).toHaveLength(1);
    expect(await texts('東京')).toHaveLength(1);
    expect(await texts('мир ')).toHaveLength(1);
  });

  it('says where the words stand in the snippet, and whose session it is', async () => {
    await says(`${'before '.repeat(30)}needle in\nthe hay${' after'.repeat(60)}`, 7);
    await index.build(never);
    const [hit] = await index.search('the needle', { limit: 5, signal: never });
    expect(hit).toMatchObject({ title: 'Travel', sessionId: 's', role: 'user', createdAt: 7 });
    const marked = hit?.ranges.map(([from, to]) => hit.snippet.slice(from, to));
    expect(marked).toEqual(['needle', 'the']);
    expect(hit?.snippet).toMatch(/^….*needle in the hay.*…$/);
  });

  it('holds replies only when they have ended', async () => {
    const { reply } = await aBegunTurn(store, 's');
    await store.messages.update(reply.id, {
      status: 'streaming',
      parts: [{ type: 'text', text: 'half' }],
    });
    await index.build(never);
    expect(await texts('half')).toEqual([]);
    await store.turns.finish({
      ...reply,
      status: 'done',
      parts: [{ type: 'text', text: 'half and whole' }],
    });
    expect(await texts('half')).toEqual(['half and whole']);
    await index.build(never);
    expect(await texts('half')).toEqual(['half and whole']);
  });

  it('shows a continued reply as it is now, once', async () => {
    const message = await says('one two', 1);
    await index.build(never);
    await store.messages.update(message.id, { parts: [{ type: 'text', text: 'one two three' }] });
    expect(await texts('one')).toEqual(['one two three']);
    await index.build(never);
    expect(await texts('one')).toEqual(['one two three']);
    expect(await texts('three')).toEqual(['one two three']);
  });

  it('never shows what was deleted, and forgets its words', async () => {
    const { session, user } = await aBegunTurn(store);
    await store.messages.update(user.id, { parts: [{ type: 'text', text: 'secret plan' }] });
    await index.build(never);
    await store.sessions.remove(session.id, 1000);
    expect(await texts('secret')).toEqual([]);
    await store.sessions.restore(session.id);
    expect(await texts('secret')).toEqual(['secret plan']);
    await store.messages.removeSubtree(session.id, user.id);
    expect(await texts('secret')).toEqual([]);
    await index.build(never);
    const segments = await store.searchRows.segments();
    const kept = await Promise.all(segments.map(({ id }) => store.searchRows.bucket(id, 'se')));
    expect(kept.filter((row) => row !== undefined)).toEqual([]);
  });

  it('joins small segments and still finds everything', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let at = 0; at < 5; at += 1) await says(`word number${round * 5 + at}`, round * 5 + at);
      await index.build(never);
    }
    expect((await store.searchRows.segments()).map((segment) => segment.size)).toEqual([15]);
    expect(await texts('word', 99)).toHaveLength(15);
    expect(await texts('number7 ')).toEqual(['word number7']);
  });

  it('gives the newest of many, across segments', async () => {
    for (let at = 0; at < 100; at += 1) await says(`common ${at}`, at);
    await index.build(never);
    expect((await store.searchRows.segments()).length).toBeGreaterThan(1);
    expect(await texts('common', 3)).toEqual(['common 99', 'common 98', 'common 97']);
  });

  it('orders hits by age even where segments overlap', async () => {
    for (const ages of [
      [1, 40, 90],
      [2, 30, 95],
    ]) {
      for (const at of ages) await says(`common ${at}`, at);
      await index.build(never);
    }
    expect(await store.searchRows.segments()).toHaveLength(2);
    expect(await texts('common')).toEqual([95, 90, 40, 30, 2, 1].map((at) => `common ${at}`));
  });

  it('finds the messages of an import, before and after they are indexed', async () => {
    await store.imports.writeMessages([aMessage({ sessionId: 'new', text: 'from a file' })]);
    await store.imports.publish('i', [aSession({ id: 'new' })], [], {});
    expect(await texts('file')).toEqual(['from a file']);
    await index.build(never);
    expect(await texts('file')).toEqual(['from a file']);
  });

  it('ends when it is cancelled', async () => {
    await says('word', 1);
    const search = index.search('word', {
      limit: 1,
      signal: AbortSignal.abort(new Error('enough')),
    });
    await expect(search).rejects.toThrow('enough');
  });

  it('leaves nothing of a segment that was not finished', async () => {
    await says('word', 1);
    await expect(index.build(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    expect(await store.searchRows.segments()).toEqual([]);
    expect(await index.build(never)).toBe(true);
    expect(await texts('word')).toEqual(['word']);
  });

  it('is built by one engine at a time', async () => {
    await says('word', 1);
    await store.owners.claim('search-index', 'another', Date.now(), 1000);
    expect(await index.build(never)).toBe(false);
  });

  it('is built by itself in the background', async () => {
    const quick = createSearch(store, { worthNotes: 2, startAfterMs: 1 });
    quick.start();
    await says('one', 1);
    await says('two', 2);
    let pending = 2;
    const stop = store.watch(
      (reads) => reads.searchRows.pendingCount(),
      (count) => {
        pending = count;
      },
      () => undefined,
    );
    await until(() => pending === 0);
    stop();
    quick.stop();
    expect(await texts('one')).toEqual(['one']);
  });

  it('takes an imported session in without waiting for more', async () => {
    const messages = [{ role: 'user' as const, text: 'Far away' }];
    const session = { id: 'i', title: 'Old', createdAt: 1, updatedAt: 1, messages };
    await applyImport(store, {
      sessions: [session],
      connections: [],
      attachments: [],
      settings: {},
    });
    const quick = createSearch(store, { worthNotes: 100, startAfterMs: 1 });
    quick.start();
    let pending = 1;
    const stop = store.watch(
      (reads) => reads.searchRows.pendingCount(),
      (count) => {
        pending = count;
      },
      () => undefined,
    );
    await until(() => pending === 0);
    stop();
    quick.stop();
    expect(await texts('far')).toEqual(['Far away']);
  });
});
