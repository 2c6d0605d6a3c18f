/**
 * Models that run in this browser: llama.cpp as WebAssembly in a worker of an open page, asked over a lent port. It takes
 * the body that llama-server takes and answers in the same chunks. Their files are the store's; the guide's comes with
 * the app.
 */
import * as z from 'zod/mini';
import type { ChatRequest } from '../../domain/chat-request.ts';
import { FaultError } from '../../domain/fault.ts';
import { ggufFacts } from '../../domain/gguf-facts.ts';
import type { Ability, Model } from '../../domain/model.ts';
import type { LoadedModel } from '../../domain/model-details.ts';
import { guideName, nobodyLends } from '../../domain/page-kinds.ts';
import type { PageModel, Place } from '../../domain/page-model.ts';
import type { PageModelLoad } from '../../domain/provider-port.ts';
import type { StreamEvent } from '../../domain/stream-event.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import type { EmbedAsk, Embedded, Endpoint, Provider, ProviderPort } from '../contract.ts';
import { encodeChat } from '../llama-chat.ts';
import { decodeCompletion } from '../openai-decode.ts';
import { prefillOf } from '../openai-messages.ts';
import { askGuide, withoutPromptCount } from './guide.ts';
import { jobs } from './jobs.ts';

const state = z.object({ state: z.enum(['up', 'loading']) });
const loaded = z.array(
  z.object({
    name: z.string(),
    sizeBytes: z.optional(z.number()),
    contextLength: z.optional(z.number()),
    expiresAt: z.optional(z.number()),
  }),
);
const header = z.object({
  metadata: z.record(z.string(), z.unknown()),
  sizeBytes: z.number(),
  parameterCount: z.number(),
});

const answers = z.array(z.unknown());

const features = new Set(['streaming', 'timings', 'progress'] as const);

const guideModel: Model = { name: guideName, title: 'Guide', abilities: ['completion'] };

export const browser: Provider = {
  kind: 'browser',
  // Nothing is sent anywhere, so no key either.
  keyHeader: () => ['x-unused', ''],
  canPrefill: () => true,
  check: async (at, signal) => state.parse(await lentBy(at).call({ name: 'check' }, signal)),

  listModels: async (at, signal) => {
    const rows = (await at.models?.list()) ?? [];
    const running = at.lent ? await readRunning(at, signal) : [];
    const guide = guidePlace() ? [guideModel] : [];
    const ready = rows.filter((each) => each.state === 'ready').map(modelFrom);
    return [...guide, ...ready].map((each) => {
      const run = running.find(({ name }) => name === each.name);
      return { ...each, loaded: run !== undefined, ...withoutGaps(pick(run)) };
    });
  },

  // What the list leaves out stands in the file; the guide is not fetched for that.
  describeModel: async (at, name, signal) =>
    name === guideName ? guideModel : (await readDetails(at, name, signal)).model,
  details: readDetails,
  streamChat,
  embed,

  jobs,
  memory: {
    list: readRunning,
    load: async (at, name, { contextLength }, signal) => {
      const purpose = (await rowOf(at, name))?.isEmbedding ? 'embedding' : 'chat';
      const load = await loadOf(at, name, purpose, contextLength);
      await lentBy(at).call({ name: 'load', load }, signal);
      await at.models?.used(name);
    },
    unload: async (at, name, signal) => {
      await lentBy(at).call({ name: 'unload', model: name }, signal);
    },
  },
};

async function* streamChat(
  at: Endpoint,
  given: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  const isGuide = given.model === guideName;
  const ask = isGuide ? askGuide(given) : given;
  const load = await loadOf(at, ask.model, 'chat', ask.parameters.contextLength);
  const pieces = lentBy(at).run({ load, body: encodeChat(ask, features) }, signal);
  const rest = pieces[Symbol.asyncIterator]();
  yield { type: 'start' };
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    if (typeof next.value !== 'string') {
      yield next.value;
      continue;
    }
    // It is loaded, whatever becomes of this reply.
    at.models?.used(ask.model).catch(() => undefined); // told by the next thing that is kept
    const options = { prefill: prefillOf(given), model: ask.model };
    const events = decodeCompletion(payloads(next.value, rest), options);
    yield* isGuide ? withoutPromptCount(events) : events;
    return;
  }
  throw new FaultError({ kind: 'truncated' });
}

/** A model that is made for chatting gives vectors as well, if less telling ones: its tokens' are averaged. */
async function embed(at: Endpoint, ask: EmbedAsk, signal: AbortSignal): Promise<Embedded> {
  const { embeddedFrom, vectorsFrom } = await import('../vectors.ts');
  const { model, texts } = ask;
  const load = await loadOf(at, model, 'embedding');
  const told = await lentBy(at).call({ name: 'embed', load, texts }, signal);
  // It is loaded, whatever becomes of the answer.
  at.models?.used(model).catch(() => undefined); // told by the next thing that is kept
  const each = answers.parse(told).map((one) => embeddedFrom(one, { model, texts: [''] }));
  const vectors = vectorsFrom(
    each.flatMap((one) => one.vectors),
    texts.length,
  );
  const isCounted = each.every(({ tokens }) => tokens !== undefined);
  const tokens = each.reduce((sum, one) => sum + (one.tokens ?? 0), 0);
  return { vectors, ...(isCounted ? { tokens } : {}) };
}

