/** Secrets planted in every place that holds one, and sought in everything that leaves the engine. */

import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connection, type ProviderKind } from '../../../src/domain/connection.ts';
import { defaultSettings } from '../../../src/domain/default-settings.ts';
import { type Fault, FaultError, faultFrom } from '../../../src/domain/fault.ts';
import { faultReport } from '../../../src/domain/fault-details.ts';
import { isPageKind } from '../../../src/domain/page-kinds.ts';
import { startEngine } from '../../../src/engine/start.ts';
import type { Endpoint, Provider } from '../../../src/providers/contract.ts';
import { providers } from '../../../src/providers/registry.ts';
import { explain, openEndpoint } from '../../../src/servers/endpoint.ts';
import { until } from '../chat/makers.ts';
import { aPage, endAll, type TestPage, whole } from '../engine/engine-makers.ts';
import { anAnswer, aRequest } from '../providers/maker.ts';
import { echoes, expectClean, header, key, leakIn, pair, said, secrets } from './canary-makers.ts';
import { aKeyring } from './makers.ts';

const baseUrl = 'https://api.example.com/v1';
const never = new AbortController().signal;
const kinds = (Object.keys(providers) as ProviderKind[]).filter((kind) => !isPageKind(kind));
const plain = {
  path: '/say',
  body: '{"prompt":"{{prompt}}"}',
  text: '/text',
  error: '/problem',
  models: { path: '/models', at: '/models' },
};

it('a planted secret would be found', () => {
  expect(leakIn({ deep: [`x${key.slice(3, 12)}`] })).not.toBe('');
  expect(leakIn(new Error(pair))).not.toBe('');
  expect(leakIn('nothing of it')).toBe('');
});

/** With key and header, or with name and password in the key's place. */
async function anEndpointOf(
  kind: ProviderKind,
  roles: readonly string[],
  fetcher: typeof fetch,
): Promise<{ provider: Provider; at: Endpoint }> {
  const { keyring } = aKeyring({ mayKeep: false });
  for (const secret of secrets) {
    if (roles.includes(secret.role)) await keyring.put({ ...secret, connectionId: 'c1', baseUrl });
  }
  const provider = await providers[kind]();
  const row = connection.parse({ id: 'c1', kind, name: 'C', baseUrl, features: {}, plain });
  const settings = () => ({ ...defaultSettings, idleSeconds: 0 });
  const deps = { keyring, settings, lent: async () => undefined };
  return { provider, at: { ...(await openEndpoint(deps, row, provider)), fetcher } };
}

const sentFrom = (init: RequestInit | undefined) => new Headers(init?.headers);

/** What every operation of a provider throws, as the engine tells it. */
async function faultsOf(provider: Provider, at: Endpoint): Promise<Fault[]> {
  const faults: Fault[] = [];
  const operations = [
    () => provider.check(at, never),
    () => provider.listModels(at, never),
    async () => {
      for await (const _event of provider.streamChat(at, aRequest(), never));
    },
  ];
  for (const operation of operations) {
    try {
      await operation();
    } catch (error) {
      expect(error).toBeInstanceOf(FaultError);
      faults.push(explain(faultFrom(error), at));
    }
  }
  return faults;
}

const roleSets = [
  ['key', 'header:X-Gate'],
  ['basic', 'key', 'header:X-Gate'],
] as const;

