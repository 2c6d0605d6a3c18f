import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '../../../src/domain/message.ts';
import { textOf } from '../../../src/domain/message-text.ts';
import { exportAll } from '../../../src/storage/export-backup.ts';
import { exportMarkdown } from '../../../src/storage/export-markdown.ts';
import { applyImport, previewImport } from '../../../src/storage/import-backup.ts';
import { readBackup } from '../../../src/storage/read-backup.ts';
import type { Store } from '../../../src/storage/store.ts';
import { aBegunTurn, aConnection, aMessage, aSession, storeKinds } from './makers.ts';

const aFile = (patch: Record<string, unknown> = {}) =>
  JSON.stringify({
    format: 'llantern',
    version: 1,
    exportedAt: '2026-01-01T00:00:00.000Z',
    connections: [{ id: 'c1', kind: 'ollama', name: 'Box', baseUrl: 'http://127.0.0.1:11434/' }],
    sessions: [
      {
        id: 's1',
        title: 'Hello',
        createdAt: 0,
        updatedAt: 5,
        model: { connectionId: 'c1', name: 'qwen3' },
        messages: [
          { id: 'm1', parentId: null, role: 'user', text: 'Hi', createdAt: 0 },
          { role: 'assistant', text: 'Hello.' },
          { role: 'user', text: 'Bye' },
        ],
      },
    ],
    prompts: [],
    themes: [],
    settings: {},
    ...patch,
  });

const aTree = (messages: unknown[], rest = {}) =>
  aFile({ sessions: [{ id: 's', title: 't', createdAt: 0, updatedAt: 0, messages, ...rest }] });

describe('a file', () => {
  it.each([
    ['that is not JSON', '<html>', 'the file is not JSON'],
    ['of another kind', '{"a":1}', 'format: should be "llantern"'],
    ['of a later version', aFile({ version: 2 }), 'version: should be 1'],
    [
      'whose message has an unknown role',
      aTree([{ role: 'boss', text: 'x' }]),
      'sessions[0].messages[0].role: should be "user"',
    ],
    [
      'whose message has neither text nor parts',
      aTree([{ role: 'user' }]),
      'sessions[0].messages[0]: a message needs text or parts',
    ],
    [
      'whose message has a parent that is not there',
      aTree([{ id: 'a', parentId: 'z', role: 'user', text: '' }]),
      'sessions[0].messages[0].parentId: there is no message "z"',
    ],
    [
      'whose messages run in a circle',
      aTree([
        { id: 'a', parentId: 'b', role: 'user', text: '' },
        { id: 'b', parentId: 'a', role: 'user', text: '' },
      ]),
      'the parents run in a circle',
    ],
    [
      'that names a message twice',
      aTree([
        { id: 'a', role: 'user', text: '' },
        { id: 'a', role: 'user', text: '' },
      ]),
      'sessions[0].messages[1].id: the id "a" is there twice',
    ],
    [
      'whose leaf is not there',
      aTree([{ id: 'a', role: 'user', text: '' }], { leafId: 'q' }),
      'sessions[0].leafId: there is no message "q"',
    ],
    [
      'whose title is a number',
      aFile({ sessions: [{ id: 's', title: 5 }] }),
      'sessions[0].title: should be string',
    ],
    [
      'whose connection is no web address',
      aFile({ connections: [{ id: 'c', kind: 'ollama', name: 'x', baseUrl: 'javascript:1' }] }),
      'connections[0].baseUrl',
    ],
    [
      'that names a session twice',
      aFile({
        sessions: [1, 2].map(() => ({
          id: 's',
          title: '',
          createdAt: 0,
          updatedAt: 0,
          messages: [],
        })),
      }),
      'sessions[1].id: the id "s" is there twice',
    ],
  ])('%s is refused with the place and the reason', async (_what, text, reason) => {
    await expect(readBackup(text)).rejects.toMatchObject({
      fault: { kind: 'file-invalid', reason: expect.stringContaining(reason) },
    });
  });

  it('that is too large is refused without being read', async () => {
    const file = new Blob(['x'.repeat(100)]);
    const text = vi.spyOn(file, 'text');
    await expect(readBackup(file, { limitBytes: 99 })).rejects.toMatchObject({
      fault: { kind: 'file-too-large', sizeBytes: 100, limitBytes: 99 },
    });
    expect(text).not.toHaveBeenCalled();
  });

  it('of five megabytes of nonsense is refused', async () => {
    const fault = { fault: { kind: 'file-invalid' } };
    await expect(readBackup(new Blob(['{"a":['.repeat(900_000)]))).rejects.toMatchObject(fault);
    await expect(readBackup(new Blob(['\u0000'.repeat(5_000_000)]))).rejects.toMatchObject(fault);
  });

  it('keeps keys out that the format does not name', async () => {
    const file = aTree([{ role: 'user', text: 'x', apiKey: 'secret' }], { evil: 1 });
    expect(JSON.stringify(await readBackup(file))).not.toMatch(/secret|evil/);
  });
});

