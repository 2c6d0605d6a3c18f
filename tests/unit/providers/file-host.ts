/** A host of files as a page sees it, scripted: with ranges or without, cut at a byte, silent to pages, or full of errors. */
import { createHash } from 'node:crypto';
import { defaultSettings } from '../../../src/domain/default-settings.ts';
import { type Fault, faultFrom } from '../../../src/domain/fault.ts';
import type { Settings } from '../../../src/domain/settings.ts';
import { createPageModelRoom } from '../../../src/engine/page-model-room.ts';
import type { Endpoint, JobStep } from '../../../src/providers/contract.ts';
import { openMemory } from '../../../src/storage/memory.ts';
import { aDirectory, type FakeDirectory } from '../storage/fake-directory.ts';
import { anEndpoint } from './maker.ts';

export type HostedFile = {
  bytes: Uint8Array<ArrayBuffer>;
  etag?: string;
  /** It answers a range with the whole. */
  noRanges?: boolean;
  /** The connection breaks after so many bytes of an answer, once for each entry. */
  cuts?: number[];
  status?: number;
  /** Pages may not read it. */
  noCors?: boolean;
  /** No length is told. */
  noLength?: boolean;
  json?: unknown;
};

export type Host = {
  readonly files: Map<string, HostedFile>;
  readonly asked: { url: string; method: string; range: string | null }[];
  readonly fetcher: typeof fetch;
};

export const address = 'https://files.test';
const chunkBytes = 7;

export function aHost(files: Readonly<Record<string, HostedFile>>): Host {
  const byUrl = new Map(
    Object.entries(files).map(([path, file]) => [
      /^https:/.test(path) ? path : `${address}/${path}`,
      file,
    ]),
  );
  const asked: Host['asked'] = [];
  return {
    files: byUrl,
    asked,
    fetcher: async (input, init = {}) => {
      const url = String(input);
      const headers = new Headers(init.headers);
      const { method = 'GET' } = init;
      asked.push({ url, method, range: headers.get('range') });
      init.signal?.throwIfAborted();
      const file = byUrl.get(url);
      if (init.mode === 'no-cors') return new Response(null);
      if (file?.noCors) throw new TypeError('Failed to fetch');
      if (!file) return new Response('gone', { status: 404 });
      if (file.json !== undefined) return Response.json(file.json);
      if (file.status) return new Response('no', { status: file.status });
      return answer(file, method, headers.get('range'));
    },
  };
}

function answer(file: HostedFile, method: string, range: string | null): Response {
  const { bytes, etag } = file;
  const wanted = file.noRanges ? 0 : Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  if (wanted >= bytes.length && wanted > 0) {
    return new Response('', {
      status: 416,
      headers: { 'content-range': `bytes */${bytes.length}` },
    });
  }
  const part = bytes.subarray(wanted);
  const headers = new Headers(etag === undefined ? {} : { etag });
  if (!file.noLength) headers.set('content-length', String(part.length));
  if (wanted > 0) {
    headers.set('content-range', `bytes ${wanted}-${bytes.length - 1}/${bytes.length}`);
  }
  if (method === 'HEAD') return new Response(null, { headers });
  const cut = file.cuts?.shift();
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (cut !== undefined && at >= cut) {
        controller.error(new TypeError('network error'));
        return;
      }
      const to = Math.min(part.length, at + chunkBytes, cut ?? part.length);
      controller.enqueue(part.slice(at, to));
      at = to;
      if (at >= part.length) controller.close();
    },
  });
  return new Response(body, { status: wanted > 0 ? 206 : 200, headers });
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A store over memory and a connection to this browser, with this host as the world outside. */
export function aBrowser(
  host: Pick<Host, 'fetcher'>,
  options: { settings?: Partial<Settings>; quotaBytes?: number; directory?: FakeDirectory } = {},
) {
  const directory =
    options.directory ??
    aDirectory(options.quotaBytes === undefined ? {} : { quotaBytes: options.quotaBytes });
  const memory = openMemory();
  const models = createPageModelRoom({
    // Only the rows are in memory here; what is tested is the same.
    store: { pageModels: memory.pageModels, jobs: memory.jobs, kind: 'database' },
    settings: async () => ({ ...defaultSettings, ...options.settings }),
    files: { storage: directory.storage, pieceBytes: 64 },
  });
  const at: Endpoint = {
    ...anEndpoint('browser', host.fetcher, { baseUrl: 'browser://models' }),
    models,
  };
  return { at, models, directory, jobRows: memory.jobs.rows };
}

/** What a stream of steps says, and how it ends. */
export async function follow(
  steps: AsyncIterable<JobStep>,
): Promise<{ steps: JobStep[]; fault: Fault | undefined }> {
  const heard: JobStep[] = [];
  try {
    for await (const step of steps) heard.push(step);
    return { steps: heard, fault: undefined };
  } catch (error) {
    return { steps: heard, fault: faultFrom(error) };
  }
}
