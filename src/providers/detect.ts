/**
 * What kind of server answers at an address, found out without a key and with few plain GETs: two for Ollama or for
 * nothing at all, three for the others. It has no time-out of its own: a permission prompt may be open meanwhile.
 */
import type { ProviderKind } from '../domain/connection.ts';
import { type Fault, FaultError } from '../domain/fault.ts';
import type { Model } from '../domain/model.ts';
import { readJson } from './http.ts';
import * as llama from './llama-server/wire.ts';
import { modelFromTag, tags, version } from './ollama/wire.ts';
import { modelsFrom } from './openai-models.ts';

export type Detected = {
  kind: ProviderKind;
  /** The address to keep: without an endpoint's path; `/v1` stays only where the kind is `openai`. */
  baseUrl: string;
  version?: string;
  /** Empty while the server loads its model, or wants a key. */
  models: readonly Model[];
  needsKey: boolean;
};

type Told = { value?: unknown; fault?: Fault };
type Get = (url: string) => Promise<Told>;

/** Throws what kept the server from being read, `key-wanted` where a key hides even its kind, or `not-a-model-server`. */
export async function detectServer(
  baseUrl: string,
  fetcher: typeof fetch,
  signal: AbortSignal,
): Promise<Detected> {
  const get: Get = async (url) => {
    try {
      return { value: await readJson({ connection: { baseUrl: url }, fetcher }, '', {}, signal) };
    } catch (error) {
      if (error instanceof FaultError) return { fault: error.fault };
      throw error;
    }
  };
  // Only a path is cut off: a machine may be called `models`.
  const typed = baseUrl.replace(/(?<!\/)\/(chat\/completions|completions|models|responses)$/, '');
  // Ollama and llama-server have paths of their own beside `/v1`.
  const root = typed.replace(/(?<!\/)\/v1$/, '');
  const first = await get(`${root}/api/version`);
  return (
    (await detectOllama(root, first, get)) ??
    // Where the first request did not get through at all, one more is enough.
    (first.fault?.kind === 'unreachable' ? undefined : await detectLlama(root, get)) ??
    (await detectOpenai(typed, first, get))
  );
}

async function detectOllama(root: string, first: Told, get: Get): Promise<Detected | undefined> {
  const told = version.safeParse(first.value);
  if (!told.success) return undefined;
  const installed = tags.safeParse((await get(`${root}/api/tags`)).value);
  if (!installed.success) return undefined;
  const { models } = installed.data;
  // KoboldCpp imitates these two paths, but is better spoken to as OpenAI.
  if (models[0]?.name.startsWith('koboldcpp/')) return undefined;
  return {
    kind: 'ollama',
    baseUrl: root,
    version: told.data.version,
    models: models.map(modelFromTag),
    needsKey: false,
  };
}

async function detectLlama(root: string, get: Get): Promise<Detected | undefined> {
  const { value, fault } = await get(`${root}/props`);
  const found = { kind: 'llama-server', baseUrl: root } as const;
  if (fault?.kind === 'loading') return { ...found, models: [], needsKey: false };
  if (fault?.kind === 'key-wanted' && fault.message === 'Invalid API Key') {
    return { ...found, models: [], needsKey: true };
  }
  const told = llama.props.safeParse(value);
  if (!told.success) return undefined;
  const models = llama.modelsFrom((await get(`${root}/v1/models`)).value) ?? [];
  const [only] = models;
  return {
    ...found,
    ...(told.data.build_info ? { version: told.data.build_info } : {}),
    models: only && told.data.role !== 'router' ? [llama.withProps(only, told.data)] : models,
    needsKey: false,
  };
}

async function detectOpenai(typed: string, first: Told, get: Get): Promise<Detected> {
  const hasPath = new URL(typed).pathname !== '/';
  // An address without a path is kept so: the dialect's own rule puts `/v1` under it.
  const places = hasPath ? [typed, `${typed}/v1`] : [`${typed}/v1`];
  let last: Fault | undefined;
  for (const place of places) {
    const { value, fault } = await get(`${place}/models`);
    const models = modelsFrom(value);
    const wantsKey = fault?.kind === 'key-wanted' && !isGateOnly(fault, first.fault);
    if (models || wantsKey) {
      const baseUrl = hasPath ? place : typed;
      return { kind: 'openai', baseUrl, models: models ?? [], needsKey: wantsKey };
    }
    last = fault;
    if (fault?.kind === 'unreachable' || fault?.kind === 'key-wanted') break;
  }
  if (last && tellsMore.has(last.kind)) throw new FaultError({ ...last, url: typed } as Fault);
  const found = foundIn(last) ?? foundIn(first.fault);
  throw new FaultError({ kind: 'not-a-model-server', url: typed, ...(found ? { found } : {}) });
}

/** A proxy in front says no to everything in its own words: what is behind it stays unknown. */
function isGateOnly(fault: Fault & { kind: 'key-wanted' }, first: Fault | undefined): boolean {
  const { message = '' } = fault;
  const isBare = /^((40[13] )?(authorization required|unauthorized|forbidden))?$/i.test(message);
  return isBare && first?.kind === 'key-wanted';
}

const tellsMore: ReadonlySet<Fault['kind']> = new Set(['unreachable', 'key-wanted']);

function foundIn(fault: Fault | undefined): string | undefined {
  return fault?.kind === 'not-a-model-server' ? fault.found : undefined;
}