describe.each(storeKinds)('import into %s', (_kind, open) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
  });
  afterEach(() => store.close());

  const messagesOf = async (id: string): Promise<Message[]> =>
    store.messages.getMany((await store.messages.skeleton(id)).map((node) => node.id));

  it('counts first and writes nothing', async () => {
    const counts = await previewImport(store, await readBackup(aFile()));
    expect(counts).toEqual({
      sessions: { new: 1, existing: 0 },
      messages: 3,
      connections: { new: 1, matched: 0 },
      attachments: 0,
      settings: 0,
    });
    expect((await store.sessions.list({ from: 0, count: 1 })).total).toBe(0);
    expect(await store.connections.list()).toEqual([]);
  });

  it('makes sessions whose messages follow one another', async () => {
    await applyImport(store, await readBackup(aFile()));
    const [a, b, c] = await messagesOf('s1');
    expect([a, b, c].map((message) => message && textOf(message))).toEqual(['Hi', 'Hello.', 'Bye']);
    expect([a?.parentId, b?.parentId, c?.parentId]).toEqual(['', a?.id, b?.id]);
    const [connection] = await store.connections.list();
    expect(await store.sessions.get('s1')).toMatchObject({
      leafId: c?.id,
      titleFrom: 'import',
      messageCount: 3,
      updatedAt: 5,
      model: { connectionId: connection?.id, name: 'qwen3' },
    });
    expect(connection?.baseUrl).toBe('http://127.0.0.1:11434');
  });

  it('skips sessions that exist and counts them', async () => {
    await applyImport(store, await readBackup(aFile()));
    await store.sessions.update('s1', { title: 'Mine' });
    const counts = await applyImport(store, await readBackup(aFile()));
    expect(counts).toMatchObject({
      sessions: { new: 0, existing: 1 },
      messages: 0,
      connections: { new: 0, matched: 1 },
    });
    expect((await store.sessions.get('s1'))?.title).toBe('Mine');
    expect(await messagesOf('s1')).toHaveLength(3);
  });

  it('matches a connection by kind and origin and leaves it as it is', async () => {
    const mine = aConnection({ name: 'Mine', needsKey: true });
    await store.connections.put(mine);
    await applyImport(store, await readBackup(aFile()));
    expect(await store.connections.list()).toEqual([mine]);
    expect((await store.sessions.get('s1'))?.model?.connectionId).toBe(mine.id);
  });

  it('switches a connection to the internet off until a person wants it', async () => {
    const connections = [
      { id: 'near', kind: 'ollama', name: 'Near', baseUrl: 'http://192.168.1.5:11434' },
      { id: 'far', kind: 'openai', name: 'Far', baseUrl: 'https://models.example' },
    ];
    await applyImport(store, await readBackup(aFile({ connections })));
    const enabled = (await store.connections.list()).map((each) => [each.name, each.enabled]);
    expect(Object.fromEntries(enabled)).toEqual({ Near: true, Far: false });
  });

  it('brings settings that nobody has chosen here, and only sound ones', async () => {
    await store.settings.put({ mode: 'light' });
    const settings = {
      mode: 'dark',
      sendKey: 'mod-enter',
      requestsPerOrigin: 99,
      lastSessionId: 'x',
    };
    const backup = await readBackup(aFile({ settings }));
    expect((await previewImport(store, backup)).settings).toBe(1);
    await applyImport(store, backup);
    expect(await store.settings.get()).toMatchObject({
      mode: 'light',
      sendKey: 'mod-enter',
      requestsPerOrigin: 4,
      lastSessionId: '',
    });
  });

  it('never gives a new connection the id of one that is here', async () => {
    const mine = aConnection({ id: 'c1', baseUrl: 'https://elsewhere.example', needsKey: true });
    await store.connections.put(mine);
    await applyImport(store, await readBackup(aFile()));
    const all = await store.connections.list();
    expect(all).toHaveLength(2);
    expect(all).toContainEqual(mine);
    expect(all.find((each) => each.id !== 'c1')?.needsKey).toBe(false);
  });

  it('lets two sessions of a file name their messages alike', async () => {
    const session = (id: string) => ({
      id,
      title: id,
      createdAt: 0,
      updatedAt: 0,
      messages: [{ id: 'm1', parentId: null, role: 'user', text: id }],
    });
    await applyImport(store, await readBackup(aFile({ sessions: [session('a'), session('b')] })));
    expect((await messagesOf('a')).map(textOf)).toEqual(['a']);
    expect((await messagesOf('b')).map(textOf)).toEqual(['b']);
  });

  it('ends replies that were in flight when the file was written', async () => {
    const file = aTree([
      { role: 'user', text: 'x' },
      { role: 'assistant', text: 'y', status: 'streaming' },
    ]);
    await applyImport(store, await readBackup(file));
    expect((await messagesOf('s')).map((message) => message.status)).toEqual([
      'done',
      'interrupted',
    ]);
    expect(await store.messages.inFlight()).toEqual([]);
  });

  it('refuses an attachment that is not what its id says', async () => {
    const attachmentId = 'a'.repeat(64);
    const image = { type: 'image', attachmentId, mediaType: 'image/png', name: 'p', sizeBytes: 1 };
    const file = JSON.parse(aTree([{ role: 'user', parts: [image] }]));
    for (const base64 of ['AAAA', 'no base64']) {
      file.attachments = [{ id: attachmentId, mediaType: 'image/png', name: 'p', base64 }];
      const backup = await readBackup(JSON.stringify(file));
      await expect(applyImport(store, backup)).rejects.toMatchObject({
        fault: { kind: 'file-invalid' },
      });
    }
    expect((await store.sessions.list({ from: 0, count: 1 })).total).toBe(0);
  });

  it('leaves nothing behind when it fails half-way', async () => {
    const backup = await readBackup(aFile());
    const broken = {
      ...store,
      imports: { ...store.imports, publish: () => Promise.reject(new Error('full')) },
    };
    await expect(applyImport(broken, backup)).rejects.toThrow('full');
    expect(await messagesOf('s1')).toEqual([]);
    expect(await store.sessions.get('s1')).toBeUndefined();
    expect(await store.connections.list()).toEqual([]);
  });

  it('that broke off is swept at a later start', async () => {
    await store.imports.mark('i', ['s1'], 1000);
    await store.imports.writeMessages([aMessage({ sessionId: 's1' })]);
    await store.purgeDeleted(30_000);
    expect(await messagesOf('s1')).toHaveLength(1);
    await store.purgeDeleted(90_000);
    expect(await messagesOf('s1')).toEqual([]);
  });

  it('brings back what an export holds, whole', async () => {
    const connection = aConnection();
    await store.connections.put(connection);
    const picture = await store.attachments.put(new Blob(['png'], { type: 'image/png' }), 'p.png');
    const { session, user, reply } = await aBegunTurn(store);
    const { id: attachmentId, mediaType, name, sizeBytes } = picture;
    await store.messages.update(user.id, {
      parts: [{ type: 'image', attachmentId, mediaType, name, sizeBytes }],
    });
    await store.turns.finish({
      ...reply,
      status: 'done',
      parts: [
        { type: 'reasoning', text: 'Hm' },
        { type: 'text', text: 'Yes' },
      ],
      usage: { promptTokens: 2 },
      finish: { reason: 'stop' },
      model: { connectionId: connection.id, name: 'q' },
    });
    await store.sessions.update(session.id, {
      systemPrompt: 'Be kind',
      parameters: { temperature: 0.5, format: { kind: 'schema', schema: '{ "type": "object" }' } },
      tags: ['t'],
      leafId: user.id,
    });
    const file = await exportAll(store);
    const other = await open();
    await applyImport(other, await readBackup(file));
    expect(await (await exportAll(other)).text()).toContain('Be kind');
    const [there] = await other.connections.list();
    const model = { connectionId: there?.id, name: 'q' };
    expect(await other.messages.getMany([user.id, reply.id])).toEqual([
      await store.messages.get(user.id),
      { ...(await store.messages.get(reply.id)), model },
    ]);
    const original = await store.sessions.get(session.id);
    expect(await other.sessions.get(session.id)).toEqual({ ...original, titleFrom: 'import' });
    expect(await (await other.attachments.get(attachmentId))?.blob.text()).toBe('png');
    other.close();
  });

  it('exports only the sessions named', async () => {
    await store.sessions.create(aSession({ id: 'one' }));
    await store.sessions.create(aSession({ id: 'two' }));
    const { sessions } = await readBackup(await exportAll(store, ['two']));
    expect(sessions.map((session) => session.id)).toEqual(['two']);
  });

  it('writes a session as Markdown: the shown branch, thoughts as quotes, pictures by name', async () => {
    const { session, user, reply } = await aBegunTurn(store);
    await store.turns.finish({
      ...reply,
      status: 'done',
      model: { connectionId: 'c', name: 'qwen3' },
      parts: [
        { type: 'reasoning', text: 'One.\n\nTwo.' },
        { type: 'text', text: '**Yes**' },
      ],
    });
    const sibling = aMessage({
      sessionId: session.id,
      parentId: user.id,
      role: 'assistant',
      text: 'Not shown',
    });
    await store.messages.put(sibling);
    expect(await exportMarkdown(store, session.id)).toBe(
      '# A session\n\n## User\n\nHello\n\n## Assistant (qwen3)\n\n> One.\n>\n> Two.\n\n**Yes**\n',
    );
  });
});
