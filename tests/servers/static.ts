/*
 * A plain static host for the built app: files of one folder, no fallback, no listing, no special
 * header. `close` makes it unreachable at once, which is how the tests pull the cable.
 */
import { Buffer } from 'node:buffer';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { findFile, llamaTypes, mediaType } from './files.ts';

export type StaticOptions = {
  readonly dir: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Serve below this folder of the site, such as `/tools/chat`. */
  readonly subPath?: string;
  /** Address to bind; default 127.0.0.1. */
  readonly host?: string;
  /** The name in `url`; default `localhost`, the only one on which passkeys work. */
  readonly hostName?: string;
  /** Headers of every answer, by which a test plays a stricter host. */
  readonly headers?: Readonly<Record<string, string>>;
  /** In the place of a file of the folder, by its path from there, such as `/guide/guide.gguf`. */
  readonly instead?: Readonly<Record<string, Buffer>>;
};

export type StaticServer = {
  /** Ends with a slash, and is below the sub-path. */
  readonly url: string;
  readonly port: number;
  /** Paths asked for, in order, with their query. */
  readonly requests: readonly string[];
  /** The same page under another host name of this machine, which is another origin. */
  urlFor(hostName: string): string;
  /** Another folder from now on: a new build under open pages. */
  serve(dir: string): void;
  close(): Promise<void>;
};

const types = {
  ...llamaTypes,
  webmanifest: 'application/manifest+json',
  map: 'application/json',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
};

export async function startStatic(options: StaticOptions): Promise<StaticServer> {
  const base = `/${options.subPath ?? ''}/`.replace(/\/+/g, '/');
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let dir = options.dir;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests.push(request.url ?? '/');
    const { pathname } = new URL(request.url ?? '/', 'http://static');
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      response.setHeader(name, value);
    }
    const send = (status: number, headers: Record<string, string>, body: string | Buffer = '') => {
      response.writeHead(status, { ...headers, 'Content-Length': String(Buffer.byteLength(body)) });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    const plain = { 'Content-Type': 'text/plain; charset=utf-8' };
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return send(405, { ...plain, Allow: 'GET, HEAD' }, 'Method Not Allowed');
    }
    if (`${pathname}/` === base) return send(301, { Location: base });
    const bytes = options.instead?.[pathname.slice(base.length - 1)];
    if (bytes) return send(200, { 'Content-Type': mediaType(pathname, types) }, bytes);
    const found = pathname.startsWith(base)
      ? await findFile(dir, pathname.slice(base.length - 1))
      : undefined;
    if (!found) return send(404, plain, 'Not Found');
    if (found === 'folder') return send(301, { Location: `${pathname}/` });
    const facts = { ETag: found.etag, 'Last-Modified': found.modified };
    if (request.headers['if-none-match'] === found.etag) {
      response.writeHead(304, facts).end();
      return;
    }
    send(200, { ...facts, 'Content-Type': mediaType(found.path, types) }, found.bytes);
  }

  const http = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const port = await new Promise<number>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port ?? 0, options.host ?? '127.0.0.1', () => {
      const address = http.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  const urlFor = (hostName: string) => `http://${hostName}:${port}${base}`;
  return {
    port,
    url: urlFor(options.hostName ?? 'localhost'),
    requests,
    urlFor,
    serve: (next) => {
      dir = next;
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
