/**
 * Model lists of OpenAI's family -> our models. Every vendor adds facts in a form of its own, told apart by the fields
 * that are there: four units of price come out as US dollars per million tokens, four words for context as one.
 */
import * as z from 'zod/mini';
import type { Ability, Category, Model, Price } from '../domain/model.ts';
import { withoutGaps } from '../lib/without-gaps.ts';
import { pricesFrom, wirePrices } from './openai-prices.ts';
import { count, entriesOf, flag, lenient } from './openai-wire.ts';

const text = lenient(z.string());
const words = lenient(z.array(z.string()));

/** What an entry says it can do: a list of words at GitHub, flags elsewhere. */
const capabilities = z.object({
  vision: flag,
  function_calling: flag,
  tools: flag,
  trained_for_tool_use: flag,
  reasoning: z.optional(z.unknown()),
  completion_chat: flag,
  audio: flag,
});

const entry = z.object({
  id: text,
  /** LM Studio's and LiteLLM's words for the id. */
  key: text,
  model_name: text,
  name: text,
  display_name: text,
  type: text,
  kind: text,
  active: flag,
  deprecated: flag,
  aliases: words,
  supports_chat: flag,
  supports_image_input: flag,
  supports_image_in: flag,
  supports_tools: flag,
  supports_reasoning: flag,
  supported_parameters: words,
  supported_input_modalities: words,
  supported_output_modalities: words,
  input_modalities: words,
  output_modalities: words,
  architecture: lenient(
    z.object({ input_modalities: words, output_modalities: words, modality: text }),
  ),
  capabilities: lenient(z.union([z.array(z.string()), capabilities])),
  max_model_len: count,
  context_length: count,
  context_window: count,
  max_context_length: count,
  max_completion_tokens: count,
  top_provider: lenient(z.object({ context_length: count, max_completion_tokens: count })),
  limits: lenient(
    z.object({
      max_context_length: count,
      max_completion_tokens: count,
      max_input_tokens: count,
      max_output_tokens: count,
    }),
  ),
  size_bytes: count,
  params_string: text,
  quantization: lenient(z.object({ name: text })),
  loaded_instances: lenient(
    z.array(z.object({ config: lenient(z.object({ context_length: count })) })),
  ),
  providers: lenient(
    z.array(
      z.object({
        status: text,
        context_length: count,
        supports_tools: flag,
        pricing: lenient(wirePrices),
      }),
    ),
  ),
  model_info: lenient(
    z.object({
      mode: text,
      max_input_tokens: count,
      max_output_tokens: count,
      supports_vision: flag,
      supports_function_calling: flag,
      supports_reasoning: flag,
      supports_pdf_input: flag,
      input_cost_per_token: count,
      output_cost_per_token: count,
      cache_read_input_token_cost: count,
    }),
  ),
  ...wirePrices.shape,
  pricing: lenient(wirePrices),
});
type Entry = z.infer<typeof entry>;

/** Undefined where it is no model list. Entries that cannot be read are left out, and so are those not for talking. */
export function modelsFrom(list: unknown): Model[] | undefined {
  const entries = entriesOf(list)?.flatMap((each) => {
    const { success, data } = entry.safeParse(each);
    return success && idOf(data) !== undefined && isForTalking(data) ? [data] : [];
  });
  return entries && unique(withoutAliases(entries).map(modelFrom));
}

/** The first of a name stays: a proxy lists one for each of its upstream servers. */
export function unique(models: readonly Model[]): Model[] {
  const byName = new Map<string, Model>();
  for (const each of models) if (!byName.has(each.name)) byName.set(each.name, each);
  return [...byName.values()];
}

function idOf({ id, key, model_name }: Entry): string | undefined {
  return id ?? key ?? model_name;
}

const otherKinds = /image|audio|video|moderation|rerank|transcribe|speech/i;

function isForTalking(of: Entry): boolean {
  if (of.active === false || of.deprecated === true || of.supports_chat === false) return false;
  if (otherKinds.test(of.type ?? '') || otherKinds.test(of.model_info?.mode ?? '')) return false;
  const can = of.capabilities;
  const isChat = can === undefined || Array.isArray(can) || can.completion_chat !== false;
  return isChat || isEmbedding(of);
}

function isEmbedding(of: Entry): boolean {
  const kinds = [of.type, of.kind, of.model_info?.mode, ...outputsOf(of)].join(' ');
  const notChat = !Array.isArray(of.capabilities) && of.capabilities?.completion_chat === false;
  return /embedding/i.test(kinds) || (notChat && /embed/.test(idOf(of) ?? ''));
}

/** Mistral lists every alias as an entry of its own: of those that name each other the undated one stays. */
function withoutAliases(entries: readonly Entry[]): readonly Entry[] {
  const taken = new Set<string>();
  const latestFirst = [...entries].sort((a, b) => Number(isLatest(b)) - Number(isLatest(a)));
  const kept = new Set<Entry>();
  for (const each of latestFirst) {
    const id = idOf(each) ?? '';
    if (taken.has(id)) continue;
    kept.add(each);
    for (const alias of each.aliases ?? []) taken.add(alias);
  }
  return entries.filter((each) => kept.has(each));
}

