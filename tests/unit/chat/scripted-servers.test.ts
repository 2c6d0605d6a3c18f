/** The chat through the real providers, against the scripted servers. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLine } from '../../../src/chat/line.ts';
import { defaultSettings } from '../../../src/domain/default-settings.ts';
import { textOf } from '../../../src/domain/message-text.ts';
import { createServers } from '../../../src/servers/servers.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import type { Store } from '../../../src/storage/store.ts';
import { startLlamaServer } from '../../servers/llama-server.ts';
import { startOllama } from '../../servers/ollama.ts';
import { startOpenAi } from '../../servers/openai.ts';
import type { ScriptedServer, ServerOptions } from '../../servers/types.ts';
import {
  aChat,
  aConnection,
  aKeyring,
  aSend,
  aSpeaker,
  messagesOf,
  replyOf,
  until,
} from './makers.ts';

vi.setConfig({ testTimeout: 30_000 });

const ends: (() => void | Promise<void>)[] = [];
let count = 0;

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Those that run models on this network: what a turn does does not depend on the dialect. */
type Kind = 'ollama' | 'llama-server' | 'openai';

const starters: Record<Kind, (options: ServerOptions) => Promise<ScriptedServer>> = {
  ollama: startOllama,
  'llama-server': startLlamaServer,
  openai: startOpenAi,
};

const names: Record<Kind, string> = {
  ollama: 'moss:1b',
  'llama-server': 'any',
  openai: 'heron-7b',
};

async function aTalk(kind: Kind, options: ServerOptions = {}, limit = 4) {
  const server = await starters[kind](options);
  ends.push(() => server.close());
  const store: Store = await openDatabase({ name: `scripted-${++count}` });
  ends.push(() => store.close());
  await store.connections.put(aConnection({ kind, baseUrl: server.url }));
  const servers = createServers({
    store,
    keyring: aKeyring(store),
    lentPorts: () => [],
    settings: () => defaultSettings,
    onChange: () => undefined,
  });
  ends.push(() => servers.stop());
  const name = names[kind];
  const talk = aChat(
    store,
    { provider: aSpeaker().provider },
    {
      ways: servers.ways,
      keepsStream: servers.keepsStream,
      line: createLine({ limit: () => limit }),
    },
  );
  ends.push(() => talk.chat.close());
  const send = (said: string, sessionId = 's1') =>
    talk.chat.send({ ...aSend(said, sessionId), model: { connectionId: 'c1', name } });
  const chats = () =>
    server.requests.filter(({ method, path }) => method === 'POST' && isChat(path));
  return { ...talk, server, send, chats };
}

const isChat = (path: string) => path === '/api/chat' || path.endsWith('/chat/completions');

type Talk = Awaited<ReturnType<typeof aTalk>>;

async function over({ ears }: Talk, times = 1): Promise<void> {
  await until(() => expect(ears.overs).toHaveLength(times));
}

const kinds = Object.keys(starters) as Kind[];
const long = 'one two three four five six seven eight nine ten';