describe.each(kinds)('a server of the kind %s that repeats what it was sent', (kind) => {
  it.each(echoes)('in a refusal, %s, puts nothing of it into a fault', async (_how, echo) => {
    for (const roles of roleSets) {
      let told = 0;
      for (const status of [400, 401, 503]) {
        for (const shape of [
          (text: string) => JSON.stringify({ error: { message: text, type: text, code: text } }),
          (text: string) => JSON.stringify({ detail: [{ msg: text, loc: ['header', text] }] }),
          (text: string) => `<html><title>${text}</title><p>${text}</html>`,
        ]) {
          const fetcher: typeof fetch = async (_url, init) =>
            new Response(shape(said(sentFrom(init), echo)), { status });
          const { provider, at } = await anEndpointOf(kind, roles, fetcher);
          const faults = await faultsOf(provider, at);
          told += faults.length;
          for (const fault of faults) expectClean([fault, faultReport(fault, 'words')]);
        }
      }
      expect(told).toBeGreaterThan(9);
    }
  });

  it.each(echoes)(
    'under a good status, %s, puts nothing of it into a fault',
    async (_how, echo) => {
      for (const roles of roleSets) {
        for (const [type, shape] of [
          [
            'text/event-stream',
            (text: string) => `event: error\ndata: ${JSON.stringify({ message: text })}\n\n`,
          ],
          [
            'text/event-stream',
            (text: string) => `data: ${JSON.stringify({ error: { message: text } })}\n\n`,
          ],
          [
            'text/event-stream',
            (text: string) =>
              `data: ${JSON.stringify({ type: 'error', error: { type: text, message: text } })}\n\n`,
          ],
          ['text/event-stream', (text: string) => `data: ${text}\n\n`],
          ['application/x-ndjson', (text: string) => `${JSON.stringify({ error: text })}\n`],
          ['application/x-ndjson', (text: string) => `{"broken":${text}\n`],
          ['application/json', (text: string) => JSON.stringify({ problem: text })],
          ['application/json', (text: string) => JSON.stringify({ error: { message: text } })],
          ['text/html', (text: string) => `<title>${text}</title>`],
        ] as const) {
          const fetcher: typeof fetch = async (_url, init) =>
            anAnswer([shape(said(sentFrom(init), echo))], { type });
          const { provider, at } = await anEndpointOf(kind, roles, fetcher);
          for (const fault of await faultsOf(provider, at)) expectClean(fault);
        }
      }
    },
  );

  it('by a network error that names the headers puts nothing of them into a fault', async () => {
    const fetcher: typeof fetch = async (_url, init) => {
      throw new TypeError(said(sentFrom(init), (value) => value));
    };
    const { provider, at } = await anEndpointOf(kind, roleSets[0], fetcher);
    const faults = await faultsOf(provider, at);
    expect(faults).toHaveLength(3);
    expectClean(faults);
  });
});

