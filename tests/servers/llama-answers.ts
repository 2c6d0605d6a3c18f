/* The shapes of llama-server's answers, as recorded from build b10587. */
import { randomBytes } from 'node:crypto';
import type { SlotView } from './llama-slots.ts';
import type { JsonBody, ModelSpec } from './types.ts';

export const build = 'b10587-3f545becc';

export type Count = {
  readonly prompt: number;
  /** Part of `prompt` that was still in the cache. */
  readonly cached: number;
  readonly promptMs: number;
  readonly predicted: number;
  readonly predictedMs: number;
};

export function timingsOf({ prompt, cached, promptMs, predicted, predictedMs }: Count) {
  const read = prompt - cached;
  // The clock of the first token starts with it, so its rate is 0.
  const intervals = predicted - 1;
  return {
    cache_n: cached,
    prompt_n: read,
    prompt_ms: rounded(promptMs),
    prompt_per_token_ms: read > 0 ? promptMs / read : 0,
    prompt_per_second: promptMs > 0 ? (1000 * read) / promptMs : 0,
    predicted_n: predicted,
    predicted_ms: predicted === 0 ? 0 : Math.max(0.001, rounded(predictedMs)),
    predicted_per_token_ms: intervals > 0 ? predictedMs / intervals : 0,
    predicted_per_second: intervals > 0 && predictedMs > 0 ? (1000 * intervals) / predictedMs : 0,
  };
}

export function usageOf({ prompt, cached, predicted }: Count) {
  return {
    completion_tokens: predicted,
    prompt_tokens: prompt,
    total_tokens: prompt + predicted,
    prompt_tokens_details: { cached_tokens: cached },
  };
}

export type ChunkMaker = {
  chunk(delta: JsonBody, finish: string | null, extra: JsonBody): string;
  usage(extra: JsonBody): string;
};

export function chunksFor(id: string, model: string): ChunkMaker {
  const make = (choices: readonly unknown[], extra: JsonBody) =>
    JSON.stringify({
      choices,
      created: Math.floor(Date.now() / 1000),
      id,
      model,
      system_fingerprint: build,
      object: 'chat.completion.chunk',
      ...extra,
    });
  return {
    chunk: (delta, finish, extra) => make([{ finish_reason: finish, index: 0, delta }], extra),
    usage: (extra) => make([], extra),
  };
}

export type Told = {
  readonly spec: ModelSpec;
  readonly nCtx: number;
  readonly slots: number;
  readonly vision: boolean;
  readonly thinks: boolean;
  /** What `/props` says of the flags it was started with. */
  readonly hasSlots: boolean;
  readonly hasMetrics: boolean;
};

export function modelsOf({ spec, nCtx, vision }: Told) {
  return {
    models: [
      {
        name: spec.name,
        model: spec.name,
        modified_at: '',
        size: '',
        digest: '',
        type: 'model',
        description: '',
        tags: [''],
        capabilities: vision ? ['completion', 'multimodal'] : ['completion'],
        parameters: '',
        details: {
          parent_model: '',
          format: 'gguf',
          family: '',
          families: [''],
          parameter_size: '',
          quantization_level: '',
        },
      },
    ],
    object: 'list',
    data: [
      {
        id: spec.name,
        aliases: [spec.name],
        tags: [],
        object: 'model',
        created: Math.floor(Date.now() / 1000),
        owned_by: 'llamacpp',
        meta: {
          vocab_type: true,
          n_vocab: 1163,
          n_ctx: nCtx,
          n_ctx_train: spec.contextLength ?? nCtx,
          n_embd: 128,
          n_params: 576_896,
          size: spec.sizeBytes ?? 1_155_072,
          ftype: spec.quantization ?? 'F16',
        },
      },
    ],
  };
}

const sampling = {
  seed: 4294967295,
  temperature: 0.800000011920929,
  dynatemp_range: 0,
  dynatemp_exponent: 1,
  top_k: 40,
  top_p: 0.949999988079071,
  min_p: 0.05000000074505806,
  top_n_sigma: -1,
  xtc_probability: 0,
  xtc_threshold: 0.10000000149011612,
  typical_p: 1,
  repeat_last_n: 64,
  repeat_penalty: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
  dry_multiplier: 0,
  dry_base: 1.75,
  dry_allowed_length: 2,
  dry_penalty_last_n: 64,
  mirostat: 0,
  mirostat_tau: 5,
  mirostat_eta: 0.10000000149011612,
  adaptive_target: -1,
  adaptive_decay: 0.8999999761581421,
  max_tokens: -1,
  n_predict: -1,
  n_keep: 0,
  n_discard: 0,
  ignore_eos: false,
  stream: false,
  n_probs: 0,
  min_keep: 0,
  chat_format: 'Content-only',
  reasoning_format: 'none',
  reasoning_in_content: false,
  generation_prompt: '',
  samplers: [
    'penalties',
    'dry',
    'top_n_sigma',
    'top_k',
    'typ_p',
    'top_p',
    'min_p',
    'xtc',
    'temperature',
  ],
  'speculative.types': 'none',
  timings_per_token: false,
  post_sampling_probs: false,
  backend_sampling: false,
  lora: [],
};

