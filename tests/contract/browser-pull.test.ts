// A model for this browser over a real network stack: along a redirect, cut in the middle, and gone on with.
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { jobs } from '../../src/providers/browser/jobs.ts';
import { request } from '../../src/providers/http.ts';
import { startModelHost } from '../servers/model-host.ts';
import { smallModel } from '../servers/small-model.ts';
import { aBrowser, follow } from '../unit/providers/file-host.ts';
import { never } from '../unit/providers/maker.ts';

const bytes = smallModel({ says: [' The', ' heron'] });

async function aRedirect(to: string) {
  const http = createServer((asked, response) => {
    response
      .writeHead(302, { Location: `${to}${asked.url}`, 'Access-Control-Allow-Origin': '*' })
      .end();
  });
  const port = await new Promise<number>((resolve) => {
    http.listen(0, '127.0.0.1', () => {
      const address = http.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  return { url: `http://127.0.0.1:${port}`, close: () => http.close() };
}

test.each([
  ['with ranges', false, { kind: 'truncated' }],
  ['without ranges', true, { kind: 'truncated' }],
])(
  'a model comes along a redirect and through a cut, from a host %s',
  async (_name, noRanges, fault) => {
    const host = await startModelHost(bytes, { noRanges });
    const front = await aRedirect(host.url);
    const browser = aBrowser({ fetcher: fetch });
    host.cut(200_000);
    const url = `${front.url}/fern.gguf`;
    expect((await follow(jobs.pull(browser.at, url, never))).fault).toEqual(fault);
    expect((await follow(jobs.pull(browser.at, url, never))).fault).toBeUndefined();
    const [first, second] = host.ranges;
    expect(first).toBe('');
    expect(second).toMatch(/^bytes=[1-9]\d+-$/);
    const { files } = await browser.models.store();
    const kept = new Uint8Array(await (await files.read('fern', 'fern.gguf')).arrayBuffer());
    expect(kept.length).toBe(bytes.length);
    expect(bytes.equals(kept)).toBe(true);
    front.close();
    await host.close();
  },
);

test('what carries a key follows no redirect, whatever was asked for', async () => {
  const host = await startModelHost(bytes);
  const front = await aRedirect(host.url);
  const at = {
    connection: { baseUrl: front.url },
    authorize: (headers: Headers) => headers.set('authorization', 'Bearer key'),
  };
  await expect(request(at, '/fern.gguf', { follows: true }, never)).rejects.toMatchObject({
    fault: { kind: 'unreachable' },
  });
  expect(host.ranges).toEqual([]);
  front.close();
  await host.close();
});