async function* payloads(
  first: string,
  rest: AsyncIterator<StreamEvent | string>,
): AsyncGenerator<string, void> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      if (typeof next.value === 'string') yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}

async function readRunning(at: Endpoint, signal: AbortSignal): Promise<readonly LoadedModel[]> {
  const running = loaded.parse(await lentBy(at).call({ name: 'running' }, signal));
  return running.map(({ name, ...facts }) => ({ name, ...withoutGaps(facts) }));
}

async function readDetails(at: Endpoint, name: string, signal: AbortSignal) {
  const [place, row] = await Promise.all([placeOf(at, name), rowOf(at, name)]);
  const told = header.parse(await lentBy(at).call({ name: 'details', place }, signal));
  const { metadata, sizeBytes, parameterCount } = told;
  const facts = ggufFacts(metadata);
  const template = metadata['tokenizer.chat_template'];
  const license = row?.license ?? metadata['general.license'];
  const model: Model = {
    name,
    sizeBytes,
    ...(row ? modelFrom(row) : { title: 'Guide' }),
    ...withoutGaps({
      family: facts.architecture,
      quantization: facts.quantization,
      contextLength: facts.contextLength,
    }),
    parameterSize: countInWords(parameterCount),
    abilities: abilitiesOf(row, typeof template === 'string' ? template : ''),
  };
  return {
    model,
    info: metadata,
    // Nothing is shared: also the same file taken in twice lies here twice.
    ...(row ? { blobs: row.files.map((file) => `${name}/${file.name}`) } : {}),
    ...(typeof template === 'string' ? { template } : {}),
    ...(typeof license === 'string' ? { license } : {}),
  };
}

async function rowOf(at: Endpoint, model: string): Promise<PageModel | undefined> {
  return (await at.models?.list())?.find(({ name }) => name === model);
}

async function loadOf(
  at: Endpoint,
  model: string,
  purpose: PageModelLoad['purpose'],
  contextLength?: number,
): Promise<PageModelLoad> {
  const place = await placeOf(at, model);
  const { idleMinutes = 5 } = at;
  return { model, place, purpose, idleMinutes, ...withoutGaps({ contextLength }) };
}

async function placeOf(at: Endpoint, model: string): Promise<Place> {
  const place = model === guideName ? guidePlace() : await at.models?.place(model);
  if (!place) throw new FaultError({ kind: 'model-missing', model });
  return place;
}

/** `undefined`: this build has none. */
function guidePlace(): Place | undefined {
  return __GUIDE_URL__ === '' ? undefined : { kind: 'url', url: __GUIDE_URL__ };
}

function modelFrom(row: PageModel): Model {
  return {
    name: row.name,
    sizeBytes: row.files.reduce((bytes, file) => bytes + file.sizeBytes, 0),
    modifiedAt: row.addedAt,
    ...(row.isEmbedding ? { abilities: ['embedding'] as const } : {}),
    ...withoutGaps({
      family: row.architecture,
      quantization: row.quantization,
      contextLength: row.contextLength,
      parameterSize: row.parameters === undefined ? undefined : countInWords(row.parameters),
      digest: row.files.length === 1 ? row.files[0]?.sha256 : undefined,
    }),
  };
}

function abilitiesOf(row: PageModel | undefined, template: string): Ability[] {
  if (row?.isEmbedding) return ['embedding'];
  const hasProjector = row?.files.some(({ name }) => /mmproj/i.test(name)) ?? false;
  return [
    'completion',
    ...(hasProjector ? (['vision'] as const) : []),
    ...(/\btools\b/.test(template) ? (['tools'] as const) : []),
    ...(/enable_thinking|<think>|reasoning_content/.test(template) ? (['thinking'] as const) : []),
  ];
}

function pick(run: LoadedModel | undefined): Pick<Model, 'contextLength'> {
  return run?.contextLength === undefined ? {} : { contextLength: run.contextLength };
}

/** 7615616512 -> "7.6B", as catalogues write it. */
function countInWords(parameters: number): string {
  const [size, unit] = parameters >= 1e9 ? [parameters / 1e9, 'B'] : [parameters / 1e6, 'M'];
  return `${size < 100 ? size.toFixed(1) : Math.round(size)}${unit}`;
}

function lentBy(at: Endpoint): ProviderPort {
  if (!at.lent) throw new FaultError(nobodyLends('browser'));
  return at.lent;
}
