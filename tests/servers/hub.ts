/*
 * A scripted Hugging Face hub: search with pages by Link, one model, its file tree and its README, in the form that the
 * real one answers in. It can be down, full, or somebody else's page; every request is kept with its headers.
 */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { sendFile } from './model-host.ts';

export type HubEntry = {
  readonly id: string;
  readonly downloads?: number;
  readonly likes?: number;
  readonly gated?: false | 'auto' | 'manual';
  readonly tags?: readonly string[];
  readonly gguf?: { total: number; architecture: string; context_length: number };
  /** Path to size in bytes, or to the bytes themselves where they can be fetched. */
  readonly files?: Readonly<Record<string, number | Buffer>>;
  readonly readme?: string;
};

export type HubTrouble =
  /** Too many requests; `headers`: it says so in the newer way too. */
  | { readonly kind: 'limited'; readonly retryAfter?: number; readonly headers?: boolean }
  /** 200 with a page: a network sign-in. */
  | { readonly kind: 'page' }
  | { readonly kind: 'status'; readonly code: number }
  /** No byte until it is let go. */
  | { readonly kind: 'silent' };

export type ScriptedHub = {
  readonly url: string;
  readonly requests: readonly { path: string; headers: Record<string, string>; aborted: boolean }[];
  /** `undefined`: all is well again. */
  set(trouble: HubTrouble | undefined): void;
  close(): Promise<void>;
};

const kelp: HubEntry = {
  id: 'harbour/Kelp-4B-Instruct-GGUF',
  downloads: 48_211,
  likes: 93,
  gated: false,
  tags: [
    'gguf',
    'text-generation',
    'base_model:harbour/Kelp-4B',
    'base_model:quantized:harbour/Kelp-4B',
    'license:apache-2.0',
    'conversational',
  ],
  gguf: { total: 4_022_468_096, architecture: 'kelp3', context_length: 32_768 },
  files: {
    'README.md': 2000,
    'Kelp-4B-Instruct-Q4_K_M.gguf': 2_497_280_256,
    'Kelp-4B-Instruct-Q8_0.gguf': 4_280_404_704,
    'BF16/Kelp-4B-Instruct-BF16-00001-of-00002.gguf': 5_000_000_000,
    'BF16/Kelp-4B-Instruct-BF16-00002-of-00002.gguf': 3_051_000_000,
    'mmproj-Kelp-4B-F16.gguf': 851_000_000,
    'Kelp-4B-Instruct.imatrix.gguf': 3_000_000,
  },
  readme:
    '---\nlicense: apache-2.0\n---\n# Kelp 4B\n\n![logo](logo.png)\n\nA **small** model that knows the [sea](https://example.org).\n<script>steal()</script>',
};

const wrack: HubEntry = {
  id: 'harbour/Wrack-12B-GGUF',
  downloads: 1200,
  likes: 7,
  gated: 'manual',
  tags: ['gguf', 'image-text-to-text', 'license:llama3.2'],
  gguf: { total: 12_200_000_000, architecture: 'wrack', context_length: 131_072 },
  files: { 'Wrack-12B-Q5_K_M.gguf': 8_760_000_000 },
};

/** Enough for three pages of two. */
const manyModels: readonly HubEntry[] = [
  kelp,
  wrack,
  ...[1, 2, 3].map((at) => ({ id: `reef/Coral-${at}B-GGUF`, downloads: 10 * at, tags: ['gguf'] })),
];

