/** The engine as a page meets it: over a message channel, a real storage and scripted servers. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { textOf } from '../../../src/domain/message-text.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import { fakeLocks } from '../chat/fake-locks.ts';
import { aMessage, aSession, until } from '../chat/makers.ts';
import { aConnected, anEngine, anOllama, aPage, endAll, long, whole } from './engine-makers.ts';

vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => {
  vi.stubGlobal('navigator', {});
});
afterEach(endAll);

describe.each([
  ['without locks', () => ({})],
  ['with locks', () => ({ locks: fakeLocks() })],
])('an engine %s', (_how, aNavigator) => {
  beforeEach(() => {
    vi.stubGlobal('navigator', aNavigator());
  });

  it('goes from a first connection to a first answer', async () => {
    const server = await anOllama({ reply: { text: long } });
    const page = anEngine();
    const models = page.watch('models.list', null);
    const connections = page.watch('connections.list', null);
    const { send } = await aConnected(server, page);
    await until(() => {
      expect(models.value?.[0]?.models.map((each) => each.name)).toContain('moss:1b');
      expect(connections.value).toMatchObject([{ name: 'Lamp', health: { status: 'up' } }]);
    });
    const followed = page.follow('s1');
    const rows = page.watch('messages.window', whole);
    const turns = page.watch('turns.list', null);
    expect(await send('Count')).toEqual({ state: 'started' });
    await until(() => {
      expect(rows.value?.rows.map((each) => each.status)).toEqual(['done', 'done']);
    });
    await until(() => expect(followed.text()).toBe(long));
    expect(followed.frames.length).toBeLessThan(10);
    expect(rows.value?.rows.map(textOf)).toEqual(['Count', long]);
    expect(turns.value).toEqual([]);
    const list = page.watch('sessions.list', { filter: '', from: 0, count: 10 });
    await until(() => {
      expect(list.value).toMatchObject({ total: 1, rows: [{ title: 'Count', messageCount: 2 }] });
    });
  });

  it('stops a reply from another page, and both see the same', async () => {
    const server = await anOllama({ reply: { text: long, pauseAfterTokens: 3 } });
    const { page, send } = await aConnected(server);
    await send('Count');
    const other = aPage(page.hub);
    const followed = other.follow('s1');
    await until(() => expect(followed.text()).toBe('one two three'));
    await other.call('turns.stop', { sessionId: 's1' });
    const rows = page.watch('messages.window', whole);
    await until(() => expect(rows.value?.rows[1]).toMatchObject({ status: 'stopped' }));
    expect(rows.value?.rows.map(textOf)).toEqual(['Count', 'one two three']);
  });

  it('finds a reply whose engine died, and keeps its text', async () => {
    const before = await openDatabase();
    await before.sessions.create(aSession({ leafId: 'r1', messageCount: 1 }));
    await before.messages.put(aMessage({ status: 'streaming', text: 'Once ' }));
    await before.journal.append('r1', 0, { text: 'upon' });
    before.close();
    const page = anEngine();
    const rows = page.watch('messages.window', whole);
    await until(() => expect(rows.value?.rows).toMatchObject([{ status: 'interrupted' }]));
    expect(rows.value?.rows.map(textOf)).toEqual(['Once upon']);
  });

  it('sends on start what was left waiting behind a whole answer', async () => {
    const server = await anOllama({ reply: { text: 'Yes' } });
    const first = await aConnected(server);
    await first.send('One');
    const rows = first.page.watch('messages.window', whole);
    await until(() => expect(rows.value?.rows[1]?.status).toBe('done'));
    const store = await openDatabase();
    const waiting = { id: 'w1', sessionId: 's1', createdAt: 1, text: 'Two', images: [] };
    await store.waiting.add(waiting);
    store.close();
    const second = anEngine();
    const after = second.watch('messages.window', whole);
    await until(() => expect(after.value?.rows.map(textOf)).toEqual(['One', 'Yes', 'Two', 'Yes']));
  });
});

describe('two engines of one origin', () => {
  it('show each other their turns, and each can stop the other', async () => {
    const server = await anOllama({ reply: { text: long, pauseAfterTokens: 3 } });
    const { page: here, send } = await aConnected(server);
    const there = anEngine();
    const turns = there.watch('turns.list', null);
    const followed = there.follow('s1');
    await until(() => expect(there.welcomed()).toBe(true));
    await send('Count');
    await until(() => {
      expect(turns.value).toMatchObject([{ sessionId: 's1', phase: 'writing' }]);
      expect(followed.text()).toBe('one two three');
    });
    await there.call('turns.stop', { sessionId: 's1' });
    await until(() => expect(turns.value).toEqual([]));
    const rows = here.watch('messages.window', whole);
    await until(() => expect(rows.value?.rows[1]?.status).toBe('stopped'));
  });

  it('take up a turn that runs elsewhere in the middle, whole', async () => {
    const server = await anOllama({ reply: { text: long, pauseAfterTokens: 3 } });
    const { send } = await aConnected(server);
    await send('Count');
    await until(() => expect(server.held).toEqual(['pause']));
    const late = anEngine();
    const followed = late.follow('s1');
    await until(() => expect(followed.text()).toBe('one two three'));
    server.release('pause');
    await until(() => expect(followed.text()).toBe(long));
    const rows = late.watch('messages.window', whole);
    await until(() => expect(rows.value?.rows[1]).toMatchObject({ status: 'done' }));
  });

  it('put a message in line where the other one still answers', async () => {
    const server = await anOllama({ reply: { text: long, pauseAfterTokens: 3 } });
    const { send, model } = await aConnected(server);
    const there = anEngine();
    const turns = there.watch('turns.list', null);
    await until(() => expect(there.welcomed()).toBe(true));
    await send('One');
    await until(() => expect(turns.value).toHaveLength(1));
    const state = await there.call('turns.send', {
      sessionId: 's1',
      text: 'Two',
      images: [],
      model,
      parameters: {},
      systemPrompt: '',
    });
    expect(state).toEqual({ state: 'queued' });
    server.say('ok');
    server.release('pause');
    const rows = there.watch('messages.window', whole);
    await until(() => expect(rows.value?.rows.map(textOf)).toEqual(['One', long, 'Two', 'ok']));
  });

  it('of two builds: the older gives way once nothing runs in it', async () => {
    const server = await anOllama({ reply: { text: long, pauseAfterTokens: 3 } });
    const { page: old, send } = await aConnected(server, anEngine('old'));
    await send('Count');
    await until(() => expect(server.held).toEqual(['pause']));
    const fresh = anEngine('new');
    await until(() => expect(fresh.welcomed()).toBe(true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(old.heard.map((each) => each.type)).not.toContain('retired');
    server.release('pause');
    await until(() => expect(old.heard.map((each) => each.type)).toContain('retired'));
    const rows = fresh.watch('messages.window', whole);
    await until(() => expect(rows.value?.rows[1]).toMatchObject({ status: 'done' }));
  });

  it('give way to a reset in one of them, which then serves an empty house', async () => {
    const server = await anOllama({ reply: { text: 'Hi' } });
    const { page: here, send } = await aConnected(server);
    await send('Hello');
    const there = anEngine();
    await until(() => expect(there.welcomed()).toBe(true));
    await here.call('storage.reset', null);
    await until(() => expect(there.heard.map((each) => each.type)).toContain('retired'));
    const list = here.watch('sessions.list', { filter: '', from: 0, count: 10 });
    await until(() => expect(list.value).toMatchObject({ total: 0 }));
  });
});

describe('an engine whose storage goes away under a reply', () => {
  it.each(['storage.reset', 'storage.use-memory'] as const)(
    'by %s ends the request and serves on',
    async (way) => {
      const server = await anOllama({ reply: { text: long, pauseAfterTokens: 3 } });
      const { page, send } = await aConnected(server);
      const turns = page.watch('turns.list', null);
      const followed = page.follow('s1');
      await send('Count');
      await until(() => expect(followed.text()).toBe('one two three'));
      await page.call(way, null);
      await until(() => expect(turns.value).toEqual([]));
      await until(() => expect(server.generating).toBe(0));
      server.say('ok');
      const again = await aConnected(server, page);
      await again.send('Hello', 's2');
      const rows = page.watch('messages.window', { ...whole, sessionId: 's2' });
      await until(() => expect(rows.value?.rows.map(textOf)).toEqual(['Hello', 'ok']));
    },
  );
});

describe('a deletion', () => {
  it('of a session stops its reply, and nothing more is sent in it', async () => {
    const server = await anOllama({ reply: { text: long, pauseAfterTokens: 3 } });
    const { page, send } = await aConnected(server);
    await send('One');
    await until(() => expect(server.held).toEqual(['pause']));
    expect(await send('Two')).toEqual({ state: 'queued' });
    await page.call('sessions.delete', { id: 's1' });
    const turns = page.watch('turns.list', null);
    await until(() => expect(turns.value).toEqual([]));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(server.requests.filter(({ path }) => path === '/api/chat')).toHaveLength(1);
    await page.call('sessions.restore', { id: 's1' });
    const rows = page.watch('messages.window', whole);
    await until(() => expect(rows.value?.rows.map(textOf)).toEqual(['One', 'one two three']));
  });

  it('of a connection stops its replies and keeps their text', async () => {
    const server = await anOllama({ reply: { text: long, pauseAfterTokens: 3 } });
    const { page, send, connectionId } = await aConnected(server);
    await send('One');
    await until(() => expect(server.held).toEqual(['pause']));
    await page.call('connections.remove', { id: connectionId });
    const rows = page.watch('messages.window', whole);
    await until(() => expect(rows.value?.rows[1]?.status).toBe('stopped'));
    expect(rows.value?.rows.map(textOf)).toEqual(['One', 'one two three']);
    const models = page.watch('models.list', null);
    await until(() => expect(models.value).toEqual([]));
  });
});
