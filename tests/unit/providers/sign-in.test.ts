import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { finishSignIn } from '../../../src/providers/sign-in.ts';

const ends: (() => void)[] = [];
const never = new AbortController().signal;

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function aVendor(status: number, answer: unknown) {
  const asked: { path: string | undefined; method: string | undefined; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    asked.push({ path: request.url, method: request.method, body: await bodyOf(request) });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  ends.push(() => server.close());
  const { port } = server.address() as AddressInfo; // it listens on a port
  return { baseUrl: `http://127.0.0.1:${port}/api/v1`, asked };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}

const back = { code: 'code-1', verifier: 'v'.repeat(43) };

describe('a sign-in that came back', () => {
  it('becomes a key by its code and the verifier that was kept', async () => {
    const { baseUrl, asked } = await aVendor(200, { key: 'sk-or-1', user_id: null });
    expect(await finishSignIn({ baseUrl, ...back }, never)).toBe('sk-or-1');
    expect(asked).toEqual([
      {
        path: '/api/v1/auth/keys',
        method: 'POST',
        body: {
          code: 'code-1',
          code_verifier: back.verifier,
          code_challenge_method: 'S256',
        },
      },
    ]);
  });

  it('too late or twice is refused with the vendor’s words', async () => {
    const { baseUrl } = await aVendor(403, { error: { message: 'Invalid code', code: 403 } });
    await expect(finishSignIn({ baseUrl, ...back }, never)).rejects.toMatchObject({
      fault: { kind: 'key-wanted', message: 'Invalid code' },
    });
  });

  it('without a key in the answer is no key', async () => {
    const { baseUrl } = await aVendor(200, { user_id: 1 });
    await expect(finishSignIn({ baseUrl, ...back }, never)).rejects.toMatchObject({
      fault: { kind: 'not-a-model-server' },
    });
  });
});