describe.each(kinds)('a turn with %s', (kind) => {
  it('comes whole, with its counts and times', async () => {
    const talk = await aTalk(kind, { reply: { text: long } });
    await talk.send('Count');
    await over(talk);
    const reply = await replyOf(talk.store);
    expect(reply).toMatchObject({ status: 'done', finish: { reason: 'stop' } });
    expect(textOf(reply)).toBe(long);
    expect(reply.timings?.totalMs).toBeGreaterThanOrEqual(reply.timings?.firstTokenMs ?? 0);
    expect(talk.ears.pieces.map((piece) => piece.text).join('')).toBe(long);
  });

  it('keeps what came before Stop, and frees the server', async () => {
    const talk = await aTalk(kind, { reply: { text: long, pauseAfterTokens: 3 } });
    await talk.send('Count');
    await until(() => expect(talk.chat.running()[0]?.reply().text).toBe('one two three'));
    talk.chat.stop('s1');
    await over(talk);
    expect(await replyOf(talk.store)).toMatchObject({ status: 'stopped' });
    expect(textOf(await replyOf(talk.store))).toBe('one two three');
    await until(() => expect(talk.server.generating).toBe(0));
  });

  it('that is cut is interrupted with its text', async () => {
    const talk = await aTalk(kind, { reply: { text: long } });
    talk.server.set({ cut: { afterTokens: 4 } });
    await talk.send('Count');
    await over(talk);
    const reply = await replyOf(talk.store);
    expect(reply).toMatchObject({ status: 'interrupted', fault: { kind: 'truncated' } });
    expect(textOf(reply)).toBe('one two three four');
    expect(talk.chats()).toHaveLength(1);
  });

  it('that ends without its last mark is interrupted with its text', async () => {
    const talk = await aTalk(kind, { reply: { text: long } });
    talk.server.set({ endWithoutMark: { afterTokens: 4 } });
    await talk.send('Count');
    await over(talk);
    const reply = await replyOf(talk.store);
    expect(reply).toMatchObject({ status: 'interrupted', fault: { kind: 'truncated' } });
    expect(textOf(reply)).toBe('one two three four');
  });

  it('that reports an error in mid-stream keeps its text and the words', async () => {
    const talk = await aTalk(kind, { reply: { text: long } });
    talk.server.set({ errorInStream: { afterTokens: 4, message: 'the lamp went out' } });
    await talk.send('Count');
    await over(talk);
    const reply = await replyOf(talk.store);
    const fault = { kind: 'stream-error', message: 'the lamp went out' };
    expect(reply).toMatchObject({ status: 'interrupted', fault });
    expect(textOf(reply)).toBe('one two three four');
  });

  it('waits while a model is loaded, and then goes on', async () => {
    const talk = await aTalk(kind, { reply: { text: long } });
    if (kind === 'ollama') talk.server.set({ once: { status: { code: 503, message: 'loading' } } });
    else talk.server.set({ loading: true });
    await talk.send('Count');
    await until(() => {
      expect(talk.ears.views.map((view) => view.phase)).toContain('loading');
    });
    talk.server.set({ loading: null });
    await over(talk);
    expect(textOf(await replyOf(talk.store))).toBe(long);
  });

  it('can be stopped while a model is loaded', async () => {
    const talk = await aTalk(kind, { reply: { text: long } });
    talk.server.set({ loading: true, status: { code: 503, message: 'loading model' } });
    await talk.send('Count');
    await until(() => {
      expect(talk.ears.views.map((view) => view.phase)).toContain('loading');
    });
    talk.chat.stop('s1');
    await over(talk);
    expect(await replyOf(talk.store)).toMatchObject({ status: 'stopped', parts: [] });
  });

  it('refused with nothing received is failed', async () => {
    const talk = await aTalk(kind, { reply: { text: long } });
    talk.server.set({ status: { code: 500, html: true } });
    await talk.send('Count');
    await over(talk);
    expect(await replyOf(talk.store)).toMatchObject({
      status: 'failed',
      parts: [],
      fault: { kind: 'server-error', status: 500 },
    });
  });

  it('waits in line behind four of the same server', async () => {
    const talk = await aTalk(kind, { reply: { text: 'ok', pauseAfterTokens: 1 }, parallel: 9 });
    const ids = Array.from({ length: 7 }, (_, at) => `s${at}`);
    for (const id of ids) await talk.send('Go', id);
    await until(() => expect(talk.chats()).toHaveLength(4));
    await until(() => expect(talk.server.held).toHaveLength(4));
    await until(() => {
      const told = talk.ears.views.filter((view) => view.sessionId === 's6');
      expect(told.at(-1)).toMatchObject({ place: 3, phase: 'waiting' });
    });
    talk.chat.stop('s4');
    await over(talk);
    expect(await replyOf(talk.store, 's4')).toMatchObject({ status: 'stopped' });
    talk.server.say('ok');
    talk.server.release('pause');
    await over(talk, 7);
    expect(talk.chats()).toHaveLength(6);
  });

  it('whose connection is deleted in mid-stream keeps its text, and the next send says why', async () => {
    const talk = await aTalk(kind, { reply: { text: long, pauseAfterTokens: 3 } });
    await talk.send('Count');
    await until(() => expect(talk.chat.running()[0]?.reply().text).toBe('one two three'));
    await talk.store.connections.remove('c1');
    talk.server.release('pause');
    await over(talk);
    expect(textOf(await replyOf(talk.store))).toBe(long);
    await talk.send('Again');
    await over(talk, 2);
    const fault = { kind: 'connection-missing' };
    expect(await replyOf(talk.store)).toMatchObject({ status: 'failed', fault });
  });
});

