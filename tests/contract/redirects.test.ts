// A redirect would carry a key to wherever it points: nothing of ours follows one.
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProviderKind } from '../../src/domain/connection.ts';
import { providers } from '../../src/providers/registry.ts';
import { anEndpoint, aRequest, fold, never } from '../unit/providers/maker.ts';

let from: Server;
let to: Server;
let baseUrl = '';
const arrived: string[] = [];

const listen = (server: Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });

beforeAll(async () => {
  to = createServer((request, response) => {
    arrived.push(`${request.url} ${JSON.stringify(request.headers)}`);
    response.end('{}');
  });
  const port = await listen(to);
  from = createServer((request, response) => {
    // Another host name is another origin.
    response.writeHead(307, { location: `http://localhost:${port}${request.url}` }).end();
  });
  baseUrl = `http://127.0.0.1:${await listen(from)}`;
});
afterAll(() => {
  from.close();
  to.close();
});

const kinds: ProviderKind[] = [
  'ollama',
  'llama-server',
  'openai',
  'responses',
  'anthropic',
  'gemini',
];

test.each(kinds)('%s follows no redirect, neither with a list nor with a chat', async (kind) => {
  const provider = await providers[kind]();
  const at = {
    ...anEndpoint(kind, undefined, { baseUrl }),
    authorize: (headers: Headers) => headers.set(...provider.keyHeader('canary-key')),
  };
  await expect(provider.listModels(at, never)).rejects.toMatchObject({
    fault: { kind: 'unreachable' },
  });
  const { fault } = await fold(provider.streamChat(at, aRequest(), never));
  expect(fault?.kind).toBe('unreachable');
  expect(arrived).toEqual([]);
});
