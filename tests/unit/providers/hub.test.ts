import { afterEach, describe, expect, test } from 'vitest';
import { faultFrom } from '../../../src/domain/fault.ts';
import { readHubCard, readHubModel, searchHub } from '../../../src/providers/hub/index.ts';
import { nextFrom, waitFrom } from '../../../src/providers/hub/limits.ts';
import { type ScriptedHub, startHub } from '../../servers/hub.ts';
import { aFetcher, anAnswer, never } from './maker.ts';

const opened: ScriptedHub[] = [];
async function aHub(options: Parameters<typeof startHub>[0] = {}) {
  const hub = await startHub(options);
  opened.push(hub);
  return hub;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((hub) => hub.close()));
});

const trending = { text: '', sort: 'trending' } as const;
const json = (value: unknown) => anAnswer([JSON.stringify(value)], { type: 'application/json' });
async function faultOf(work: Promise<unknown>) {
  try {
    await work;
  } catch (error) {
    return faultFrom(error);
  }
  return undefined;
}

describe('a search of the hub', () => {
  test('asks for GGUF in the order wanted and reads what people choose by', async () => {
    const hub = await aHub();
    const found = await searchHub({ baseUrl: hub.url }, { text: 'kelp', sort: 'likes' }, never);
    expect(found.models).toEqual([
      {
        id: 'harbour/Kelp-4B-Instruct-GGUF',
        license: 'apache-2.0',
        downloads: 48_211,
        likes: 93,
        updatedAt: Date.parse('2026-08-02T09:14:11.000Z'),
        gated: 'no',
        parameters: 4_022_468_096,
        contextLength: 32_768,
        architecture: 'kelp3',
        task: 'text-generation',
        baseModel: 'harbour/Kelp-4B',
      },
    ]);
    const asked = new URL(hub.requests[0]?.path ?? '', hub.url).searchParams;
    expect(asked.get('filter')).toBe('gguf');
    expect(asked.get('search')).toBe('kelp');
    expect(asked.get('sort')).toBe('likes');
    expect(asked.getAll('expand')).toContain('gguf');
  });

  test('sends no key, no cookie and no header that would need a preflight', async () => {
    const hub = await aHub();
    await searchHub({ baseUrl: hub.url }, trending, never);
    const { headers = {} } = hub.requests[0] ?? {};
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('content-type');
    expect(headers).not.toHaveProperty('referer');
  });

  test('goes on where the Link header says, and ends where there is none', async () => {
    const hub = await aHub({ pageSize: 2 });
    const at = { baseUrl: hub.url };
    const first = await searchHub(at, trending, never);
    const second = await searchHub(at, { ...trending, next: first.next }, never);
    const third = await searchHub(at, { ...trending, next: second.next }, never);
    expect([first, second, third].map(({ models }) => models.length)).toEqual([2, 2, 1]);
    expect(third).not.toHaveProperty('next');
  });

  test('leaves out an entry that cannot be read, and keeps the others', async () => {
    const { fetcher } = aFetcher(() =>
      json([{ id: 7 }, 'x', { id: '../evil' }, { id: 'a/b', gated: 'maybe', tags: 3 }]),
    );
    const { models } = await searchHub({ baseUrl: 'https://hub.test', fetcher }, trending, never);
    expect(models).toEqual([{ id: 'a/b', gated: 'no' }]);
  });

  test('that is answered with a page is told as such', async () => {
    const hub = await aHub();
    hub.set({ kind: 'page' });
    expect(await faultOf(searchHub({ baseUrl: hub.url }, trending, never))).toMatchObject({
      kind: 'not-a-model-server',
      found: 'Sign in to the hotel',
    });
  });

  test('that is answered with some other JSON is not taken for results', async () => {
    const { fetcher } = aFetcher(() => json({ models: [] }));
    const at = { baseUrl: 'https://hub.test', fetcher };
    expect(await faultOf(searchHub(at, trending, never))).toMatchObject({
      kind: 'not-a-model-server',
    });
  });

  test('too many says for how long, whichever header tells it', async () => {
    const hub = await aHub();
    const waits: number[] = [];
    const at = { baseUrl: hub.url, onWait: (waitMs: number) => waits.push(waitMs) };
    hub.set({ kind: 'limited', headers: true });
    expect(await faultOf(searchHub(at, trending, never))).toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 137_000,
    });
    expect(waits).toEqual([137_000]);
    hub.set({ kind: 'limited', retryAfter: 30 });
    expect(await faultOf(searchHub(at, trending, never))).toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 30_000,
    });
  });

  test('of a hub that is down says so', async () => {
    const hub = await aHub();
    hub.set({ kind: 'status', code: 503 });
    expect(await faultOf(searchHub({ baseUrl: hub.url }, trending, never))).toMatchObject({
      kind: 'busy',
    });
    await hub.close();
    expect(await faultOf(searchHub({ baseUrl: hub.url }, trending, never))).toMatchObject({
      kind: 'unreachable',
    });
  });

  test('that is stopped ends at once, and its request with it', async () => {
    const hub = await aHub();
    hub.set({ kind: 'silent' });
    const stop = new AbortController();
    const search = searchHub({ baseUrl: hub.url }, trending, stop.signal);
    const ended = expect(search).rejects.toBe('enough');
    await expect.poll(() => hub.requests.length).toBe(1);
    stop.abort('enough');
    await ended;
    await expect.poll(() => hub.requests[0]?.aborted).toBe(true);
  });
});

