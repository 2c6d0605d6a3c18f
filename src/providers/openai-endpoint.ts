/** Where a server of OpenAI's family is spoken to, as its quirks say. Shared by `openai/` and `responses/`. */
import { FaultError } from '../domain/fault.ts';
import type { Model } from '../domain/model.ts';
import type { Endpoint, ServerState } from './contract.ts';
import { catalogueTimeoutMs, readJson, request, requestTimeoutMs } from './http.ts';
import { modelsFrom, unique } from './openai-models.ts';

/** A path with the address that it is below. */
export type Place = { readonly at: Endpoint; readonly path: string };

/** By a quirk's form: below the base address, or from the origin where it begins with `//`. */
export function placeAt(at: Endpoint, path: string): Place {
  if (!path.startsWith('//')) return { at, path };
  const { origin } = new URL(at.connection.baseUrl);
  return { at: { ...at, connection: { ...at.connection, baseUrl: origin } }, path: path.slice(1) };
}

/** The usual path first, then the other one: an address without a path means `/v1` under it, but not always. */
export function usualPlaces(at: Endpoint, path: string): readonly [Place, ...Place[]] {
  const { pathname } = new URL(at.connection.baseUrl);
  if (pathname === '/') {
    return [
      { at, path: `/v1${path}` },
      { at, path },
    ];
  }
  if (!pathname.endsWith('/v1')) {
    return [
      { at, path },
      { at, path: `/v1${path}` },
    ];
  }
  const root = at.connection.baseUrl.replace(/\/v1$/, '');
  return [
    { at, path },
    { at: { ...at, connection: { ...at.connection, baseUrl: root } }, path },
  ];
}

/** A 404 that is about the path rather than about the model that was asked for. */
export function lacksPath(error: unknown): boolean {
  if (!(error instanceof FaultError) || error.fault.kind !== 'model-missing') return false;
  return !/model/i.test(error.fault.message ?? '');
}

export async function checkServer(
  at: Endpoint,
  chatPath: string,
  signal: AbortSignal,
): Promise<ServerState> {
  if (at.quirks.modelsPath === null) await knock(at, chatPath, signal);
  else await readModels(at, requestTimeoutMs, signal);
  return { state: 'up' };
}

/** Without those that are no models to talk to. */
export async function listModelsOf(at: Endpoint, signal: AbortSignal): Promise<Model[]> {
  const { modelsPath, fixedModels = [], hideModels } = at.quirks;
  const listed = modelsPath === null ? [] : await readModels(at, catalogueTimeoutMs, signal);
  const hidden = hideModels === undefined ? undefined : new RegExp(hideModels, 'i');
  const fixed = fixedModels.map((name) => ({ name }));
  return unique([...listed.filter(({ name }) => !hidden?.test(name)), ...fixed]);
}

async function readModels(
  at: Endpoint,
  headersTimeoutMs: number,
  signal: AbortSignal,
): Promise<readonly Model[]> {
  const { modelsPath } = at.quirks;
  const places = [...(modelsPath ? [placeAt(at, modelsPath)] : []), ...usualPlaces(at, '/models')];
  let stranger: FaultError | undefined;
  for (const { at: there, path } of places) {
    try {
      const models = modelsFrom(await readJson(there, path, { headersTimeoutMs }, signal));
      if (models) return models;
    } catch (error) {
      if (!(error instanceof FaultError) || error.fault.kind !== 'not-a-model-server') throw error;
      stranger ??= error;
    }
  }
  throw stranger ?? new FaultError({ kind: 'not-a-model-server', url: at.connection.baseUrl });
}

/** A server without a list is asked for a chat about nothing: it refuses that, and tells a bad key first. */
async function knock(at: Endpoint, chatPath: string, signal: AbortSignal): Promise<void> {
  const { chatPath: own } = at.quirks;
  const { at: there, path } = own === undefined ? usualPlaces(at, chatPath)[0] : placeAt(at, own);
  try {
    await request(there, path, { json: {}, headersTimeoutMs: requestTimeoutMs }, signal);
  } catch (error) {
    const fault = error instanceof FaultError ? error.fault : undefined;
    const isAnswer =
      fault?.kind === 'model-missing' ||
      (fault?.kind === 'refused' && (fault.status === 400 || fault.status === 422));
    if (!isAnswer) throw error;
  }
}
