/**
 * A server that speaks no dialect we know, described as data: what is sent and where the text stands in what comes back,
 * be it lines, events or one body.
 */
import { FaultError } from '../../domain/fault.ts';
import type { Model } from '../../domain/model.ts';
import type { PlainDescription } from '../../domain/plain-description.ts';
import type { Endpoint, Provider } from '../contract.ts';
import { catalogueTimeoutMs, openStream, readJson, request, requestTimeoutMs } from '../http.ts';
import { decodeReply } from './decode-reply.ts';
import { valueAt } from './pointer.ts';
import { fillBody } from './template.ts';

/** The one model of a server whose requests name none. */
const onlyModel = 'default';

export const plain: Provider = {
  kind: 'plain',
  keyHeader: (key) => ['authorization', `Bearer ${key}`],
  canPrefill: () => false,

  check: async (at, signal) => {
    const { models } = descriptionOf(at);
    if (models) await readModels(at, models, requestTimeoutMs, signal);
    else await knock(at, signal);
    return { state: 'up' };
  },

  listModels: async (at, signal) => {
    const { models, body } = descriptionOf(at);
    const listed = models ? await readModels(at, models, catalogueTimeoutMs, signal) : [];
    const isAlone = !models && !body.includes('{{model}}');
    const names = new Set(isAlone ? [onlyModel] : listed);
    return [...names].map((name): Model => ({ name }));
  },

  streamChat: async function* (at, ask, signal) {
    const description = descriptionOf(at);
    const options = { json: fillBody(description.body, ask), model: ask.model };
    const { payloads } = await openStream(at, description.path, options, signal);
    yield { type: 'start' };
    yield* decodeReply(payloads, description, ask.model);
  },
};

function descriptionOf(at: Endpoint): PlainDescription {
  const { plain: description } = at.connection;
  if (description) return description;
  throw new FaultError({ kind: 'unexpected', message: 'a plain server without a description' });
}

async function readModels(
  at: Endpoint,
  models: NonNullable<PlainDescription['models']>,
  headersTimeoutMs: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const told = await readJson(at, models.path, { headersTimeoutMs }, signal);
  const entries = valueAt(told, models.at);
  if (Array.isArray(entries)) return entries.flatMap(nameOf);
  throw new FaultError({ kind: 'not-a-model-server', url: at.connection.baseUrl });
}

function nameOf(entry: unknown): readonly string[] {
  const name =
    typeof entry === 'string' ? entry : (valueAt(entry, '/name') ?? valueAt(entry, '/id'));
  return typeof name === 'string' && name !== '' ? [name] : [];
}

/** Any answer that can be read will do: there is no path that such a server must have. */
async function knock(at: Endpoint, signal: AbortSignal): Promise<void> {
  try {
    await request(at, '/', { headersTimeoutMs: requestTimeoutMs }, signal);
  } catch (error) {
    if (!(error instanceof FaultError) || error.fault.kind !== 'refused') throw error;
  }
}
