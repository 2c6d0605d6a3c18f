/* What the scripted llama-server tells of itself, against the records of a real one. */
import { afterEach, describe, expect, it } from 'vitest';
import { type LlamaOptions, startLlamaServer } from '../servers/llama-server.ts';
import { readRecord, type WireRecord } from '../servers/records.ts';
import type { ScriptedServer } from '../servers/types.ts';

const open: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function start(options: LlamaOptions = {}): Promise<ScriptedServer> {
  const server = await startLlamaServer({
    reply: '- open the context is',
    contextLength: 1024,
    parallel: 2,
    ...options,
  });
  open.push(server);
  return server;
}

const full = { metrics: true, slotSavePath: true } as const;

function replay(server: ScriptedServer, record: WireRecord): Promise<Response> {
  return fetch(`${server.url}${record.path}`, {
    method: record.method,
    headers: { 'content-type': 'application/json', origin: 'http://localhost:4173' },
    ...(record.requestBody === '' ? {} : { body: record.requestBody }),
  });
}

/** Keys and kinds of values, without the values. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
}

describe('an answer about slots', () => {
  it.each([
    ['slots-save-disabled-501', {}],
    ['slots-bad-action', full],
    ['slots-bad-filename', full],
    ['slots-bad-id', full],
    ['slots-restore-missing', full],
    ['lora-adapters-empty', {}],
    ['apply-template', {}],
  ] as [string, LlamaOptions][])('%s is the recorded one to the byte', async (name, options) => {
    const record = readRecord(name);
    const response = await replay(await start(options), record);
    expect(response.status).toBe(record.status);
    expect(await response.text()).toBe(record.body.trimEnd());
  });

  it('has the recorded keys after a chat that picked its slot', async () => {
    const server = await start(full);
    await replay(server, readRecord('chat-id-slot'));
    const names = ['slots-two', 'slots-save', 'slots-restore', 'slots-erase'];
    for (const name of names) {
      const record = readRecord(name);
      const response = await replay(server, record);
      expect(response.status).toBe(record.status);
      const told = await response.json();
      // The list of samplers is of texts, and an empty list has no shape.
      expect(shape(told)).toEqual(shape(JSON.parse(record.body)));
    }
  });

  it('of a sleeping server wakes it, which looking at its properties does not', async () => {
    const server = await start({ sleepMs: 30 });
    const isAsleep = async () => {
      const props = (await (await fetch(`${server.url}/props`)).json()) as { is_sleeping: boolean };
      return props.is_sleeping;
    };
    await expect.poll(isAsleep).toBe(true);
    expect(await isAsleep()).toBe(true);
    await fetch(`${server.url}/slots`);
    expect(await isAsleep()).toBe(false);
  });
});

describe('adapters', () => {
  it('are told and set as recorded: one that is not named counts no more', async () => {
    const server = await start({ lora: ['adapters/calm.gguf', 'adapters/loud.gguf'] });
    const names = ['', '-set', '-after', '-unknown', '-no-list'].map(
      (end) => `lora-adapters${end}`,
    );
    for (const name of names) {
      const record = readRecord(name);
      const response = await replay(server, record);
      expect(response.status).toBe(record.status);
      expect(await response.json()).toEqual(JSON.parse(record.body));
    }
  });
});

describe('metrics', () => {
  it('have the recorded names and kinds', async () => {
    const server = await start(full);
    const response = await replay(server, readRecord('metrics'));
    const kinds = (text: string) => text.split('\n').filter((line) => line.startsWith('# TYPE'));
    expect(kinds(await response.text())).toEqual(kinds(readRecord('metrics').body));
    expect(response.headers.get('content-type')).toBe(
      readRecord('metrics').headers['content-type'],
    );
  });

  it('count what was said', async () => {
    const server = await start(full);
    await replay(server, readRecord('chat-id-slot'));
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toMatch(/^llamacpp:tokens_predicted_total 4$/m);
    expect(text).toMatch(/^llamacpp:requests_processing 0$/m);
  });
});

describe('a router', () => {
  const router = () =>
    start({ models: [{ name: 'tiny' }], router: {}, ...full, contextLength: 2048 });

  it.each([
    'router-load-unknown',
    'router-unload-not-running',
    'router-slots-no-model',
    'router-lora-set',
  ])('%s is the recorded answer to the byte', async (name) => {
    const record = readRecord(name);
    const server = await router();
    const response = await replay(server, record);
    expect(response.status).toBe(record.status);
    expect(await response.text()).toBe(record.body.trimEnd());
  });

  it('takes an order to load once', async () => {
    const server = await router();
    const load = readRecord('router-load');
    const said = [];
    for (const record of [load, readRecord('router-load-again')]) {
      said.push(
        await (await replay(server, { ...record, requestBody: '{"model":"tiny"}' })).text(),
      );
    }
    expect(said).toEqual(
      ['router-load', 'router-load-again'].map((name) => readRecord(name).body.trimEnd()),
    );
  });
});
