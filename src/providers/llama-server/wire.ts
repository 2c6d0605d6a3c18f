/** What llama-server says of itself and its models, alone or as a router over several. */
import * as z from 'zod/mini';
import type { Ability, Model, ModelState } from '../../domain/model.ts';
import { withoutGaps } from '../../lib/without-gaps.ts';
import { count, entriesOf, flag, lenient } from '../openai-wire.ts';

const words = lenient(z.array(z.string()));

export const props = z.object({
  role: lenient(z.string()),
  /** Per slot: what one conversation can hold. A router says 0. */
  default_generation_settings: z.object({ n_ctx: count }),
  modalities: lenient(z.object({ vision: flag, audio: flag })),
  chat_template: lenient(z.string()),
  chat_template_caps: lenient(
    z.object({ supports_tools: flag, supports_preserve_reasoning: flag }),
  ),
  build_info: lenient(z.string()),
});
export type Props = z.infer<typeof props>;

const entry = z.object({
  id: z.string(),
  owned_by: lenient(z.string()),
  status: lenient(z.object({ value: z.string(), failed: flag })),
  architecture: lenient(z.object({ input_modalities: words })),
  meta: lenient(
    z.object({
      n_ctx: count,
      n_ctx_train: count,
      n_params: count,
      size: count,
      ftype: lenient(z.string()),
    }),
  ),
});

/** Undefined where it is no model list. `status` is there on a router only. */
export function modelsFrom(list: unknown): Model[] | undefined {
  const data = (list as { data?: unknown } | null)?.data;
  return entriesOf(data)?.flatMap((each) => {
    const { success, data: model } = entry.safeParse(each);
    if (!success) return [];
    const { meta, status, architecture } = model;
    const inputs = architecture?.input_modalities;
    return [
      {
        name: model.id,
        loaded: status ? status.value === 'loaded' || status.value === 'sleeping' : true,
        ...withoutGaps({
          state: status && stateFrom(status),
          sizeBytes: meta?.size,
          parameterSize: meta?.n_params === undefined ? undefined : countInWords(meta.n_params),
          quantization: meta?.ftype,
          contextLength: meta?.n_ctx || meta?.n_ctx_train,
          // Of a model that is not running a router tells images and sound; the rest is unknown, not absent.
          abilities: inputs?.includes('image')
            ? (['completion', 'vision'] as Ability[])
            : undefined,
        }),
      },
    ];
  });
}

/** What is being fetched, or was, is not running either; a failure is told beside the word. */
function stateFrom({ value, failed }: { value: string; failed?: boolean | undefined }): ModelState {
  if (failed) return 'failed';
  return value === 'loaded' || value === 'loading' || value === 'sleeping' ? value : 'unloaded';
}

/** A model as the server runs it, with what its props add. */
export function withProps(model: Model, told: Props): Model {
  const contextLength = told.default_generation_settings.n_ctx;
  return {
    ...model,
    ...(contextLength ? { contextLength } : {}),
    ...(told.chat_template_caps || told.modalities ? { abilities: abilitiesFrom(told) } : {}),
  };
}

function abilitiesFrom({
  modalities,
  chat_template_caps: caps,
  chat_template = '',
}: Props): Ability[] {
  const thinks =
    caps?.supports_preserve_reasoning ||
    /enable_thinking|<think>|reasoning_content/.test(chat_template);
  return [
    'completion',
    ...(modalities?.vision ? (['vision'] as const) : []),
    ...(modalities?.audio ? (['audio'] as const) : []),
    ...(caps?.supports_tools ? (['tools'] as const) : []),
    ...(thinks ? (['thinking'] as const) : []),
  ];
}

/** 7615616512 -> "7.6B", as catalogues write it. */
function countInWords(parameters: number): string {
  const [size, unit] = parameters >= 1e9 ? [parameters / 1e9, 'B'] : [parameters / 1e6, 'M'];
  return `${size < 100 ? size.toFixed(1) : Math.round(size)}${unit}`;
}
