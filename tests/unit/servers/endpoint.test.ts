import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../src/domain/default-settings.ts';
import type { Provider } from '../../../src/providers/contract.ts';
import { type Candidate, explain, openEndpoint } from '../../../src/servers/endpoint.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import { aConnection, aKeyring, aSpeaker } from '../chat/makers.ts';

type Secrets = { key?: string; basic?: string; headers?: Record<string, string> };

const bearer = aSpeaker({ keyHeader: (key) => ['authorization', `Bearer ${key}`] }).provider;
const apiKey = aSpeaker({ keyHeader: (key) => ['x-api-key', key] }).provider;

async function anEndpoint(
  change: Parameters<typeof aConnection>[0],
  secrets: Secrets = {},
  provider: Provider = bearer,
  candidate?: Candidate,
) {
  const connection = aConnection({ kind: 'openai', baseUrl: 'http://127.0.0.1:9/v1', ...change });
  const keyring = aKeyring(openMemory());
  const { id: connectionId, baseUrl } = connection;
  const put = (role: 'key' | 'basic' | `header:${string}`, value: string | undefined) =>
    value === undefined ? undefined : keyring.put({ connectionId, baseUrl, role, value });
  await put('key', secrets.key);
  await put('basic', secrets.basic);
  for (const [name, value] of Object.entries(secrets.headers ?? {}))
    await put(`header:${name}`, value);
  const endpoint = await openEndpoint(
    { keyring, settings: () => defaultSettings, lent: async () => undefined },
    connection,
    provider,
    candidate,
  );
  const headers = new Headers();
  endpoint.authorize(headers);
  return { endpoint, sent: Object.fromEntries(headers) };
}

describe('what goes with a request', () => {
  it('are extra headers, secret headers and the key in the dialect’s own header', async () => {
    const { sent } = await anEndpoint(
      { headers: [{ name: 'X-Title', value: 'Lamp' }] },
      { key: 'k', headers: { 'X-Gate': 'open' } },
    );
    expect(sent).toEqual({ 'x-title': 'Lamp', 'x-gate': 'open', authorization: 'Bearer k' });
  });

  it('is the key in the header that the vendor reads', async () => {
    const { sent, endpoint } = await anEndpoint({ preset: 'azure' }, { key: 'k' });
    expect(endpoint.quirks.keyHeader).toBe('api-key');
    expect(sent).toEqual({ 'api-key': 'k' });
  });

  it('is never one header more than the vendor’s preflight lets pass', async () => {
    const { sent, endpoint } = await anEndpoint(
      {
        preset: 'openrouter',
        headers: [
          { name: 'X-Title', value: 'Lamp' },
          { name: 'X-Other', value: '1' },
        ],
      },
      { key: 'k', headers: { 'X-Secret': 's' } },
    );
    expect(endpoint.quirks.allowedHeaders).toContain('x-title');
    expect(sent).toEqual({ 'x-title': 'Lamp', authorization: 'Bearer k' });
  });

  it('is name and password as UTF-8, and then no key where both need the same header', async () => {
    const { sent, endpoint } = await anEndpoint({}, { key: 'k', basic: 'zoë:pass' });
    const pair = new TextDecoder().decode(
      Uint8Array.from(atob(sent['authorization']?.slice(6) ?? ''), (each) => each.charCodeAt(0)),
    );
    expect(sent).toEqual({ authorization: expect.stringMatching(/^Basic /) });
    expect(pair).toBe('zoë:pass');
    expect(endpoint.key).toBe('left-out');
  });

  it('is the key as x-api-key beside name and password, where the dialect reads that', async () => {
    const own = await anEndpoint({}, { key: 'k', basic: 'a:b' }, apiKey);
    expect(own.sent).toEqual({ 'x-api-key': 'k', authorization: `Basic ${btoa('a:b')}` });
    expect(own.endpoint.key).toBe('sent');
  });

  it('is a key on trial in the place of the one that is kept', async () => {
    const tried = { role: 'key', value: 'new' } as const;
    const { sent } = await anEndpoint({}, { key: 'old' }, bearer, tried);
    expect(sent).toEqual({ authorization: 'Bearer new' });
  });

  it('is no part of the fault where no header can carry it', async () => {
    const tried = { role: 'key', value: 'sk-with\nbreak' } as const;
    const error = await anEndpoint({}, {}, bearer, tried).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ fault: { kind: 'key-wanted' } });
    expect(JSON.stringify(error)).not.toContain('sk-with');
  });
});

describe('an endpoint', () => {
  it('has the connection’s own time-outs, else the usual ones', async () => {
    const own = await anEndpoint({ headersSeconds: 7, idleSeconds: 0 });
    expect(own.endpoint).toMatchObject({ headersMs: 7000, idleMs: 0 });
    const usual = await anEndpoint({});
    expect(usual.endpoint).toMatchObject({ idleMs: 120_000 });
    expect(usual.endpoint).not.toHaveProperty('headersMs');
  });

  it('of the browser’s own model needs a page that lends it', async () => {
    await expect(
      anEndpoint({ kind: 'built-in', baseUrl: 'browser://built-in' }),
    ).rejects.toMatchObject({ fault: { kind: 'browser-lacks' } });
  });

  it('of models in this browser opens without a page, for work on their files', async () => {
    const { endpoint } = await anEndpoint({ kind: 'browser', baseUrl: 'browser://models' });
    expect(endpoint.lent).toBeUndefined();
    expect(endpoint.idleMinutes).toBe(5);
  });

  it('tells a refused key from a missing one, and doubts where a refusal cannot be read', async () => {
    const wanted = { kind: 'key-wanted', url: 'u' } as const;
    const unreachable = { kind: 'unreachable', url: 'u' } as const;
    const keyless = (await anEndpoint({})).endpoint;
    expect(explain(wanted, keyless)).toEqual(wanted);
    const keyed = (await anEndpoint({}, { key: 'k' })).endpoint;
    expect(explain(wanted, keyed)).toEqual({ ...wanted, wasSent: true });
    expect(explain(unreachable, keyed)).toEqual(unreachable);
    const hiding = { ...keyed, quirks: { hidesKeyRefusal: true } };
    expect(explain(unreachable, hiding)).toEqual({ kind: 'key-or-network', url: 'u' });
  });
});