describe('a reply that was cut', () => {
  it.each(['ollama', 'llama-server'] as const)('goes on by prefill with %s', async (kind) => {
    const talk = await aTalk(kind, { reply: { text: long } });
    const { server } = talk;
    if (kind === 'llama-server') await keepNoStreams(talk);
    server.set({ once: { cut: { afterTokens: 4 } } });
    await talk.send('Count');
    await over(talk);
    const { id } = await replyOf(talk.store);
    await talk.chat.resume(id);
    await over(talk, 2);
    const reply = await replyOf(talk.store);
    expect(reply).toMatchObject({ id, status: 'done', seams: ['one two three four'.length] });
    expect(textOf(reply)).toBe(long);
    expect(await messagesOf(talk.store)).toHaveLength(2);
  });

  it('is taken up where llama-server still has its stream, without a second request', async () => {
    const talk = await aTalk('llama-server', { reply: { text: long } });
    talk.server.set({ once: { cut: { afterTokens: 4 } } });
    await talk.send('Count');
    await over(talk);
    const cut = await replyOf(talk.store);
    expect(textOf(cut)).toBe('one two three four');
    await talk.chat.resume(cut.id);
    await over(talk, 2);
    const reply = await replyOf(talk.store);
    expect(reply).toMatchObject({ status: 'done', resumeId: cut.resumeId });
    expect(reply).not.toHaveProperty('seams');
    expect(textOf(reply)).toBe(long);
    expect(talk.chats()).toHaveLength(1);
  });

  it('is taken up again where the kept stream was itself a continuation', async () => {
    const talk = await aTalk('llama-server', { reply: { text: long } });
    talk.server.set({ once: { endWithoutMark: { afterTokens: 2 } } });
    await keepNoStreams(talk);
    await talk.send('Count');
    await over(talk);
    await keepStreams(talk);
    const { id } = await replyOf(talk.store);
    talk.server.set({ once: { cut: { afterTokens: 3 } } });
    await talk.chat.resume(id);
    await over(talk, 2);
    expect(await replyOf(talk.store)).toMatchObject({ status: 'interrupted' });
    await talk.chat.resume(id);
    await over(talk, 3);
    expect(textOf(await replyOf(talk.store))).toBe(long);
    expect(talk.chats()).toHaveLength(2);
  });

  it('stopped on purpose is deleted on the server, and goes on by prefill', async () => {
    const talk = await aTalk('llama-server', { reply: { text: long, pauseAfterTokens: 3 } });
    await talk.send('Count');
    await until(() => expect(talk.chat.running()[0]?.reply().text).toBe('one two three'));
    talk.chat.stop('s1');
    await over(talk);
    expect(talk.server.requests.some(({ method }) => method === 'DELETE')).toBe(true);
    talk.server.say(long);
    await talk.chat.resume((await replyOf(talk.store)).id);
    await over(talk, 2);
    expect(textOf(await replyOf(talk.store))).toBe(long);
    expect(talk.chats()).toHaveLength(2);
  });
});

async function keepNoStreams({ store }: Talk): Promise<void> {
  await setResume(store, 'off');
}

async function keepStreams({ store }: Talk): Promise<void> {
  await setResume(store, 'auto');
}

async function setResume(store: Store, resume: 'auto' | 'off'): Promise<void> {
  const connection = await store.connections.get('c1');
  if (!connection) throw new Error('no connection');
  await store.connections.put({
    ...connection,
    features: { ...connection.features, resume },
  });
}