describe('one model of the hub', () => {
  test('comes with its GGUF files and their true sizes', async () => {
    const hub = await aHub();
    const at = { baseUrl: hub.url };
    const read = await readHubModel(at, 'harbour/Kelp-4B-Instruct-GGUF', never);
    expect(read.model.license).toBe('apache-2.0');
    expect(read.isCut).toBe(false);
    expect(read.files).toHaveLength(6);
    expect(read.files).toContainEqual({
      path: 'Kelp-4B-Instruct-Q4_K_M.gguf',
      sizeBytes: 2_497_280_256,
      sha256: 'a'.repeat(64),
    });
  });

  test('that is not there, or not for everybody, is not found', async () => {
    const hub = await aHub();
    const read = readHubModel({ baseUrl: hub.url }, 'nobody/Nothing', never);
    expect(await faultOf(read)).toEqual({ kind: 'not-found', what: 'nobody/Nothing' });
  });

  test('has a card, or none', async () => {
    const hub = await aHub();
    const at = { baseUrl: hub.url };
    expect(await readHubCard(at, 'harbour/Kelp-4B-Instruct-GGUF', never)).toContain('# Kelp 4B');
    expect(await readHubCard(at, 'harbour/Wrack-12B-GGUF', never)).toBe('');
    hub.set({ kind: 'page' });
    expect(await faultOf(readHubCard(at, 'harbour/Kelp-4B-Instruct-GGUF', never))).toMatchObject({
      kind: 'not-a-model-server',
    });
  });
});

describe('the headers', () => {
  const of = (init: Record<string, string>) => new Headers(init);

  test('name the next page only where it lies on the same host', () => {
    const base = 'https://hub.test/mirror';
    const next = (link: string) => nextFrom(of({ link }), base);
    expect(next('<https://hub.test/mirror/api/models?cursor=x>; rel="next"')).toBe(
      '/api/models?cursor=x',
    );
    expect(next('<https://evil.test/mirror/api/models?cursor=x>; rel="next"')).toBeUndefined();
    expect(next('<https://hub.test/mirror/settings>; rel="next"')).toBeUndefined();
    expect(next('<https://hub.test/mirror/api/models?a=1>; rel="prev"')).toBeUndefined();
    expect(nextFrom(of({}), base)).toBeUndefined();
  });

  test('ask for a pause only when nothing is left', () => {
    expect(waitFrom(of({ ratelimit: '"api";r=12;t=30' }))).toBeUndefined();
    expect(waitFrom(of({ ratelimit: '"api";r=0;t=30' }))).toBe(30_000);
    expect(waitFrom(of({ ratelimit: 'nonsense' }))).toBeUndefined();
    expect(waitFrom(of({}))).toBeUndefined();
  });
});
