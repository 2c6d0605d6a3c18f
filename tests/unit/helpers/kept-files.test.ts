// Large files of the app: from the cache that the service worker answers from, and put there by a page that it does not
// control yet.
import { beforeEach, expect, test, vi } from 'vitest';
import { keepFile, keptFile } from '../../../src/helpers/kept-files.ts';

const url = 'https://host.example/tools/chat/guide/guide.gguf?v=1';
let kept: Map<string, Response>;
let opened: string[];

beforeEach(() => {
  kept = new Map();
  opened = [];
  vi.stubGlobal('location', { href: 'https://host.example/tools/chat/index.html#/s/1' });
  vi.stubGlobal('caches', {
    open: async (name: string) => {
      opened.push(name);
      return {
        match: async (key: string) => kept.get(key)?.clone(),
        put: async (key: string, response: Response) => void kept.set(key, response),
      };
    },
  });
});

function aHost(answer: () => Promise<Response>) {
  const fetched = vi.fn(answer);
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

test('a file is fetched once, kept under the name of our folder, and told as it comes', async () => {
  const headers = { 'content-length': '4', 'content-type': 'application/wasm' };
  const fetched = aHost(async () => new Response('abcd', { headers }));
  const fractions: number[] = [];
  expect(await (await keptFile(url, (fraction) => fractions.push(fraction))).text()).toBe('abcd');
  expect(fractions.at(-1)).toBe(1);
  expect(await (await keptFile(url)).text()).toBe('abcd');
  await keepFile(url);
  expect(fetched).toHaveBeenCalledTimes(1);
  expect(opened[0]).toBe('llantern-kept-/tools/chat/');
  expect(kept.get(url)?.headers.get('content-type')).toBe('application/wasm');
});

test.each([
  ['its host is away', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['it is not there', async () => new Response('', { status: 404 })],
])('where %s, it is told that the file was never kept', async (_, answer) => {
  aHost(answer);
  await expect(keptFile(url)).rejects.toMatchObject({
    fault: { kind: 'browser-lacks', what: 'page-models', reason: 'not-kept' },
  });
});

test('without a cache, as on a plain-http origin, it is fetched all the same', async () => {
  vi.stubGlobal('caches', undefined);
  aHost(async () => new Response('abcd'));
  expect((await keptFile(url)).size).toBe(4);
});
