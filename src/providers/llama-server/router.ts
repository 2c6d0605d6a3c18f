/**
 * llama-server as a router over several models: which it has and how far each has come, orders to load and unload, and
 * the news that it tells by itself. An order is taken at once; what becomes of it is told by the list and the news.
 */
import * as z from 'zod/mini';
import type { RouterModel, RouterModelState } from '../../domain/server-panel.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import type { PanelPort, RouterNews } from '../contract.ts';
import { catalogueTimeoutMs, openStream, readJson, requestTimeoutMs } from '../http.ts';
import { count, entriesOf, flag, lenient } from '../openai-wire.ts';
import { strange } from './ask.ts';

export const readRouterModels: PanelPort['routerModels'] = async (at, rescans, signal) => {
  const path = rescans ? '/models?reload=1' : '/models';
  const told = await readJson(at, path, { headersTimeoutMs: catalogueTimeoutMs }, signal);
  const entries = entriesOf((told as { data?: unknown } | null)?.data);
  if (!entries) throw strange(at);
  return entries.flatMap((each) => {
    const read = entry.safeParse(each);
    return read.success ? [modelFrom(read.data)] : [];
  });
};

export const order: PanelPort['order'] = async (at, what, model, signal) => {
  const options = { json: { model }, model, headersTimeoutMs: requestTimeoutMs };
  await readJson(at, `/models/${what}`, options, signal);
};

/** It says nothing for hours where nothing happens: silence is no sign of trouble here. */
export const routerNews: PanelPort['routerNews'] = async function* (at, signal) {
  const { payloads } = await openStream({ ...at, idleMs: 0 }, '/models/sse', {}, signal);
  for await (const payload of payloads) {
    const news = newsFrom(payload);
    if (news) yield news;
  }
};

const text = lenient(z.string());

const status = z.object({
  value: z.string(),
  failed: flag,
  exit_code: count,
  progress: z.optional(z.unknown()),
});

const entry = z.object({
  id: z.string(),
  aliases: lenient(z.array(z.string())),
  status: lenient(status),
  meta: lenient(z.object({ n_ctx: count, size: count, ftype: text })),
});

const message = z.object({
  model: z.string(),
  event: z.string(),
  data: lenient(z.object({ status: text, exit_code: count, progress: z.optional(z.unknown()) })),
});

const loadProgress = z.object({ current: text, value: z.number() });
/** By address: a model may be several files. */
const downloadProgress = z.record(z.string(), z.object({ done: z.number(), total: z.number() }));

function modelFrom(told: z.infer<typeof entry>): RouterModel {
  const { status: now, meta } = told;
  return {
    id: told.id,
    state: now ? stateFrom(now.value, now.failed) : 'loaded',
    // Each model answers to its own name too; that is no other name.
    aliases: (told.aliases ?? []).filter((alias) => alias !== told.id),
    ...(now?.failed ? withoutGaps({ exitCode: now.exit_code }) : {}),
    ...progressFrom(now?.progress),
    ...withoutGaps({
      contextLength: meta?.n_ctx,
      sizeBytes: meta?.size,
      quantization: meta?.ftype,
    }),
  };
}

function stateFrom(value: string, failed?: boolean): RouterModelState {
  if (failed && value === 'unloaded') return 'failed';
  switch (value) {
    case 'loaded':
    case 'loading':
    case 'sleeping':
    case 'downloading':
      return value;
    default:
      return 'unloaded';
  }
}

const newsByEvent: Readonly<Record<string, RouterNews['what']>> = {
  models_reload: 'rescanned',
  model_remove: 'removed',
  download_progress: 'downloading',
  download_finished: 'downloaded',
  download_failed: 'download-failed',
};

/** Two names for one event; the code sends both, the handbook knows one. Others may come and are passed over. */
function newsFrom(payload: string): RouterNews | undefined {
  const told = message.safeParse(parsed(payload));
  if (!told.success) return undefined;
  const { model, event, data } = told.data;
  const progress = progressFrom(data?.progress);
  if (event === 'model_status' || event === 'status_change') {
    if (data?.status === undefined) return undefined;
    const exitCode = data.exit_code;
    // A process that was told to go ends with 0.
    const what = stateFrom(data.status, (exitCode ?? 0) !== 0);
    return { model, what, ...progress, ...(what === 'failed' ? withoutGaps({ exitCode }) : {}) };
  }
  const what = newsByEvent[event];
  return what && { model, what, ...progress };
}

function progressFrom(told: unknown): Pick<RouterModel, 'fraction' | 'stage'> {
  const load = loadProgress.safeParse(told);
  if (load.success) {
    return { fraction: load.data.value, ...withoutGaps({ stage: load.data.current }) };
  }
  const download = downloadProgress.safeParse(told);
  if (!download.success) return {};
  const files = Object.values(download.data);
  const total = files.reduce((sum, file) => sum + file.total, 0);
  return total > 0 ? { fraction: files.reduce((sum, file) => sum + file.done, 0) / total } : {};
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}
