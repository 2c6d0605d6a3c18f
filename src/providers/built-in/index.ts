/**
 * The model that the browser itself brings (Chromium's `LanguageModel`). It exists in pages only, so an open page that
 * has it answers over a lent port.
 */
import * as z from 'zod/mini';
import { FaultError } from '../../domain/fault.ts';
import { model } from '../../domain/model.ts';
import { anyObject, encodeFormat } from '../answer-format.ts';
import type { Endpoint, Provider, ProviderPort } from '../contract.ts';

const state = z.object({ state: z.enum(['up', 'loading']) });
const models = z.array(model);

export const builtIn: Provider = {
  kind: 'built-in',
  // Nothing is sent anywhere, so no key either.
  keyHeader: () => ['x-unused', ''],
  canPrefill: () => false,
  check: async (at, signal) => state.parse(await lentBy(at).call({ name: 'check' }, signal)),
  listModels: async (at, signal) =>
    models.parse(await lentBy(at).call({ name: 'list-models' }, signal)),
  streamChat: async function* (at, ask, signal) {
    yield* lentBy(at).stream({ ask, ...encodeFormat(ask, formatWays) }, signal);
  },
};

const formatWays = {
  json: () => ({ constraint: anyObject }),
  schema: (schema: object) => ({ constraint: schema }),
};

function lentBy(at: Endpoint): ProviderPort {
  if (!at.lent) throw new FaultError({ kind: 'browser-lacks', what: 'built-in-model' });
  return at.lent;
}
