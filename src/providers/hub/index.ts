/**
 * The Hugging Face hub, or a mirror of it: what can be asked of it without a key. It is asked only when a person wants it,
 * and no key is ever sent there: a target has none to lend.
 */
import type * as z from 'zod/mini';
import { type Fault, FaultError } from '../../domain/fault.ts';
import { type HubModel, hubPageSize } from '../../domain/hub.ts';
import type { HubModelRow, HubPageRow } from '../../domain/hub-rows.ts';
import type { HubSort } from '../../domain/hub-terms.ts';
import { readChunks, readText } from '../../lib/streams.ts';
import { type HttpTarget, readJson, request, requestTimeoutMs } from '../http.ts';
import { answerLimitBytes, detailsLimitBytes } from '../read-bounded.ts';
import { nextFrom, waitFrom } from './limits.ts';
import { filesFromTree, modelFromWire, wireModel, wireModels, wireTree } from './wire.ts';

export type HubTarget = {
  readonly baseUrl: string;
  readonly fetcher?: typeof fetch;
  /** Hears how long it wants to be left alone, in ms. */
  readonly onWait?: (waitMs: number) => void;
};

const sortWords: Readonly<Record<HubSort, string>> = {
  trending: 'trendingScore',
  downloads: 'downloads',
  likes: 'likes',
  new: 'createdAt',
};
const expanded = ['downloads', 'likes', 'gated', 'lastModified', 'pipeline_tag', 'tags', 'gguf'];

/** Pages of a file list that are looked at; a repository of that many files has its GGUF ones among them or never. */
const mostTreePages = 5;
const cardLimitBytes = 65_536;

/** `next`: the page behind another one, as that one named it. */
export async function searchHub(
  hub: HubTarget,
  { text, sort, next }: { text: string; sort: HubSort; next?: string | undefined },
  signal: AbortSignal,
): Promise<HubPageRow> {
  const query = new URLSearchParams({ filter: 'gguf', sort: sortWords[sort] });
  if (text !== '') query.set('search', text);
  query.set('limit', String(hubPageSize));
  for (const field of expanded) query.append('expand', field);
  const told = await ask(hub, next ?? `/api/models?${query}`, wireModels, signal);
  const models = told.value.flatMap((each) => {
    const model = each && modelFromWire(each);
    return model ? [model] : [];
  });
  return { text, sort, models, ...(told.next === undefined ? {} : { next: told.next }) };
}

/** Throws `not-found` for one that is not there, or is nobody’s business without a key: the hub tells both alike. */
export async function readHubModel(
  hub: HubTarget,
  repo: string,
  signal: AbortSignal,
): Promise<HubModelRow> {
  // `expand` would leave out what was not named, so nothing else has to be read.
  const query = expanded.map((field) => `expand=${field}`).join('&');
  const [model, files] = await Promise.all([
    readModel(hub, `/api/models/${repo}?${query}`, repo, signal),
    readFiles(hub, repo, signal),
  ]);
  return { model, ...files };
}

/** The beginning of its README as it is written; empty where it has none. */
export async function readHubCard(
  hub: HubTarget,
  repo: string,
  signal: AbortSignal,
): Promise<string> {
  const path = `/${repo}/raw/main/README.md`;
  let text = '';
  try {
    const response = await request(
      targetOf(hub),
      path,
      { headersTimeoutMs: requestTimeoutMs },
      signal,
    );
    if (!response.body) return '';
    for await (const piece of readText(readChunks(response.body, signal))) {
      text += piece;
      if (text.length > cardLimitBytes) break;
    }
  } catch (error) {
    const { fault } = error instanceof FaultError ? error : {};
    if (fault?.kind === 'refused' && fault.status === 404) return '';
    throw error;
  }
  // A page of the site, or of somebody between, is no README; that may hold HTML as well.
  if (/^\s*<(?:!doctype|html)\b/i.test(text)) throw stranger(hub);
  return text.slice(0, cardLimitBytes);
}

async function readModel(
  hub: HubTarget,
  path: string,
  repo: string,
  signal: AbortSignal,
): Promise<HubModel> {
  const told = await ask(hub, path, wireModel, signal, repo);
  const model = modelFromWire(told.value);
  if (!model) throw stranger(hub);
  return model;
}

async function readFiles(
  hub: HubTarget,
  repo: string,
  signal: AbortSignal,
): Promise<Pick<HubModelRow, 'files' | 'isCut'>> {
  const files: HubModelRow['files'] = [];
  let path: string | undefined = `/api/models/${repo}/tree/main?recursive=true`;
  for (let page = 0; path !== undefined && page < mostTreePages; page += 1) {
    const told: Told<z.infer<typeof wireTree>> = await ask(hub, path, wireTree, signal, repo);
    files.push(...filesFromTree(told.value));
    path = told.next;
  }
  return { files, isCut: path !== undefined };
}

type Told<Value> = { readonly value: Value; readonly next?: string };

async function ask<Value>(
  hub: HubTarget,
  path: string,
  schema: z.ZodMiniType<Value>,
  signal: AbortSignal,
  repo?: string,
): Promise<Told<Value>> {
  let answer: Pick<Response, 'status' | 'headers'> | undefined;
  try {
    const body = await readJson(
      targetOf(hub),
      path,
      {
        headersTimeoutMs: requestTimeoutMs,
        limitBytes: repo === undefined ? answerLimitBytes : detailsLimitBytes,
        onAnswer: (heard) => {
          answer = heard;
        },
      },
      signal,
    );
    const told = schema.safeParse(body);
    if (!told.success) throw stranger(hub);
    const next = answer && nextFrom(answer.headers, hub.baseUrl);
    return { value: told.data, ...(next === undefined ? {} : { next }) };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    throw new FaultError(faultOf(error.fault, answer, repo), { cause: error });
  } finally {
    const waitMs = answer && waitFrom(answer.headers);
    if (waitMs !== undefined) hub.onWait?.(waitMs);
  }
}

function faultOf(
  fault: Fault,
  answer: Pick<Response, 'status' | 'headers'> | undefined,
  repo: string | undefined,
): Fault {
  const status = answer?.status;
  if (repo !== undefined && (status === 401 || status === 404)) {
    return { kind: 'not-found', what: repo };
  }
  if (fault.kind === 'key-wanted') {
    return { kind: 'refused', status: status ?? 403, message: fault.message ?? '' };
  }
  if (fault.kind === 'rate-limited' && fault.retryAfterMs === undefined && answer) {
    const retryAfterMs = waitFrom(answer.headers);
    return { ...fault, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
  return fault;
}

function targetOf({ baseUrl, fetcher }: HubTarget): HttpTarget {
  return { connection: { baseUrl }, ...(fetcher ? { fetcher } : {}) };
}

function stranger({ baseUrl }: HubTarget): FaultError {
  return new FaultError({ kind: 'not-a-model-server', url: baseUrl });
}
