/**
 * Work on Ollama's models: fetch, send, build, copy, remove. Its three streams say `success` in a last line or have
 * failed; most failures come as a line under status 200. No time-out ends them: a pull checks digests in silence, a
 * build may be quiet for minutes, and who runs the job watches for stalls. Hanging up stops them on the server too.
 */
import * as z from 'zod/mini';
import { FaultError } from '../../domain/fault.ts';
import type { ModelRecipe } from '../../domain/job.ts';
import { isSameModelName } from '../../domain/model-name.ts';
import { readParameter } from '../../domain/model-parameters.ts';
import type { Endpoint, JobStep, ModelBuilding, ModelJobs } from '../contract.ts';
import { openStream, type RequestOptions, request } from '../http.ts';
import { count, lenient } from '../openai-wire.ts';
import { isLateBreak, readPayload } from '../payload.ts';
import { sendBlob } from '../upload.ts';
import { faultFromJobLine, type JobFacts, type JobWork, withJobWords } from './job-faults.ts';
import { memory } from './memory.ts';
import { sentName } from './names.ts';

export const jobs: ModelJobs & ModelBuilding = {
  pull: (at, name, signal) =>
    steps(at, { work: 'pull', name, json: { model: sentName(name) } }, signal),
  push: (at, name, signal) =>
    steps(at, { work: 'push', name, json: { model: sentName(name) } }, signal),
  create: (at, name, recipe, signal) =>
    // What may be missing is the base.
    steps(
      at,
      { work: 'create', name: recipe.from ?? name, json: encodeCreate(name, recipe) },
      signal,
    ),

  copy: async (at, from, to, signal) => {
    const json = { source: sentName(from), destination: sentName(to) };
    await ask(at, '/api/copy', { json, model: from }, signal);
  },

  remove: async (at, name, signal) => {
    await letGo(at, name, signal);
    const json = { model: sentName(name) };
    await ask(at, '/api/delete', { method: 'DELETE', json, model: name }, signal);
  },

  hasBlob: async (at, digest, signal) => {
    try {
      const options = { method: 'HEAD', headersTimeoutMs: answerTimeoutMs };
      await request(at, `/api/blobs/${digest}`, options, signal);
      return true;
    } catch (error) {
      const fault = error instanceof FaultError ? error.fault : undefined;
      if (fault?.kind === 'refused' && fault.status === 404) return false;
      throw error;
    }
  },

  // No limit to its headers: they come when the last byte has been written and hashed.
  putBlob: async (at, digest, blob, signal, onSent) => {
    try {
      await sendBlob(at, `/api/blobs/${digest}`, blob, signal, onSent);
    } catch (error) {
      throw withJobWords(error, factsOf(at, 'upload', digest));
    }
  },
};

/** Copies and deletions touch no weights, but a slow disk may take its time. */
const answerTimeoutMs = 60_000;

const stepLine = z.object({
  status: lenient(z.string()),
  digest: lenient(z.string()),
  completed: count,
  total: count,
  error: z.optional(z.unknown()),
});

type Stream = { work: 'pull' | 'push' | 'create'; name: string; json: Record<string, unknown> };

async function* steps(
  at: Endpoint,
  { work, name, json }: Stream,
  signal: AbortSignal,
): AsyncGenerator<JobStep, void> {
  const facts = factsOf(at, work, name);
  // Neither the wait for headers nor the silence that ends a chat is meant for these.
  const patient = { ...at, idleMs: 0 };
  const options = { json: { ...json, stream: true }, headersTimeoutMs: 0, model: name };
  let isDone = false;
  try {
    const { payloads } = await openStream(patient, `/api/${work}`, options, signal);
    for await (const line of readPayload(stepLine, payloads)) {
      if (line.error !== undefined && line.error !== null) {
        throw new FaultError(faultFromJobLine(line.error, facts));
      }
      if (line.status === undefined) continue;
      isDone = line.status === 'success';
      yield stepFrom(line, line.status);
      if (isDone) return;
    }
  } catch (error) {
    if (isDone && isLateBreak(error)) return;
    throw withJobWords(error, facts);
  }
  throw new FaultError({ kind: 'truncated' });
}

function stepFrom({ digest, completed, total }: z.infer<typeof stepLine>, status: string): JobStep {
  return {
    status,
    ...(digest === undefined ? {} : { digest }),
    // A count of 0 is left out on the wire.
    ...(total === undefined ? {} : { total, completed: completed ?? 0 }),
  };
}

/** A model that is deleted while loaded stays in memory, where its name reaches it no more: so it goes first. */
async function letGo(at: Endpoint, name: string, signal: AbortSignal): Promise<void> {
  try {
    const loaded = await memory.list(at, signal);
    if (loaded.some((each) => isSameModelName(each.name, name))) {
      await memory.unload(at, name, signal);
    }
  } catch (error) {
    // Imitators have no such list; what else is wrong, the deletion itself will say.
    if (!(error instanceof FaultError)) throw error;
  }
}

async function ask(
  at: Endpoint,
  path: string,
  options: RequestOptions & { model: string },
  signal: AbortSignal,
): Promise<void> {
  try {
    // Success is an empty body.
    await request(at, path, { headersTimeoutMs: answerTimeoutMs, ...options }, signal);
  } catch (error) {
    throw withJobWords(error, factsOf(at, 'other', options.model));
  }
}

function factsOf(at: Endpoint, work: JobWork, model: string): JobFacts {
  return { work, model, url: at.connection.baseUrl };
}

/** Only what the recipe says: everything else comes from the base or from the file itself. */
function encodeCreate(name: string, recipe: ModelRecipe): Record<string, unknown> {
  const { from, parameters, ...rest } = recipe;
  const fields = {
    ...rest,
    ...(from === undefined ? {} : { from: sentName(from) }),
    ...(parameters === undefined ? {} : { parameters: encodeParameters(parameters) }),
  };
  const said = Object.entries(fields).filter(([, value]) => !isEmpty(value));
  return { model: sentName(name), ...Object.fromEntries(said) };
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === undefined || value === '';
  return Object.keys(value).length === 0;
}

/** Rows -> an object; `stop` is a list. The server stores any type and fails at the first chat: numbers go as numbers. */
function encodeParameters(rows: NonNullable<ModelRecipe['parameters']>): Record<string, unknown> {
  const values = new Map<string, unknown>();
  const stops: string[] = [];
  for (const { name, value } of rows) {
    if (name === 'stop') stops.push(String(value));
    else
      values.set(name, typeof value === 'string' ? (readParameter(name, value) ?? value) : value);
  }
  if (stops.length > 0) values.set('stop', stops);
  return Object.fromEntries(values);
}