export function propsOf(
  { spec, nCtx, slots, vision, thinks, hasSlots, hasMetrics }: Told,
  mediaMarker: string,
  isSleeping: boolean,
) {
  return {
    default_generation_settings: { params: sampling, n_ctx: nCtx },
    total_slots: slots,
    model_alias: spec.name,
    model_ftype: spec.quantization ?? 'F16',
    model_path: spec.name,
    modalities: { vision, video: false, audio: false },
    media_marker: mediaMarker,
    endpoint_slots: hasSlots,
    endpoint_props: false,
    endpoint_metrics: hasMetrics,
    ui: true,
    ui_settings: {},
    chat_template: templateFor(thinks),
    chat_template_caps: {
      supports_object_arguments: true,
      supports_parallel_tool_calls: true,
      supports_preserve_reasoning: thinks,
      supports_reasoning_effort: false,
      supports_string_content: true,
      supports_system_role: true,
      supports_tool_calls: true,
      supports_tools: true,
      supports_typed_content: false,
    },
    bos_token: '<|endoftext|>',
    eos_token: '<|im_end|>',
    build_info: build,
    is_sleeping: isSleeping,
    cors_proxy_enabled: false,
  };
}

/** A slot at work, or what is left of its last task: its counts are set back when that is over. */
export function slotOf(id: number, nCtx: number, { isBusy, task, held }: SlotView) {
  const plain = { id, n_ctx: nCtx, speculative: false, is_processing: isBusy };
  if (!task) return plain;
  return {
    ...plain,
    id_task: task.id,
    n_prompt_tokens: held,
    n_prompt_tokens_processed: isBusy ? task.prompt - task.cached : 0,
    n_prompt_tokens_cache: isBusy ? task.cached : 0,
    params: { ...sampling, stream: true },
    next_token: [
      {
        has_next_token: isBusy,
        has_new_line: false,
        n_remain: -1,
        n_decoded: isBusy ? task.decoded : 0,
      },
    ],
  };
}

/** From the template a client can tell whether the model can think, and how that is switched off. */
function templateFor(thinks: boolean): string {
  const past = thinks
    ? "{%- if message.reasoning_content %}{{- '<think>' + message.reasoning_content + '</think>' }}{%- endif %}"
    : '';
  const off = thinks
    ? "{%- if enable_thinking is defined and enable_thinking is false %}{{- '<think></think>' }}{%- endif %}"
    : '';
  return [
    '{%- for message in messages %}',
    `{{- '<|im_start|>' + message.role + '\\n' }}${past}`,
    "{{- message.content + '<|im_end|>\\n' }}",
    '{%- endfor %}',
    `{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}${off}{%- endif %}`,
  ].join('\n');
}

/** Most errors have their code first; those made by the HTTP layer have it last. */
export function errorText(code: number, message: string): string {
  return JSON.stringify({ error: { code, message, type: errorType(code) } });
}

export function httpErrorText(code: number, message: string): string {
  return JSON.stringify({ error: { message, type: errorType(code), code } });
}

function errorType(code: number): string {
  const types: Record<number, string> = {
    400: 'invalid_request_error',
    401: 'authentication_error',
    403: 'permission_error',
    404: 'not_found_error',
    501: 'not_supported_error',
    503: 'unavailable_error',
  };
  return types[code] ?? 'server_error';
}

/** The wording of nlohmann::json, whose text reaches the client as it is. */
export function jsonTrouble(text: string): string {
  const error = '[json.exception.parse_error.101] parse error at line 1, column';
  if (text === '') {
    return `${error} 1: attempting to parse an empty input; check that your input string or stream contains the expected JSON`;
  }
  return `${error} ${text.length + 1}: syntax error while parsing value - unexpected end of input; expected '[', '{', or a literal`;
}

/** Thirty-two letters and digits, as in ids and markers. */
export function randomName(): string {
  const text = randomBytes(48).toString('base64');
  return text.replace(/[^A-Za-z0-9]/g, '').slice(0, 32);
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