describe('an engine with a vault full of secrets', () => {
  let server: Server;
  let address = '';
  const asked: string[] = [];

  beforeEach(async () => {
    vi.stubGlobal('navigator', {});
    asked.length = 0;
    server = createServer((request, response) => {
      const sent = new Headers();
      for (const [name, value] of Object.entries(request.headers)) sent.set(name, String(value));
      asked.push(sent.get('authorization') ?? '', sent.get('x-gate') ?? '');
      response.writeHead(401, { 'content-type': 'application/json' });
      const message = echoes.map(([, echo]) => said(sent, echo)).join('; ');
      response.end(JSON.stringify({ error: { message } }));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const bound = server.address();
    address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`;
  });
  afterEach(async () => {
    await endAll();
    await new Promise((done) => server.close(done));
  });

  async function aFilled(): Promise<{ page: TestPage; id: string }> {
    const page = aPage(startEngine('shared', 'test'));
    await page.call('vault.create', { passphrase: 'seven lanterns over water' });
    const { id } = await page.call('connections.add', {
      kind: 'openai',
      name: 'Echo',
      baseUrl: address,
      key,
      secretHeaders: [{ name: 'X-Gate', value: header }],
    });
    await page.call('connections.add', {
      kind: 'openai',
      name: 'Proxy',
      baseUrl: `${address}/behind`,
      basic: pair,
    });
    return { page, id };
  }

  async function dump(): Promise<unknown[]> {
    const found: unknown[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((done, fail) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => done(opening.result);
        opening.onerror = () => fail(opening.error);
      });
      for (const table of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((done) => {
          const reading = database.transaction(table).objectStore(table).getAll();
          reading.onsuccess = () => done(reading.result);
        });
        found.push({ name, table, rows });
      }
      database.close();
    }
    return found;
  }

  it('sends them to their server, and tells them to nobody else', async () => {
    const { page, id } = await aFilled();
    const queries = [
      page.watch('connections.list', null),
      page.watch('models.list', null),
      page.watch('keys.list', null),
      page.watch('vault.get', null),
      page.watch('settings.get', null),
      page.watch('turns.list', null),
      page.watch('config.get', null),
      page.watch('sessions.list', { filter: '', from: 0, count: 10 }),
    ];
    const rows = page.watch('messages.window', whole);
    await page.call('turns.send', {
      sessionId: 's1',
      text: 'Hello',
      images: [],
      model: { connectionId: id, name: 'm' },
      parameters: {},
      systemPrompt: '',
    });
    await until(() => expect(rows.value?.rows[1]).toMatchObject({ status: 'failed' }));
    for (const rung of ['preflight', 'key', 'models', 'first-token'] as const) {
      await page.call('connections.examine', { id, rung, model: 'm' });
    }
    const refused = page.call('connections.set-key', { id, key: `${key}-newer` });
    await expect(refused).rejects.toMatchObject({ fault: { kind: 'new-key-refused' } });
    const stored = await dump();
    expect(JSON.stringify(stored)).toContain('"secrets"');
    expectClean(stored);
    const exported = await (await page.call('backup.export', {})).blob.text();
    expectClean(exported);
    expect(exported).not.toMatch(/"secrets"|"vault"|"box"/);
    expectClean(await page.call('backup.markdown', { sessionId: 's1' }));
    const rescued = await (await page.call('storage.rescue', null)).text();
    expectClean(rescued);
    expect(rescued).not.toMatch(/"secrets"|"vault"|"box"/);
    await page.call('vault.lock', null);
    await until(() => expect(queries[3]?.value).toMatchObject({ state: 'locked' }));
    expect(asked).toContain(`Bearer ${key}`);
    expect(asked).toContain(`Basic ${Buffer.from(pair).toString('base64')}`);
    expect(asked).toContain(header);
    expect(page.heard.length).toBeGreaterThan(20);
    expectClean(page.heard);
    expectClean(queries.map(({ value, fault }) => [value, fault]));
  });

  it('does not send them to another origin, though the address of their connection be edited', async () => {
    const { page, id } = await aFilled();
    const other: string[] = [];
    const thief = createServer((request, response) => {
      other.push(JSON.stringify(request.headers));
      response.end('{}');
    });
    await new Promise<void>((done) => thief.listen(0, '127.0.0.1', done));
    const bound = thief.address();
    const port = typeof bound === 'object' ? bound?.port : 0;
    await page.call('connections.update', { id, baseUrl: `http://127.0.0.1:${port}` });
    await page.call('connections.check', { id });
    expect(other.length).toBeGreaterThan(0);
    expectClean(other);
    const keys = page.watch('keys.list', null);
    await until(() => expect(keys.value).toHaveLength(3));
    await page.call('connections.update', { id, baseUrl: address });
    asked.length = 0;
    await page.call('connections.check', { id });
    expect(asked).toContain(`Bearer ${key}`);
    await new Promise((done) => thief.close(done));
  });

  it('has nothing left of them once it is erased', async () => {
    const { page } = await aFilled();
    await page.call('vault.erase', null);
    const stored = (await dump()) as { table: string; rows: unknown[] }[];
    const left = stored.filter(({ table }) => table === 'secrets' || table === 'vault');
    expect(left.flatMap(({ rows }) => rows)).toEqual([]);
    asked.length = 0;
    const list = page.watch('connections.list', null);
    await until(() => expect(list.value).toHaveLength(2));
    for (const { id } of list.value ?? []) await page.call('connections.check', { id });
    expectClean(asked);
  });
});
