/** The adapters that a llama-server was started with, and how strongly each of them counts, for all requests. */
import * as z from 'zod/mini';
import { shortestSingle } from '../../lib/single-precision.ts';
import type { PanelPort } from '../contract.ts';
import { readJson, requestTimeoutMs } from '../http.ts';
import { count, lenient } from '../openai-wire.ts';
import { pathOf, strange } from './ask.ts';

const path = '/lora-adapters';

export const readAdapters: PanelPort['adapters'] = async (at, model, signal) => {
  const options = { headersTimeoutMs: requestTimeoutMs };
  const told = z.array(adapter).safeParse(await readJson(at, pathOf(path, model), options, signal));
  if (!told.success) throw strange(at);
  if (told.data.length === 0) return { state: 'off', flag: '--lora' };
  const value = told.data.map(({ id, path: file = '', scale = 0 }) => ({
    id,
    path: file,
    scale: shortestSingle(scale),
  }));
  return { state: 'told', value };
};

/** The body is a list, so there is no place in it for the name that a router would want. */
export const setAdapters: PanelPort['setAdapters'] = async (at, scales, signal) => {
  await readJson(at, path, { json: scales, headersTimeoutMs: requestTimeoutMs }, signal);
};

const adapter = z.object({ id: z.number(), path: lenient(z.string()), scale: count });
