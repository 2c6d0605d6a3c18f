/** What OpenAI's imitators say of their models, as far as any of them does. */
import * as z from 'zod/mini';
import type { Ability, Model } from '../../domain/model.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import { count, entriesOf, lenient } from '../openai-wire.ts';

const words = lenient(z.array(z.string()));

const entry = z.object({
  id: z.string(),
  max_model_len: count,
  context_length: count,
  context_window: count,
  max_context_length: count,
  owned_by: lenient(z.string()),
  created: count,
  active: lenient(z.boolean()),
  architecture: lenient(z.object({ input_modalities: words })),
});

/** Undefined where it is no model list. Entries that cannot be read are left out. */
export function modelsFrom(list: unknown): Model[] | undefined {
  return entriesOf(list)?.flatMap((each) => {
    const { success, data } = entry.safeParse(each);
    if (!success || data.active === false) return [];
    const inputs = data.architecture?.input_modalities;
    const abilities: Ability[] | undefined = inputs && [
      'completion',
      ...(inputs.includes('image') ? (['vision'] as const) : []),
      ...(inputs.includes('audio') ? (['audio'] as const) : []),
    ];
    return [
      {
        name: data.id,
        ...withoutGaps({
          contextLength:
            data.max_model_len ??
            data.context_length ??
            data.context_window ??
            data.max_context_length,
          abilities,
        }),
      },
    ];
  });
}
