/*
 * Servers that fail in just one way each, one for every rung of the connection doctor. Most are the scripted ones with one
 * fault; those that no model server would do on purpose are built here.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createSocketServer, type Socket } from 'node:net';
import { startLlamaServer } from './llama-server.ts';
import { startOllama } from './ollama.ts';
import { startOpenAi } from './openai.ts';

export type Staged = {
  readonly kind: 'ollama' | 'llama-server' | 'openai';
  readonly url: string;
  /** The key that a connection to it is given. */
  readonly key?: string;
  close(): Promise<void>;
};

const openai = async (
  options: Parameters<typeof startOpenAi>[0],
  key?: string,
): Promise<Staged> => {
  const server = await startOpenAi(options);
  return lent('openai', server, key);
};

/** By the way in which it fails. */
export const stages = {
  good: async (): Promise<Staged> => lent('llama-server', await startLlamaServer()),
  'no CORS at all': () => openai({ corsOrigin: null }),
  'no CORS, and a key': () => openai({ corsOrigin: null, key: 'right' }, 'right'),
  'GET allowed, the key’s header refused': () =>
    openai({ faults: { on: 'any', refuseHeaders: ['authorization'] } }, 'any-key'),
  'a redirecting preflight': () => startRedirecting(),
  'a redirect of everything': () => startRedirecting({ everything: true }),
  'a wrong key, refused without CORS headers': () =>
    openai({ key: 'right', keyErrorsWithoutCors: true }, 'wrong'),
  'a wrong key, refused with 401': () => openai({ key: 'right' }, 'wrong'),
  'a right key': () => openai({ key: 'right' }, 'right'),
  'a key wanted and none given': () => openai({ key: 'right' }),
  'not a model server': () => openai({ faults: { on: 'any', notAModelServer: true } }),
  silent: () => startSilent(),
  'no models': async (): Promise<Staged> => lent('ollama', await startOllama({ models: [] })),
  'a model that is not loaded': async (): Promise<Staged> => lent('ollama', await startOllama()),
  'a model that fails at its first token': async (): Promise<Staged> =>
    lent(
      'llama-server',
      await startLlamaServer({
        faults: { on: 'chat', status: { code: 500, message: 'the model runner stopped' } },
      }),
    ),
  'a model that is loading': async (): Promise<Staged> =>
    lent('llama-server', await startLlamaServer({ faults: { loading: true } })),
} as const satisfies Readonly<Record<string, () => Promise<Staged>>>;
export type Stage = keyof typeof stages;

/** An address at which nothing listens: the port was free a moment ago. */
export async function emptyAddress(): Promise<string> {
  const server = createSocketServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

function lent(
  kind: Staged['kind'],
  server: { url: string; close: () => Promise<void> },
  key?: string,
): Staged {
  return {
    kind,
    url: server.url,
    close: () => server.close(),
    ...(key === undefined ? {} : { key }),
  };
}

/** Reads pass; what needs a preflight is sent on to another address, which browsers do not follow. */
async function startRedirecting({ everything = false } = {}): Promise<Staged> {
  const server = createServer(({ method }, response: ServerResponse) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', 'content-type, authorization');
    if (method === 'GET' && !everything) {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end('{"object":"list","data":[{"id":"heron-7b","object":"model"}]}');
      return;
    }
    response.writeHead(307, { Location: 'https://elsewhere.example/v1' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    kind: 'openai',
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Takes every call and never says a word. */
async function startSilent(): Promise<Staged> {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    kind: 'ollama',
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
