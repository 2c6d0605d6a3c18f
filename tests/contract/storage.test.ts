import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src/domain/default-settings.ts';
import { textOf } from '../../src/domain/message-text.ts';
import type { Store } from '../../src/storage/store.ts';
import {
  aBegunTurn,
  aConnection,
  aMessage,
  aName,
  aSession,
  storeKinds,
} from '../unit/storage/makers.ts';

describe.each(storeKinds)('a store in %s', (_kind, open) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  describe('sessions', () => {
    it('are listed newest first, in windows, with their total', async () => {
      for (let at = 1; at <= 5; at += 1) {
        await store.sessions.create(aSession({ title: `t${at}`, updatedAt: at * 100 }));
      }
      const { rows, total } = await store.sessions.list({ from: 1, count: 2 });
      expect(total).toBe(5);
      expect(rows.map((row) => row.title)).toEqual(['t4', 't3']);
    });

    it('do not move when they are renamed', async () => {
      const old = aSession({ updatedAt: 1 });
      await store.sessions.create(old);
      await store.sessions.create(aSession({ updatedAt: 2 }));
      await store.sessions.update(old.id, { title: 'New name' });
      const { rows } = await store.sessions.list({ from: 0, count: 9 });
      expect(rows.map((row) => row.title)).toEqual(['A session', 'New name']);
    });

    it('are filtered by a part of their title, whatever its case and accents', async () => {
      await store.sessions.create(aSession({ title: 'Élan vital', updatedAt: 2 }));
      await store.sessions.create(aSession({ title: 'The ELAND', updatedAt: 1 }));
      await store.sessions.create(aSession({ title: 'Other' }));
      const found = await store.sessions.list({ from: 0, count: 9, filter: ' elan' });
      expect(found.rows.map((row) => row.title)).toEqual(['Élan vital', 'The ELAND']);
      expect(found.total).toBe(2);
    });

    it('are filtered by what they are called now', async () => {
      const session = aSession({ title: 'before' });
      await store.sessions.create(session);
      await store.sessions.list({ from: 0, count: 9, filter: 'before' });
      await store.sessions.update(session.id, { title: 'after' });
      const filter = async (text: string) =>
        (await store.sessions.list({ from: 0, count: 9, filter: text })).total;
      expect([await filter('before'), await filter('after')]).toEqual([0, 1]);
    });

    it('leave the list when deleted and come back when restored', async () => {
      const session = aSession({ title: 'gone' });
      await store.sessions.create(session);
      await store.sessions.list({ from: 0, count: 9, filter: 'gone' });
      await store.sessions.remove(session.id, 5000);
      expect((await store.sessions.list({ from: 0, count: 9 })).total).toBe(0);
      expect((await store.sessions.list({ from: 0, count: 9, filter: 'gone' })).total).toBe(0);
      await store.sessions.restore(session.id);
      expect((await store.sessions.list({ from: 0, count: 9 })).total).toBe(1);
    });

    it('refuse a change where there is none', async () => {
      const update = store.sessions.update('nobody', { title: 'x' });
      await expect(update).rejects.toMatchObject({ fault: { kind: 'not-found' } });
    });

    it('are purged with everything that was theirs, but not while undo is open', async () => {
      const { session, user, reply } = await aBegunTurn(store);
      await store.journal.append(reply.id, 0, { text: 'x' });
      await store.drafts.put({ sessionId: session.id, text: 'd', images: [], updatedAt: 1 });
      await store.sessions.remove(session.id, 100_000);
      expect(await store.purgeDeleted(150_000)).toBe(0);
      expect(await store.purgeDeleted(200_000)).toBe(1);
      expect(await store.sessions.get(session.id)).toBeUndefined();
      expect(await store.messages.getMany([user.id, reply.id])).toEqual([]);
      expect(await store.messages.skeleton(session.id)).toEqual([]);
      expect(await store.journal.read(reply.id)).toEqual({ reasoning: '', text: '' });
      expect(await store.drafts.get(session.id)).toBeUndefined();
    });
  });

  describe('messages', () => {
    it('show the shape of a session without being read', async () => {
      const { session, user, reply } = await aBegunTurn(store);
      await store.messages.put(aMessage({ sessionId: 'another' }));
      expect(await store.messages.skeleton(session.id)).toEqual([
        { id: user.id, parentId: '', createdAt: 1000, role: 'user', status: 'done' },
        { id: reply.id, parentId: user.id, createdAt: 1001, role: 'assistant', status: 'pending' },
      ]);
    });

    it('come in the order asked for, without those that are missing', async () => {
      const a = aMessage();
      const b = aMessage();
      await store.messages.put(a);
      await store.messages.put(b);
      expect(await store.messages.getMany([b.id, 'none', a.id])).toEqual([b, a]);
    });

    it('lose no field on the way through the store', async () => {
      const message = aMessage({
        role: 'assistant',
        status: 'failed',
        fault: { kind: 'truncated' },
        usage: { promptTokens: 3 },
        seams: [4],
        contextCut: { estimatedTokens: 9, countedTokens: 4 },
      });
      await store.messages.put(message);
      expect(await store.messages.get(message.id)).toEqual(message);
    });

    it('are removed with all below them, and the leaf moves to the newest sibling branch', async () => {
      const { session, user, reply } = await aBegunTurn(store);
      const other = aMessage({
        sessionId: session.id,
        parentId: user.id,
        role: 'assistant',
        createdAt: 2000,
      });
      await store.turns.begin({ session: session.id, messages: [other] });
      const result = await store.messages.removeSubtree(session.id, other.id);
      expect(result).toEqual({ removedIds: [other.id], leafId: reply.id });
      const whole = await store.messages.removeSubtree(session.id, user.id);
      expect(whole.removedIds.sort()).toEqual([user.id, reply.id].sort());
      expect(await store.sessions.get(session.id)).toMatchObject({ leafId: '', messageCount: 0 });
    });
  });

  describe('a turn', () => {
    it('begins with message, pending reply and session in one write', async () => {
      const { session, user, reply } = await aBegunTurn(store);
      expect(await store.sessions.get(session.id)).toMatchObject({
        leafId: reply.id,
        updatedAt: reply.createdAt,
        messageCount: 2,
      });
      expect((await store.messages.inFlight()).map((message) => message.id)).toEqual([reply.id]);
      expect(await store.messages.get(user.id)).toEqual(user);
    });

    it('takes its draft and its waiting message along', async () => {
      const session = aSession();
      await store.drafts.put({ sessionId: session.id, text: 'Hello', images: [], updatedAt: 1 });
      await store.waiting.add({
        id: 'w',
        sessionId: session.id,
        createdAt: 1,
        text: '',
        images: [],
      });
      const messages = [aMessage({ sessionId: session.id })];
      await store.turns.begin({ session, messages, clearsDraft: true, takesWaiting: 'w' });
      expect(await store.drafts.get(session.id)).toBeUndefined();
      expect(await store.waiting.all()).toEqual([]);
    });

    it('does not begin in a session that is gone', async () => {
      const begin = store.turns.begin({ session: 'gone', messages: [aMessage()] });
      await expect(begin).rejects.toMatchObject({ fault: { kind: 'not-found' } });
    });

    it('is folded at its end: the message is written and its journal gone', async () => {
      const { reply } = await aBegunTurn(store);
      await store.journal.append(reply.id, 0, { text: 'Hel' });
      const ended = {
        ...reply,
        status: 'done' as const,
        parts: [{ type: 'text' as const, text: 'Hello' }],
      };
      expect(await store.turns.finish(ended)).toBe(true);
      expect(await store.messages.get(reply.id)).toEqual(ended);
      expect(await store.journal.read(reply.id)).toEqual({ reasoning: '', text: '' });
      expect(await store.messages.inFlight()).toEqual([]);
    });

    it('does not bring a removed message back', async () => {
      const { session, user, reply } = await aBegunTurn(store);
      await store.messages.removeSubtree(session.id, user.id);
      expect(await store.turns.finish({ ...reply, status: 'stopped' })).toBe(false);
      expect(await store.messages.get(reply.id)).toBeUndefined();
    });

    it('without an owner becomes interrupted with all that was journalled', async () => {
      const { reply } = await aBegunTurn(store);
      await store.journal.append(reply.id, 0, { reasoning: 'Hm' });
      await store.journal.append(reply.id, 1, { reasoning: '.', text: 'Hel' });
      for (let seq = 2; seq < 13; seq += 1)
        await store.journal.append(reply.id, seq, { text: `${seq}` });
      const ended = await store.turns.interrupt(reply.id, 7000);
      expect(ended).toMatchObject({
        status: 'interrupted',
        finishedAt: 7000,
        parts: [
          { type: 'reasoning', text: 'Hm.' },
          { type: 'text', text: 'Hel23456789101112' },
        ],
      });
      expect(await store.turns.interrupt(reply.id, 8000)).toBeUndefined();
    });

    it('that was continued keeps what it had before the journal', async () => {
      const { reply } = await aBegunTurn(store);
      await store.messages.update(reply.id, {
        status: 'streaming',
        parts: [{ type: 'text', text: 'One ' }],
      });
      await store.journal.append(reply.id, 0, { text: 'two' });
      const ended = await store.turns.interrupt(reply.id, 7000);
      expect(ended && textOf(ended)).toBe('One two');
    });
  });

  describe('the line of a session', () => {
    const waits = (id: string, createdAt: number, sessionId = 's') => ({
      id,
      sessionId,
      createdAt,
      text: 'x',
      images: [],
    });

    it('keeps its order and can be edited and dropped', async () => {
      await store.waiting.add(waits('b', 2));
      await store.waiting.add(waits('a', 1));
      await store.waiting.add(waits('c', 3, 'other'));
      expect(await store.waiting.update('b', 'new')).toBe(true);
      expect((await store.waiting.list('s')).map((each) => each.id)).toEqual(['a', 'b']);
      expect((await store.waiting.list('s'))[1]?.text).toBe('new');
      await store.waiting.remove('a');
      expect(await store.waiting.update('a', '')).toBe(false);
      expect(await store.waiting.all()).toHaveLength(2);
    });

    it('holds a hundred messages and says so to the next', async () => {
      for (let at = 0; at < 100; at += 1) await store.waiting.add(waits(`w${at}`, at));
      await expect(store.waiting.add(waits('more', 1))).rejects.toMatchObject({
        fault: { kind: 'queue-full', size: 100 },
      });
    });
  });

  it('keeps drafts and forgets empty ones', async () => {
    const draft = { sessionId: 's', text: 'so far', images: [], updatedAt: 3 };
    await store.drafts.put(draft);
    expect(await store.drafts.get('s')).toEqual(draft);
    await store.drafts.put({ ...draft, text: '' });
    expect(await store.drafts.get('s')).toBeUndefined();
  });

  it('lists connections in the order the person gave them', async () => {
    const [a, b] = [aConnection({ order: 2 }), aConnection({ order: 1 })];
    await store.connections.put(a);
    await store.connections.put(b);
    expect((await store.connections.list()).map((each) => each.id)).toEqual([b.id, a.id]);
  });

  it('does not bring back a connection that was removed before its change was written', async () => {
    const connection = aConnection();
    await store.connections.put(connection);
    const changed = await store.connections.update(connection.id, () => ({ name: 'Hall' }));
    expect(changed).toEqual({ ...connection, name: 'Hall' });
    await store.connections.remove(connection.id);
    const late = store.connections.update(connection.id, () => ({ name: 'Attic' }));
    await expect(late).rejects.toMatchObject({ fault: { kind: 'connection-missing' } });
    expect(await store.connections.list()).toEqual([]);
  });

  it('removes the catalogue of a removed connection', async () => {
    const connection = aConnection();
    await store.connections.put(connection);
    await store.catalogues.put({
      connectionId: connection.id,
      fetchedAt: 1,
      models: [{ name: 'm' }],
    });
    await store.connections.remove(connection.id);
    expect(await store.connections.get(connection.id)).toBeUndefined();
    expect(await store.catalogues.list()).toEqual([]);
  });

  it('gives every setting its default until it is set, and again when it is unset', async () => {
    expect(await store.settings.get()).toEqual(defaultSettings);
    await store.settings.put({ mode: 'dark', requestsPerOrigin: 2 });
    expect(await store.settings.get()).toMatchObject({ mode: 'dark', requestsPerOrigin: 2 });
    await store.settings.put({ mode: undefined });
    expect((await store.settings.get()).mode).toBe('system');
    expect(await store.settings.set()).toEqual(['requestsPerOrigin']);
  });

  it('keeps one copy of a picture by its content', async () => {
    const first = await store.attachments.put(new Blob(['abc'], { type: 'image/png' }), 'a.png');
    const second = await store.attachments.put(new Blob(['abc'], { type: 'image/png' }), 'b.png');
    expect(second.id).toBe(first.id);
    const found = await store.attachments.get(first.id);
    expect(found).toMatchObject({ mediaType: 'image/png', sizeBytes: 3 });
    expect(await found?.blob.text()).toBe('abc');
  });

  it('sweeps pictures that nothing shows, but no young ones', async () => {
    const shown = await store.attachments.put(new Blob(['shown']), 'a');
    const loose = await store.attachments.put(new Blob(['loose']), 'b');
    const image = { attachmentId: shown.id, mediaType: 'image/png', name: 'a', sizeBytes: 5 };
    await store.messages.put(aMessage({ parts: [{ type: 'image', ...image }] }));
    await store.purgeDeleted(Date.now());
    expect(await store.attachments.get(loose.id)).toBeDefined();
    await store.purgeDeleted(Date.now() + 2 * 60 * 60_000);
    expect(await store.attachments.get(loose.id)).toBeUndefined();
    expect(await store.attachments.get(shown.id)).toBeDefined();
  });

  it('gives a thing to one owner until it has gone cold', async () => {
    expect(await store.owners.claim('turn', 'a', 1000, 500)).toBe(true);
    expect(await store.owners.claim('turn', 'b', 1400, 500)).toBe(false);
    await store.owners.beat(['turn'], 'a', 1400);
    expect(await store.owners.claim('turn', 'b', 1800, 500)).toBe(false);
    expect(await store.owners.isOwned('turn', 1800, 500)).toBe(true);
    expect(await store.owners.claim('turn', 'b', 2000, 500)).toBe(true);
    await store.owners.release('turn', 'a');
    expect(await store.owners.isOwned('turn', 2000, 500)).toBe(true);
    await store.owners.release('turn', 'b');
    expect(await store.owners.isOwned('turn', 2000, 500)).toBe(false);
  });

  it('forgets owners that ended without a word long ago', async () => {
    await store.owners.claim('old', 'a', 0, 1);
    await store.purgeDeleted(2 * 60 * 60_000);
    expect(await store.owners.isOwned('old', 1, 1000)).toBe(false);
  });

  it('undoes the whole of a write that fails half-way', async () => {
    const { session, reply } = await aBegunTurn(store);
    const unstorable = { ...aMessage({ sessionId: session.id }), parts: [() => 0] };
    const before = await store.sessions.get(session.id);
    // Not a message at all: a function cannot be stored.
    const messages = [aMessage({ id: aName(), sessionId: session.id }), unstorable as never];
    await expect(store.turns.begin({ session: session.id, messages })).rejects.toBeDefined();
    expect(await store.sessions.get(session.id)).toEqual(before);
    expect((await store.messages.skeleton(session.id)).at(-1)?.id).toBe(reply.id);
  });
});
