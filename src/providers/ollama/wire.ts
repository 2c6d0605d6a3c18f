/** Ollama's own API, as far as we read it. Durations are nanoseconds; a number that is 0 is left out by the server. */
import * as z from 'zod/mini';
import { type Ability, abilities, type Model } from '../../domain/model.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import { count, lenient } from '../openai-wire.ts';

const text = lenient(z.string());
const words = lenient(z.array(z.string()));

export const chatLine = z.object({
  message: lenient(
    z.object({
      content: text,
      thinking: text,
      tool_calls: lenient(
        z.array(
          z.object({
            id: text,
            function: z.object({ name: z.string(), arguments: z.optional(z.unknown()) }),
          }),
        ),
      ),
    }),
  ),
  done: lenient(z.boolean()),
  done_reason: text,
  error: z.optional(z.unknown()),
  load_duration: count,
  prompt_eval_count: count,
  prompt_eval_duration: count,
  eval_count: count,
  eval_duration: count,
});
export type ChatLine = z.infer<typeof chatLine>;

export const version = z.object({ version: z.string() });

const details = lenient(
  z.object({
    family: text,
    parameter_size: text,
    quantization_level: text,
    context_length: count,
    parent_model: text,
  }),
);

export const tags = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      size: count,
      digest: text,
      modified_at: text,
      details,
      capabilities: words,
    }),
  ),
});
export type Tag = z.infer<typeof tags>['models'][number];

export const running = z.object({
  models: z.array(z.object({ name: z.string(), context_length: count })),
});

export const embedded = z.object({
  embeddings: z.array(z.unknown()),
  prompt_eval_count: count,
});

export const shown = z.object({
  details,
  capabilities: words,
  /** One "name   value" per line. */
  parameters: text,
  model_info: lenient(z.record(z.string(), z.unknown())),
});

export function modelFromTag(tag: Tag): Model {
  const modifiedAt = Date.parse(tag.modified_at ?? '');
  return {
    name: tag.name,
    ...withoutGaps({
      sizeBytes: tag.size,
      digest: tag.digest,
      modifiedAt: Number.isNaN(modifiedAt) ? undefined : modifiedAt,
      parameterSize: tag.details?.parameter_size,
      quantization: tag.details?.quantization_level,
      family: tag.details?.family,
      parent: tag.details?.parent_model || undefined,
      contextLength: tag.details?.context_length,
      abilities: abilitiesFrom(tag.capabilities),
    }),
  };
}

export function modelFromShown(name: string, told: z.infer<typeof shown>): Model {
  const facts = told.model_info ?? {};
  const trained = facts[`${String(facts['general.architecture'])}.context_length`];
  const set = /^num_ctx\s+(\d+)/m.exec(told.parameters ?? '')?.[1];
  return {
    name,
    ...withoutGaps({
      parameterSize: told.details?.parameter_size,
      quantization: told.details?.quantization_level,
      family: told.details?.family,
      parent: told.details?.parent_model || undefined,
      contextLength: set ? Number(set) : typeof trained === 'number' ? trained : undefined,
      abilities: abilitiesFrom(told.capabilities),
    }),
  };
}

function abilitiesFrom(told: readonly string[] | undefined): Ability[] | undefined {
  return told && abilities.filter((each) => told.includes(each));
}