function isLatest(of: Entry): boolean {
  return of.aliases !== undefined && (idOf(of) ?? '').endsWith('-latest');
}

function modelFrom(of: Entry): Model {
  const name = idOf(of) ?? '';
  const abilities = abilitiesFrom(of);
  const categories: Category[] | undefined = isEmbedding(of) ? ['embedding'] : undefined;
  const isRunning = of.loaded_instances && of.loaded_instances.length > 0;
  return {
    name,
    ...withoutGaps({
      title: titleOf(of, name),
      sizeBytes: of.size_bytes,
      parameterSize: of.params_string,
      quantization: of.quantization?.name,
      contextLength: contextOf(of),
      maxOutput:
        of.top_provider?.max_completion_tokens ||
        of.max_completion_tokens ||
        of.limits?.max_completion_tokens ||
        of.limits?.max_output_tokens ||
        of.model_info?.max_output_tokens ||
        undefined,
      categories,
      abilities,
      price: priceOf(of),
      loaded: isRunning,
      state: isRunning === undefined ? undefined : isRunning ? 'loaded' : 'unloaded',
    } as const),
  };
}

/** Only a name for people: many lists repeat the id. */
function titleOf({ display_name, name }: Entry, id: string): string | undefined {
  const title = display_name ?? name;
  return title !== undefined && title !== id && /[A-Z ]/.test(title) ? title : undefined;
}

/** As the server runs it, else as the model allows. Of several providers the least is what one can rely on. */
function contextOf(of: Entry): number | undefined {
  const running = of.loaded_instances?.map((each) => each.config?.context_length ?? 0) ?? [];
  const provided = livingProviders(of).map((each) => each.context_length ?? 0);
  const least = Math.min(...provided.filter((each) => each > 0));
  return (
    running.find((each) => each > 0) ||
    of.max_model_len ||
    of.context_length ||
    of.context_window ||
    of.max_context_length ||
    of.limits?.max_context_length ||
    of.limits?.max_input_tokens ||
    of.model_info?.max_input_tokens ||
    (Number.isFinite(least) ? least : undefined)
  );
}

function priceOf(of: Entry): Price | undefined {
  const { model_info: told } = of;
  if (told?.input_cost_per_token !== undefined) {
    const { input_cost_per_token, output_cost_per_token, cache_read_input_token_cost } = told;
    return pricesFrom({ input_cost_per_token, output_cost_per_token, cache_read_input_token_cost });
  }
  const own = pricesFrom(of.pricing ?? of);
  if (own) return own;
  const all = livingProviders(of).map((each) => pricesFrom(each.pricing ?? {}));
  const [first, ...rest] = all.map((each) => JSON.stringify(each));
  // Where providers differ, who answers decides: then no price is told.
  return rest.every((each) => each === first) ? all[0] : undefined;
}

function livingProviders({ providers = [] }: Entry) {
  return providers.filter(({ status = 'live' }) => status === 'live');
}

function inputsOf(of: Entry): readonly string[] | undefined {
  const { architecture } = of;
  const words = of.supported_input_modalities ?? of.input_modalities;
  return words ?? architecture?.input_modalities ?? architecture?.modality?.split(/->|\+/);
}

function outputsOf(of: Entry): readonly string[] {
  const words = of.supported_output_modalities ?? of.output_modalities;
  return words ?? of.architecture?.output_modalities ?? [];
}

/** Undefined where nothing is told. What is left out of a list that tells something is not there. */
function abilitiesFrom(of: Entry): Ability[] | undefined {
  if (isEmbedding(of)) return ['embedding'];
  const can = Array.isArray(of.capabilities) ? undefined : of.capabilities;
  const said = Array.isArray(of.capabilities) ? of.capabilities : (of.supported_parameters ?? []);
  const inputs = inputsOf(of);
  const told = of.model_info;
  const living = livingProviders(of);
  const found: Partial<Record<Ability, boolean | undefined>> = {
    vision:
      inputs?.includes('image') ||
      can?.vision ||
      of.supports_image_input ||
      of.supports_image_in ||
      told?.supports_vision,
    audio: inputs?.includes('audio') || can?.audio,
    pdf: inputs?.includes('file') || inputs?.includes('pdf') || told?.supports_pdf_input,
    tools:
      said.some((each) => /^tools$|tool-calling/.test(each)) ||
      can?.function_calling ||
      can?.tools ||
      can?.trained_for_tool_use ||
      of.supports_tools ||
      told?.supports_function_calling ||
      (living.length > 0 && living.every((each) => each.supports_tools === true)),
    thinking:
      said.some((each) => /^reasoning/.test(each)) ||
      Boolean(can?.reasoning) ||
      of.supports_reasoning ||
      told?.supports_reasoning,
    image: outputsOf(of).includes('image'),
  };
  const isTold =
    inputs !== undefined ||
    of.capabilities !== undefined ||
    of.supported_parameters !== undefined ||
    Object.values(found).some((each) => each === true);
  if (!isTold) return undefined;
  const yes = Object.entries(found).filter(([, isThere]) => isThere === true);
  return ['completion', ...yes.map(([ability]) => ability as Ability)]; // the keys are abilities
}