export async function startHub(
  options: { models?: readonly HubEntry[]; pageSize?: number; port?: number } = {},
): Promise<ScriptedHub> {
  const models = options.models ?? manyModels;
  const pageSize = options.pageSize ?? 30;
  const requests: { path: string; headers: Record<string, string>; aborted: boolean }[] = [];
  const sockets = new Set<Socket>();
  let trouble: HubTrouble | undefined;
  let origin = '';

  function json(response: ServerResponse, status: number, value: unknown, more = {}): void {
    response
      .writeHead(status, {
        'Content-Type': 'application/json; charset=utf-8',
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Expose-Headers': 'Link,RateLimit,RateLimit-Policy,X-Error-Code',
        ...more,
      })
      .end(JSON.stringify(value));
  }

  function search(url: URL, response: ServerResponse): void {
    const text = (url.searchParams.get('search') ?? '').toLowerCase();
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const found = models.filter(({ id }) =>
      text.split(/\s+/).every((word) => id.toLowerCase().includes(word)),
    );
    const next = from + pageSize;
    const link = new URL(url);
    link.searchParams.set('cursor', String(next));
    json(
      response,
      200,
      found.slice(from, next).map(listed),
      next < found.length ? { Link: `<${origin}${link.pathname}${link.search}>; rel="next"` } : {},
    );
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', origin);
    const [, repo = '', rest = ''] =
      /^\/(?:api\/models\/)?([\w.-]+\/[\w.-]+)(\/.*)?$/.exec(url.pathname) ?? [];
    const model = models.find(({ id }) => id === repo);
    if (url.pathname === '/api/models') search(url, response);
    else if (!model) json(response, 401, { error: 'Repository not found' });
    else if (rest === '/tree/main') {
      json(
        response,
        200,
        Object.entries(model.files ?? {}).map(([path, file]) => {
          const size = typeof file === 'number' ? file : file.length;
          const oid = typeof file === 'number' ? 'a'.repeat(64) : sha256Of(file);
          return {
            type: 'file',
            oid: 'f'.repeat(40),
            path,
            // A file of the large store tells its true size there too.
            size,
            ...(path.endsWith('.gguf') ? { lfs: { oid, size, pointerSize: 135 } } : {}),
          };
        }),
      );
    } else if (rest.startsWith('/resolve/main/')) {
      const file = model.files?.[decodeURIComponent(rest.slice('/resolve/main/'.length))];
      if (Buffer.isBuffer(file)) sendFile(request, response, { bytes: file });
      else json(response, 404, { error: 'Entry not found' });
    } else if (rest !== '/raw/main/README.md') json(response, 200, listed(model));
    else if (model.readme === undefined) json(response, 404, { error: 'Entry not found' });
    else {
      response
        .writeHead(200, {
          'Content-Type': 'text/plain; charset=utf-8',
          'Access-Control-Allow-Origin': '*',
        })
        .end(model.readme);
    }
  }

  function misbehaves(response: ServerResponse): boolean {
    switch (trouble?.kind) {
      case undefined:
        return false;
      case 'silent':
        return true;
      case 'limited':
        json(
          response,
          429,
          { error: 'We had to rate limit your IP' },
          {
            ...(trouble.retryAfter === undefined ? {} : { 'Retry-After': trouble.retryAfter }),
            ...(trouble.headers ? { RateLimit: '"api";r=0;t=137' } : {}),
          },
        );
        return true;
      case 'page':
        response
          .writeHead(200, { 'Content-Type': 'text/html', 'Access-Control-Allow-Origin': '*' })
          .end('<!doctype html><html><head><title>Sign in to the hotel</title></head></html>');
        return true;
      case 'status':
        json(response, trouble.code, { error: 'out of order' });
        return true;
    }
  }

  const http = createServer((request, response) => {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
    const record = { path: request.url ?? '/', headers, aborted: false };
    requests.push(record);
    response.on('close', () => {
      record.aborted = !response.writableFinished;
    });
    if (!misbehaves(response)) answer(request, response);
  });
  http.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const port = await new Promise<number>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port ?? 0, '127.0.0.1', () => {
      const address = http.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  origin = `http://127.0.0.1:${port}`;
  return {
    url: origin,
    requests,
    set: (next) => {
      trouble = next;
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** As it stands in a list: what `expand` named, and the id. */
function listed({ id, downloads, likes, gated, tags, gguf }: HubEntry): object {
  return {
    _id: '66f000000000000000000000',
    id,
    downloads: downloads ?? 0,
    likes: likes ?? 0,
    gated: gated ?? false,
    lastModified: '2026-08-02T09:14:11.000Z',
    pipeline_tag: tags?.includes('image-text-to-text') ? 'image-text-to-text' : 'text-generation',
    tags: tags ?? [],
    ...(gguf ? { gguf } : {}),
  };
}
